"""People who passed quizzes some time ago, and the nights since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import time_machine

from assessments.grading import submit_attempt
from assessments.models import Attempt, Quiz, Refresher, RefresherQuestion
from assessments.refreshing.answering import finish_refresher, read_questions
from assessments.tasks import make_refreshers
from courses.models import Course, Enrolment
from tests.assessments.building import answers_to, begin, choice_of, make_question, make_quiz, post
from tests.courses.building import make_lesson, make_module

LONDON = ZoneInfo("Europe/London")
# A Monday, in the middle of the working day.
PASSED = datetime(2026, 3, 2, 12, tzinfo=UTC)


def pass_quiz(quiz: Quiz, enrolment: Enrolment, at: datetime = PASSED, wrong: int = 0) -> Attempt:
    """Five questions, of which the last so many are answered wrong."""
    with time_machine.travel(at, tick=False):
        attempt = begin(quiz, enrolment)
        return submit_attempt(attempt.pk, post(answers_to(attempt, right=5 - wrong, wrong=wrong)))


def another_quiz(course: Course, key: str, questions: int = 6) -> Quiz:
    module = make_module(course, key)
    lesson = make_lesson(module, f"{key}-read")
    for number in range(1, questions + 1):
        make_question(lesson, number)
    return make_quiz(make_lesson(module, f"{key}-quiz", kind="quiz"), 5)


def in_the_night(day: date) -> datetime:
    return datetime.combine(day, time(4, 30), LONDON)


def night(day: date) -> None:
    """What the worker does in the night of a day."""
    with time_machine.travel(in_the_night(day), tick=False):
        make_refreshers()


def days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def nights(first: date, last: date, finishing: bool = True) -> None:
    """Every night, and whoever finds a refresher in the morning answers it."""
    for day in days(first, last):
        night(day)
        for refresher in Refresher.objects.waiting() if finishing else ():
            with time_machine.travel(in_the_night(day) + timedelta(hours=5), tick=False):
                finish_refresher(refresher.pk, post(answers(refresher, right=9)))


def answers(refresher: Refresher, right: int, wrong: int = 0) -> dict[str, str]:
    """What a browser posts: the first `right` questions answered right, the next `wrong` ones wrong."""
    paper = read_questions(refresher)[: right + wrong]
    return {asked.field_name: str(choice_of(asked, number < right).pk) for number, asked in enumerate(paper)}


def made() -> dict[date, str]:
    """Who was given one on which day."""
    rows = Refresher.objects.exclude(ready_on=None).order_by("ready_on")
    return {day: name for day, name in rows.values_list("ready_on", "enrolment__learner__name") if day}


def withheld() -> list[tuple[str, int, str]]:
    """Whose steps were let go, which, and why."""
    rows = Refresher.objects.exclude(withheld_at=None).order_by("enrolment__learner__name", "step")
    return list(rows.values_list("enrolment__learner__name", "step", "withheld_why"))


def points() -> list[tuple[int | None, int | None]]:
    return list(RefresherQuestion.objects.order_by("place").values_list("points", "maximum"))


def refresher_of(quiz: Quiz, enrolment: Enrolment, step: int = 7, wrong: int = 0) -> Refresher:
    """The one made so many days after passing."""
    passed = pass_quiz(quiz, enrolment, wrong=wrong)
    assert passed.submitted_at
    night(passed.submitted_at.date() + timedelta(days=step))
    return Refresher.objects.get(enrolment=enrolment, quiz=quiz, ready_on__isnull=False)
