"""When refreshers are made, for whom, and of what."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Absence, User
from assessments import tasks
from assessments.models import AttemptQuestion, Question, Quiz, Refresher, RefresherQuestion
from assessments.refreshing import making
from assessments.refreshing.choosing import pause, switch_off, switch_on
from assessments.refreshing.making import refresh, why_none
from assessments.writing import write_version
from courses.models import Enrolment, Lesson
from tests.assessments.building import begin, learner_of, make_question, options
from tests.assessments.refreshing.building import (
    PASSED,
    another_quiz,
    days,
    in_the_night,
    made,
    night,
    nights,
    pass_quiz,
    refresher_of,
    withheld,
)
from tests.racing import race

pytestmark = pytest.mark.django_db

A_WEEK_LATER = PASSED.date() + timedelta(days=7)


# --- When --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "ready"),
    [
        # Over the end of February, and over the night in which clocks go forward.
        (datetime(2026, 2, 20, 12, tzinfo=UTC), [date(2026, 2, 27), date(2026, 3, 22), date(2026, 5, 21)]),
        # Over the night in which clocks go back, a leap day and a new year.
        (datetime(2027, 10, 30, 12, tzinfo=UTC), [date(2027, 11, 6), date(2027, 11, 29), date(2028, 1, 28)]),
        (datetime(2027, 12, 1, 12, tzinfo=UTC), [date(2027, 12, 8), date(2027, 12, 31), date(2028, 2, 29)]),
        # After midnight by the clock on the wall, though not by that of the server.
        (datetime(2026, 4, 14, 23, 30, tzinfo=UTC), [date(2026, 4, 22), date(2026, 5, 15), date(2026, 7, 14)]),
        (datetime(2026, 1, 5, 23, 30, tzinfo=UTC), [date(2026, 1, 12), date(2026, 2, 4), date(2026, 4, 5)]),
    ],
)
def test_7_30_and_90_days_after_passing(quiz: Quiz, enrolment: Enrolment, passed: datetime, ready: list[date]) -> None:
    pass_quiz(quiz, enrolment, passed)
    nights(passed.date(), ready[-1] + timedelta(days=20))
    assert made() == dict.fromkeys(ready, "Sam")
    assert withheld() == []


def test_who_did_not_pass_is_asked_nothing(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment, wrong=2)
    begin(quiz, learner_of(quiz, "Robin")[1])
    nights(PASSED.date(), PASSED.date() + timedelta(days=40))
    assert not Refresher.objects.exists()


def test_passing_again_begins_nothing_anew(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment)
    pass_quiz(quiz, enrolment, PASSED + timedelta(days=3))
    nights(PASSED.date(), PASSED.date() + timedelta(days=12))
    assert made() == {A_WEEK_LATER: "Sam"}


def test_never_more_than_two_in_a_month_and_the_oldest_first(quiz: Quiz, enrolment: Enrolment) -> None:
    course = quiz.lesson.module.course
    quizzes = [quiz, *(another_quiz(course, f"m{number}") for number in range(5))]
    for number, each in enumerate(quizzes):
        pass_quiz(each, enrolment, PASSED + timedelta(days=number))
    last = PASSED.date() + timedelta(days=150)
    nights(PASSED.date(), last)
    ready = list(made())
    assert max(Counter((day.year, day.month) for day in ready).values()) == 2
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(ready))
    first, second = Refresher.objects.exclude(ready_on=None).order_by("ready_on")[:2]
    assert (first.quiz_id, first.step, second.quiz_id, second.step) == (quizzes[0].pk, 7, quizzes[1].pk, 7)
    # Every step came to an end: done, or let go for a reason.
    assert Refresher.objects.count() == len(quizzes) * 3
    assert {why for _name, _step, why in withheld()} == {"enough"}


def test_a_month_has_room_again_on_its_first_day(quiz: Quiz, enrolment: Enrolment) -> None:
    others = [another_quiz(quiz.lesson.module.course, key) for key in ("a", "b")]
    for each, day in ((quiz, 1), (others[0], 8), (others[1], 22)):
        pass_quiz(each, enrolment, datetime(2026, 3, day, 12, tzinfo=UTC))
    nights(date(2026, 3, 1), date(2026, 4, 2))
    # Quiz, a; then b and quiz's second step wait for April, and the older one comes first.
    assert list(made()) == [date(2026, 3, 8), date(2026, 3, 15), date(2026, 4, 1)]
    assert Refresher.objects.get(ready_on=date(2026, 4, 1)).quiz_id == others[1].pk


def test_one_that_waits_is_not_joined_by_another_and_is_let_go_after_two_weeks(
    quiz: Quiz, enrolment: Enrolment
) -> None:
    pass_quiz(quiz, enrolment)
    pass_quiz(another_quiz(quiz.lesson.module.course, "a"), enrolment, PASSED + timedelta(days=8))
    nights(PASSED.date(), PASSED.date() + timedelta(days=21), finishing=False)
    assert (made(), withheld()) == ({A_WEEK_LATER: "Sam"}, [])
    night(PASSED.date() + timedelta(days=22))
    assert withheld() == [("Sam", 7, "left")]
    assert list(made()) == [A_WEEK_LATER, PASSED.date() + timedelta(days=22)]


def test_running_twice_in_a_night_changes_nothing(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment)
    pass_quiz(another_quiz(quiz.lesson.module.course, "a"), enrolment)
    night(A_WEEK_LATER)
    before = list(Refresher.objects.values()), list(RefresherQuestion.objects.values())
    night(A_WEEK_LATER)
    assert (list(Refresher.objects.values()), list(RefresherQuestion.objects.values())) == before
    # Nor does it where the first was done in between.
    nights(A_WEEK_LATER, A_WEEK_LATER)
    night(A_WEEK_LATER)
    assert made() == {A_WEEK_LATER: "Sam"}


def test_after_three_days_of_standing_still_there_is_one_and_no_flood(quiz: Quiz, enrolment: Enrolment) -> None:
    course = quiz.lesson.module.course
    for number, each in enumerate([quiz, *(another_quiz(course, f"m{number}") for number in range(3))]):
        pass_quiz(each, enrolment, PASSED + timedelta(days=number))
    back = A_WEEK_LATER + timedelta(days=3)
    night(back)
    assert made() == {back: "Sam"}
    assert withheld() == []


@pytest.mark.parametrize(("late", "comes"), [(14, True), (15, False)])
def test_a_step_missed_by_more_than_two_weeks_is_let_go_with_its_reason(
    quiz: Quiz, enrolment: Enrolment, late: int, comes: bool
) -> None:
    pass_quiz(quiz, enrolment)
    night(A_WEEK_LATER + timedelta(days=late))
    assert (len(made()), withheld()) == ((1, []) if comes else (0, [("Sam", 7, "late")]))


def test_who_passed_long_before_there_were_refreshers_is_asked_nothing(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment, PASSED - timedelta(days=400))
    night(PASSED.date())
    night(PASSED.date())
    assert made() == {}
    assert withheld() == [("Sam", 7, "late"), ("Sam", 30, "late"), ("Sam", 90, "late")]


# --- For whom ----------------------------------------------------------------------------------------------------


def rest(enrolment: Enrolment, why: str, first: date, last: date) -> None:
    learner = enrolment.learner
    if why == "off":
        switch_off(learner)
    elif why == "paused":
        pause(learner, last + timedelta(days=1))
    elif why == "away":
        Absence.objects.create(person=learner, starts=first, ends=last)
    elif why == "inactive":
        User.objects.filter(pk=learner.pk).update(is_active=False)
    elif why == "closed":
        Enrolment.objects.filter(pk=enrolment.pk).update(closed_at=timezone.now(), closed_why="left")


def wake(enrolment: Enrolment, why: str) -> None:
    """A pause and time away end by themselves."""
    if why == "off":
        switch_on(enrolment.learner)
    elif why == "inactive":
        User.objects.filter(pk=enrolment.learner_id).update(is_active=True)
    elif why == "closed":
        Enrolment.objects.filter(pk=enrolment.pk).update(closed_at=None, closed_why="")


RESTING = ["off", "paused", "away", "inactive", "closed"]


@pytest.mark.parametrize("why", RESTING)
def test_who_does_not_want_them_or_is_not_there_gets_none_until_they_are_back(
    quiz: Quiz, enrolment: Enrolment, why: str
) -> None:
    _robin, other = learner_of(quiz, "Robin")
    for each in (enrolment, other):
        pass_quiz(quiz, each)
    back = A_WEEK_LATER + timedelta(days=5)
    rest(enrolment, why, A_WEEK_LATER, back - timedelta(days=1))
    for day in days(A_WEEK_LATER, back - timedelta(days=1)):
        night(day)
    assert made() == {A_WEEK_LATER: "Robin"}
    wake(enrolment, why)
    night(back)
    assert made() == {A_WEEK_LATER: "Robin", back: "Sam"}


@pytest.mark.parametrize("why", ["off", "paused", "away"])
def test_a_step_that_came_while_they_were_resting_for_long_is_let_go_and_says_so(
    quiz: Quiz, enrolment: Enrolment, why: str
) -> None:
    pass_quiz(quiz, enrolment)
    rest(enrolment, why, A_WEEK_LATER, A_WEEK_LATER + timedelta(days=60))
    for day in days(A_WEEK_LATER, A_WEEK_LATER + timedelta(days=60)):
        night(day)
    assert made() == {}
    assert withheld() == [("Sam", 7, why), ("Sam", 30, why)]
    wake(enrolment, why)
    night(A_WEEK_LATER + timedelta(days=61))
    assert made() == {}


def test_one_that_waits_when_the_enrolment_is_closed_is_let_go(quiz: Quiz, enrolment: Enrolment) -> None:
    refresher_of(quiz, enrolment)
    rest(enrolment, "closed", A_WEEK_LATER, A_WEEK_LATER)
    night(A_WEEK_LATER + timedelta(days=1))
    assert withheld() == [("Sam", 7, "closed")]


def test_who_has_completed_the_course_is_refreshed_all_the_same(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment)
    Enrolment.objects.update(completed_at=PASSED)
    night(A_WEEK_LATER)
    assert made() == {A_WEEK_LATER: "Sam"}


def test_one_whose_refresher_can_t_be_made_holds_up_no_other(quiz: Quiz, enrolment: Enrolment) -> None:
    for each in (enrolment, learner_of(quiz, "Robin")[1]):
        pass_quiz(quiz, each)

    def fails_for_sam(learner_id: int, day: date) -> Any:
        if learner_id == enrolment.learner_id:
            raise DatabaseError
        return refresh(learner_id, day)

    with mock.patch.object(tasks, "refresh", fails_for_sam):
        night(A_WEEK_LATER)
    assert made() == {A_WEEK_LATER: "Robin"}
    night(A_WEEK_LATER + timedelta(days=1))
    assert made() == {A_WEEK_LATER: "Robin", A_WEEK_LATER + timedelta(days=1): "Sam"}


# --- Of what -----------------------------------------------------------------------------------------------------


def lessons_of(refresher: Refresher) -> Counter[str]:
    return Counter(refresher.questions.values_list("version__question__lesson__slug", flat=True))


def test_five_questions_of_the_module_spread_over_its_lessons(quiz: Quiz, enrolment: Enrolment) -> None:
    another_quiz(quiz.lesson.module.course, "other")
    refresher = refresher_of(quiz, enrolment)
    assert sorted(lessons_of(refresher).values()) == [2, 3]
    assert set(lessons_of(refresher)) == {"fear", "threats"}
    assert list(refresher.questions.values_list("place", flat=True)) == [1, 2, 3, 4, 5]


def test_what_was_missed_or_never_asked_comes_before_what_was_known(quiz: Quiz, enrolment: Enrolment) -> None:
    attempt = pass_quiz(quiz, enrolment, wrong=1)
    known = set(attempt.questions.filter(marks__points=1).values_list("version__question", flat=True))
    missed = attempt.questions.get(marks__points=0).version.question_id
    unasked = set(Question.objects.exclude(pk__in=[*known, missed]).values_list("pk", flat=True))
    assert (len(known), len(unasked)) == (4, 5)
    Question.objects.filter(pk=min(unasked)).update(state="retired")
    night(A_WEEK_LATER)
    asked = set(RefresherQuestion.objects.values_list("version__question", flat=True))
    assert asked == {missed, *unasked} - {min(unasked)}


def test_the_next_refresher_asks_what_the_last_one_did_not_show(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment)
    nights(PASSED.date(), PASSED.date() + timedelta(days=7))
    first = set(RefresherQuestion.objects.values_list("version__question", flat=True))
    asked = AttemptQuestion.objects.values_list("version__question", flat=True)
    assert first == set(Question.objects.exclude(pk__in=asked).values_list("pk", flat=True))
    # All were answered in full by now; one more question comes into the bank, and is sure to be asked.
    new = make_question(Lesson.objects.get(slug="fear"), 99)
    night(PASSED.date() + timedelta(days=30))
    second = Refresher.objects.get(step=30)
    assert new.pk in second.questions.values_list("version__question", flat=True)
    assert second.questions.count() == 5


def test_a_small_bank_asks_what_there_is_and_an_empty_one_nothing(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment)
    Question.objects.filter(lesson__slug="threats").update(state="retired")
    Question.objects.filter(lesson__slug="fear", order__gt=2).update(state="draft")
    nights(A_WEEK_LATER, A_WEEK_LATER)
    assert Refresher.objects.get().questions.count() == 2
    Lesson.objects.filter(slug="fear").update(live=None)
    night(PASSED.date() + timedelta(days=30))
    assert withheld() == [("Sam", 30, "nothing")]


def test_it_asks_what_is_in_use_when_it_is_made_and_stays_as_it_was_asked(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment)
    for question in Question.objects.all():
        write_version(question, kind="single", stem=f"Anew {question.key}?", choices=options(question.key))
    night(A_WEEK_LATER)
    asked = dict(RefresherQuestion.objects.values_list("version__stem", "option_order"))
    assert len(asked) == 5
    assert all(stem.startswith("Anew ") for stem in asked)
    for question in Question.objects.all():
        write_version(question, kind="single", stem="Later?", choices=options("later"), state=Question.State.RETIRED)
    night(A_WEEK_LATER + timedelta(days=1))
    assert dict(RefresherQuestion.objects.values_list("version__stem", "option_order")) == asked


def test_options_are_in_an_order_of_their_own_unless_they_keep_theirs(quiz: Quiz, enrolment: Enrolment) -> None:
    Question.objects.filter(lesson__slug="threats").update(state="retired")
    fixed = make_question(Lesson.objects.get(slug="fear"), 50, shuffle=False)
    Question.objects.exclude(pk=fixed.pk).filter(order__gt=4).update(state="retired")
    pass_quiz(quiz, enrolment)
    with time_machine.travel(in_the_night(A_WEEK_LATER), tick=False):
        refresh(enrolment.learner_id, A_WEEK_LATER, Random(3))
    orders = {each.version.question_id: each.option_order for each in RefresherQuestion.objects.all()}
    written = {pk: [c.pk for c in Question.objects.get(pk=pk).live.choices.all()] for pk in orders}
    assert orders[fixed.pk] == written[fixed.pk]
    assert orders != written
    assert {pk: sorted(order) for pk, order in orders.items()} == written


# --- What the database holds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        {"step": 8, "ready_on": A_WEEK_LATER},
        {"step": 30},
        {"step": 30, "ready_on": A_WEEK_LATER, "finished_at": PASSED},
        {"step": 30, "ready_on": A_WEEK_LATER, "withheld_at": PASSED},
        {"step": 30, "ready_on": A_WEEK_LATER, "withheld_why": "left"},
        {"step": 7, "ready_on": A_WEEK_LATER},
    ],
    ids=["no such step", "neither made nor let go", "finished unopened", "no reason", "reason alone", "twice"],
)
@pytest.mark.both_databases
def test_the_database_refuses_what_can_t_be(quiz: Quiz, enrolment: Enrolment, facts: dict[str, Any]) -> None:
    refresher_of(quiz, enrolment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Refresher.objects.create(quiz=quiz, enrolment=enrolment, **facts)


# --- All at once -------------------------------------------------------------------------------------------------


def make_in_process(learner_id: int, day: date) -> str:
    return "made" if refresh(learner_id, day) else "nothing"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_workers_at_once_make_one(quiz: Quiz, enrolment: Enrolment) -> None:
    pass_quiz(quiz, enrolment)
    pass_quiz(another_quiz(quiz.lesson.module.course, "a"), enrolment)
    outcomes = race(*[(make_in_process, enrolment.learner_id, A_WEEK_LATER)] * 8)
    assert sorted(outcomes) == ["made", *["nothing"] * 7]
    assert RefresherQuestion.objects.count() == 5


def make_unheld(learner_id: int, day: date, pause: float) -> str:
    """Making one without holding the person or a transaction, with time for another between looking and writing."""

    def looks_and_waits(learner_id: int, day: date) -> str:
        found = why_none(learner_id, day)
        time.sleep(pause)
        return found

    with (
        mock.patch.object(making, "why_none", looks_and_waits),
        mock.patch.object(QuerySet, "select_for_update", lambda rows, **_options: rows),
    ):
        return "made" if refresh.__wrapped__(learner_id, day) else "nothing"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_without_holding_the_person_two_are_made(quiz: Quiz, enrolment: Enrolment) -> None:
    """The control: both find room for one."""
    pass_quiz(quiz, enrolment)
    pass_quiz(another_quiz(quiz.lesson.module.course, "a"), enrolment)
    outcomes = race(*[(make_unheld, enrolment.learner_id, A_WEEK_LATER, pause) for pause in (0.5, 2)])
    assert outcomes == ["made", "made"]
    assert Refresher.objects.waiting().count() == 2
