"""Submitting an attempt: graded once, on the server, by the wording and the pass mark that it was frozen with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from assessments.attempting import keep, lock_attempt, read_paper
from assessments.models import Attempt, AttemptQuestion, Mark
from assessments.score import Score
from courses.completing import complete_lesson, complete_lessons
from courses.kinds import Reading
from courses.models import How, Lesson

if TYPE_CHECKING:
    from django.http import QueryDict


@transaction.atomic
def submit_attempt(attempt_id: int, data: QueryDict, confirmed: bool = False) -> Attempt:
    """Keep what was posted, grade it, and complete the lesson where it passes. Submitting again changes nothing.

    The attempt comes back open, with its answers kept, where questions are unanswered and that is not `confirmed`.
    After the deadline, what had been saved by then is graded. Raises Refused or EnrolmentClosed.
    """
    attempt = lock_attempt(attempt_id)
    if attempt.is_submitted:
        return attempt
    overdue = attempt.is_overdue()
    if not overdue:
        keep(read_paper(attempt), data)
    paper = read_paper(attempt)
    if not (overdue or confirmed or all(asked.is_answered for asked in paper)):
        return attempt
    score = grade(paper)
    passed = score.passes(attempt.pass_mark)
    if Attempt.objects.filter(pk=attempt.pk).finish(score, passed, timezone.now()):
        mark(paper)
        if passed:
            complete_passed(attempt)
    attempt.refresh_from_db()
    return attempt


def complete_passed(attempt: Attempt) -> None:
    """Complete the quiz's lesson. Who passed before they read the module's lessons has shown what they know, where the
    quiz allows it, and is done with those too: recorded as shown, not as read."""
    lesson = attempt.quiz.lesson
    if attempt.quiz.may_come_first:
        readings = Lesson.objects.counting().filter(module=lesson.module_id, kind=Reading.key)
        unread = readings.exclude(progress__in=attempt.enrolment.lesson_progress.filter(completed_at__isnull=False))
        if revisions := {pk: live for pk, live in unread.values_list("pk", "live") if live}:
            complete_lessons(attempt.enrolment_id, revisions, How.SHOWN)
    complete_lesson(attempt.enrolment_id, lesson.pk, _revision(lesson), How.PASSED)


def grade(paper: Sequence[AttemptQuestion]) -> Score:
    """The score of all questions together."""
    return reduce(add, (asked.graded() for asked in paper), Score(0, 0))


def mark(paper: Sequence[AttemptQuestion]) -> None:
    """Write the mark of each question."""
    scores = [(asked, asked.graded()) for asked in paper]
    Mark.objects.bulk_create(Mark(asked=asked, points=score.points, maximum=score.maximum) for asked, score in scores)


def _revision(lesson: Lesson) -> int:
    """The text that stands, or, where the lesson was unpublished meanwhile, the last that learners could read."""
    if lesson.live_id is not None:
        return lesson.live_id
    return lesson.revisions.exclude(published_at=None).latest("number").pk
