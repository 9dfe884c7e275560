"""The result of an attempt, for its owner alone: what was answered, what is right and why, where to go from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.history import history_of
from assessments.models import Attempt, AttemptQuestion, Quiz
from assessments.models.asked import AskedQuestion
from assessments.pages import heading
from assessments.question_types import FeedbackRow
from assessments.score import Score
from courses.models import How
from courses.outline import LessonOutline, ModuleOutline, Outline, outline_of
from courses.places import Steps, steps_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


@dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """`lesson` is None where learners can't read it now. `first` are what was chosen and what is right."""

    place: int
    stem: str
    is_answered: bool
    score: Score
    lesson: LessonOutline | None
    first: tuple[FeedbackRow, ...]
    others: tuple[FeedbackRow, ...]


@dataclass(frozen=True, slots=True)
class Onward:
    url: str
    says: str


def result_context(attempt: Attempt, viewer: User | AnonymousUser) -> dict[str, Any]:
    """What the page of a submitted attempt shows."""
    outline = outline_of(attempt.enrolment.course)
    steps = steps_of(attempt.enrolment, viewer)
    lessons = {lesson.pk: lesson for lesson in outline.lessons()}
    asked = AttemptQuestion.objects.owned_by(viewer).filter(attempt=attempt).as_paper().with_marks()
    history = history_of(attempt.quiz, attempt.enrolment, viewer)
    tells = attempt.quiz.shows == Quiz.Shows.EVERYTHING or history.passed
    questions = [
        marked(each, each.current_marks[0].score, lessons.get(each.version.question.lesson_id), tells) for each in asked
    ]
    missed = [question for question in questions if not question.score.is_full]
    missed_lessons = {question.lesson.pk for question in missed if question.lesson}
    module = outline.module(attempt.quiz.lesson.module.slug)
    shown = _shown(attempt, module)
    return {
        **heading(attempt),
        "questions": questions,
        "tells": tells,
        "sentences": _sentences(attempt, module, steps, len(missed)),
        "lessons_again": [lesson for pk, lesson in lessons.items() if pk in missed_lessons],
        "history": history,
        "waits_until": history.waits_until(),
        "may_try_again": attempt.quiz.lesson_id in lessons and attempt.enrolment.closed_at is None,
        "onward": _onward(outline, module, steps),
        "shown": shown,
        "local": [lesson for lesson in shown if lesson.local.text or lesson.local.is_wanted],
    }


def _shown(attempt: Attempt, module: ModuleOutline | None) -> list[LessonOutline]:
    """The lessons of the module that the learner was done with by passing first."""
    if module is None or not attempt.passed:
        return []
    rows = attempt.enrolment.lesson_progress.filter(how=How.SHOWN, completed_at__gte=attempt.started_at)
    shown = set(rows.values_list("lesson", flat=True))
    return [lesson for lesson in module.lessons if lesson.pk in shown]


def marked(asked: AskedQuestion, score: Score, lesson: LessonOutline | None, tells: bool = True) -> MarkedQuestion:
    """Unless it `tells` what is right, only what was chosen is shown, as it was chosen."""
    rows = asked.feedback() if tells else [row for row in asked.feedback() if row.chosen and not row.tells]
    told = [row for row in rows if row.chosen or row.right or row.tells]
    return MarkedQuestion(
        place=asked.place,
        stem=asked.version.stem,
        is_answered=asked.is_answered,
        score=score,
        lesson=lesson,
        # One's own answer first, then what is right.
        first=tuple(sorted(told, key=lambda row: (row.place, not row.chosen and not row.tells))),
        others=tuple(row for row in rows if row not in told),
    )


def _sentences(attempt: Attempt, module: ModuleOutline | None, steps: Steps, missed: int) -> str:
    """The few words beside the figure."""
    said: Iterable[str] = [
        _("The pass mark is %(points)d.") % {"points": attempt.points_to_pass},
        _("The module is complete.") if attempt.passed and module and steps.is_complete(module) else "",
        ngettext("%(number)d answer is worth another look.", "%(number)d answers are worth another look.", missed)
        % {"number": missed}
        if missed
        else "",
        _("Time ran out, so what was saved by then was marked.") if attempt.is_overdue() else "",
    ]
    return " ".join(filter(None, said))


def _onward(outline: Outline, module: ModuleOutline | None, steps: Steps) -> Onward:
    """The next lesson of the module, or else the next module that isn't complete, or else home."""
    if module is not None and (lesson := steps.next_in(module)):
        return Onward(lesson.url(), _("Next: %(title)s") % {"title": lesson.title})
    left = [each for each in outline.open_modules() if not steps.is_complete(each)]
    if left:
        later = [each for each in left if module is None or each.number > module.number]
        return Onward((later or left)[0].url(), _("Next module"))
    return Onward(settings.LOGIN_REDIRECT_URL, _("My learning"))
