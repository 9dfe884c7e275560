"""Every border between two standings, from both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from accounts.models import Absence
from courses.completing import complete_lesson
from courses.models import Course, Enrolment, How, Lesson
from courses.standing import Standing, standing_on
from tests.courses.building import make_course, make_lesson, make_module, make_person, put_on

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def it_is_the_day():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def induction() -> Course:
    """Four modules that count, two of them with two lessons, beside two that don't."""
    course = make_course()
    for key in ("trauma", "coercion", "culture", "manners"):
        module = make_module(course, key)
        make_lesson(module, "first")
        make_lesson(module, "more", required=False)
        make_lesson(module, "draft", published=False)
    make_lesson(course.modules.get(key="culture"), "second")
    make_lesson(course.modules.get(key="manners"), "second")
    make_lesson(make_module(course, "unwritten"), "later", published=False)
    make_lesson(make_module(course, "optional"), "if-you-like", required=False)
    return course


@pytest.fixture
def sam(induction: Course) -> Enrolment:
    """Sam was put on the course forty days ago, began at once, and has eighty more days."""
    return change(put_on(induction, make_person("Sam")), assigned=-40, started_at=NOON, due_on=days(80))


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def change(enrolment: Enrolment, *, assigned: int | None = None, **fields: Any) -> Enrolment:
    if assigned is not None:
        fields["assigned_at"] = NOON + timedelta(days=assigned)
    Enrolment.objects.filter(pk=enrolment.pk).update(**fields)
    return enrolment


def do(enrolment: Enrolment, *keys: str) -> None:
    for lesson in Lesson.objects.filter(key__in=keys):
        complete_lesson(enrolment.pk, lesson.pk, lesson.live_id, How.READ)


def standing(enrolment: Enrolment, **day: date) -> Any:
    return Enrolment.objects.annotate(standing=standing_on(**day)).get(pk=enrolment.pk).standing


def complete(enrolment: Enrolment, expires_on: date | None) -> Enrolment:
    return change(enrolment, completed_at=NOON, expires_on=expires_on)


@pytest.mark.parametrize(
    ("left", "expected"),
    [(-1, Standing.EXPIRED), (0, Standing.EXPIRING), (90, Standing.EXPIRING), (91, Standing.COMPLETE)],
)
def test_a_completed_course_expires_the_day_after_its_last(sam: Enrolment, left: int, expected: Standing) -> None:
    assert standing(complete(sam, days(left))) == expected


def test_what_never_expires_stays_complete(sam: Enrolment) -> None:
    assert standing(complete(sam, None)) == Standing.COMPLETE


def test_who_has_completed_is_neither_past_due_nor_away(sam: Enrolment) -> None:
    Absence.objects.create(person=sam.learner, starts=TODAY, ends=TODAY)
    assert standing(change(complete(sam, days(400)), due_on=days(-1))) == Standing.COMPLETE


@pytest.mark.parametrize(
    ("due_in", "expected"),
    [(-1, Standing.OVERDUE), (0, Standing.DUE_SOON), (10, Standing.DUE_SOON), (11, Standing.NOT_STARTED)],
)
def test_the_day_it_is_due_still_counts(sam: Enrolment, due_in: int, expected: Standing) -> None:
    assert standing(change(sam, started_at=None, due_on=days(due_in))) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (-3, -1, Standing.OVERDUE),
        (-3, 0, Standing.AWAY),
        (0, 3, Standing.AWAY),
        (1, 3, Standing.OVERDUE),
    ],
)
def test_an_absence_counts_on_its_first_and_on_its_last_day(
    sam: Enrolment, starts: int, ends: int, expected: Standing
) -> None:
    Absence.objects.create(person=sam.learner, starts=days(starts), ends=days(ends))
    assert standing(change(sam, due_on=days(-1))) == expected


def test_another_person_being_away_changes_nothing(sam: Enrolment) -> None:
    Absence.objects.create(person=make_person("Cerys"), starts=TODAY, ends=TODAY)
    assert standing(change(sam, due_on=days(-1))) == Standing.OVERDUE


@pytest.mark.parametrize("started", [None, NOON])
def test_without_a_due_date_nobody_runs_out_of_time(sam: Enrolment, started: datetime | None) -> None:
    change(sam, assigned=-900, due_on=None, started_at=started)
    assert standing(sam) == (Standing.ON_TRACK if started else Standing.NOT_STARTED)


@pytest.mark.parametrize(
    ("assigned", "expected"),
    [(0, Standing.ON_TRACK), (-7, Standing.ON_TRACK), (-8, Standing.BEHIND)],
)
def test_nobody_is_expected_anywhere_in_the_first_week(sam: Enrolment, assigned: int, expected: Standing) -> None:
    assert standing(change(sam, assigned=assigned)) == expected


@pytest.mark.parametrize(
    ("assigned", "given", "expected"),
    [
        # One module of four is a quarter: 27 days less 7 are 20 of 80, just as many.
        (-27, 80, Standing.ON_TRACK),
        (-28, 80, Standing.BEHIND),
        (-27, 79, Standing.BEHIND),
        (-27, 81, Standing.ON_TRACK),
    ],
)
def test_the_time_used_is_held_against_the_modules_done(
    sam: Enrolment, assigned: int, given: int, expected: Standing
) -> None:
    do(sam, "trauma/first")
    assert standing(change(sam, assigned=assigned, due_on=days(assigned + given))) == expected


def test_half_a_module_is_none(sam: Enrolment) -> None:
    change(sam, assigned=-27, due_on=days(53))
    do(sam, "culture/first")
    assert standing(sam) == Standing.BEHIND
    do(sam, "culture/second")
    assert standing(sam) == Standing.ON_TRACK


def test_what_need_not_be_done_counts_on_neither_side(sam: Enrolment) -> None:
    change(sam, assigned=-27, due_on=days(53))
    do(sam, "optional/if-you-like", "trauma/more", "coercion/more")
    assert standing(sam) == Standing.BEHIND
    do(sam, "trauma/first")
    assert standing(sam) == Standing.ON_TRACK


def test_a_module_of_another_course_is_nobodys_step(sam: Enrolment) -> None:
    change(sam, assigned=-27, due_on=days(53))
    other = put_on(make_course("refresher"), sam.learner)
    make_lesson(make_module(other.course, "again"), "first")
    do(other, "again/first")
    do(put_on(sam.course, make_person("Cerys")), "trauma/first", "coercion/first")
    assert standing(sam) == Standing.BEHIND


def test_a_course_with_nothing_to_do_leaves_nobody_behind(sam: Enrolment) -> None:
    Lesson.objects.update(live=None)
    assert standing(change(sam, assigned=-100)) == Standing.ON_TRACK


@pytest.mark.parametrize(
    ("assigned_at", "expected"),
    [
        (datetime(2026, 6, 1, 22, 59, tzinfo=UTC), Standing.BEHIND),  # still 1 June in London
        (datetime(2026, 6, 1, 23, 0, tzinfo=UTC), Standing.ON_TRACK),  # already 2 June
    ],
)
def test_days_are_those_of_london(sam: Enrolment, assigned_at: datetime, expected: Standing) -> None:
    change(sam, assigned_at=assigned_at, due_on=date(2026, 12, 1))
    assert standing(sam, today=date(2026, 6, 9)) == expected


def test_what_was_closed_stands_nowhere(sam: Enrolment) -> None:
    change(sam, closed_at=NOON, closed_why="left", due_on=days(-1))
    assert standing(sam) is None


def test_all_of_it_is_one_query_for_any_number(sam: Enrolment, django_assert_num_queries: Any) -> None:
    expected = {sam.pk: Standing.BEHIND}
    for number in range(3):
        other = put_on(sam.course, make_person(f"Colleague{number}"))
        expected[change(other, due_on=days(-number - 1)).pk] = Standing.OVERDUE
    with django_assert_num_queries(1):
        rows = Enrolment.objects.annotate(standing=standing_on()).values_list("pk", "standing")
        assert dict(rows) == expected


def test_a_standing_can_be_asked_for(sam: Enrolment) -> None:
    found = Enrolment.objects.annotate(standing=standing_on()).filter(standing__in=[Standing.BEHIND])
    assert list(found) == [sam]
    assert not Enrolment.objects.annotate(standing=standing_on()).exclude(pk__in=found).exists()


def test_no_word_blames() -> None:
    words = " ".join(str(label).lower() for label in Standing.labels)
    assert {blame for blame in ("late", "fail", "behind", "overdue", "risk") if blame in words} == set()
