"""Completing a lesson: once, in one transaction, and never undone."""

from __future__ import annotations

import time
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from accounts.models import User
from courses import completing
from courses.completing import Completion, EnrolmentClosed, complete_lesson, revision_read
from courses.enrolling import enrol
from courses.models import Course, Enrolment, How, LessonProgress, ModuleProgress
from courses.publishing import publish
from courses.signals import course_completed
from tests.courses.building import CONTENT, lesson, make_lesson, make_person, put_on, small_course
from tests.racing import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return small_course()


@pytest.fixture
def sam() -> User:
    return make_person("Sam")


@pytest.fixture
def enrolment(course: Course, sam: User) -> Enrolment:
    return put_on(course, sam)


def complete(enrolment: Enrolment, key: str, how: How = How.READ) -> Completion:
    done = lesson(key)
    assert done.live_id
    return complete_lesson(enrolment.pk, done.pk, done.live_id, how)


def test_a_lesson_is_recorded_with_the_revision_read_and_how(enrolment: Enrolment) -> None:
    assert complete(enrolment, "trauma/family", How.ELSEWHERE) == Completion(lesson=True)
    rows = LessonProgress.objects.values_list("lesson__key", "revision", "how")
    assert list(rows) == [("trauma/family", lesson("trauma/family").live_id, How.ELSEWHERE)]
    assert list(ModuleProgress.objects.values_list("module__key", "done", "completed_at")) == [("trauma", 1, None)]
    enrolment.refresh_from_db()
    assert enrolment.started_at is not None
    assert enrolment.completed_at is None


def test_completing_twice_keeps_the_first_record(enrolment: Enrolment) -> None:
    complete(enrolment, "trauma/family")
    first = LessonProgress.objects.values().get()
    assert complete(enrolment, "trauma/family", How.TOGETHER) == Completion()
    assert LessonProgress.objects.values().get() == first


def test_the_last_lesson_of_a_module_completes_it_and_the_last_of_all_the_course(enrolment: Enrolment) -> None:
    announced: list[Enrolment] = []

    def hear(enrolment: Enrolment, **kwargs: Any) -> None:
        assert connection.in_atomic_block, "a receiver must write in the same transaction"
        announced.append(enrolment)

    course_completed.connect(hear)
    try:
        assert complete(enrolment, "trauma/family") == Completion(True, False, False)
        assert complete(enrolment, "trauma/engagement") == Completion(True, True, False)
        assert announced == []
        assert complete(enrolment, "coercion/fear") == Completion(True, True, True)
        assert complete(enrolment, "coercion/fear") == Completion()
    finally:
        course_completed.disconnect(hear)
    assert announced == [enrolment]
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None
    assert enrolment.expires_on is not None
    assert enrolment.expires_on.year == enrolment.completed_at.year + 2


def test_an_optional_lesson_neither_completes_nor_holds_up_a_module(course: Course, enrolment: Enrolment) -> None:
    make_lesson(course.modules.get(key="trauma"), "aside", required=False)
    assert complete(enrolment, "trauma/aside") == Completion(True, False, False)
    complete(enrolment, "trauma/family")
    assert complete(enrolment, "trauma/engagement") == Completion(True, True, False)
    assert list(ModuleProgress.objects.values_list("done", flat=True)) == [2]


def test_a_module_without_a_published_required_lesson_is_never_complete(course: Course, enrolment: Enrolment) -> None:
    make_lesson(course.modules.get(key="respect"), "extra", required=False)
    assert complete(enrolment, "respect/extra") == Completion(True, False, False)
    assert ModuleProgress.objects.filter(completed_at__isnull=False).count() == 0


def test_a_lesson_added_later_has_to_be_done_but_takes_no_module_away(course: Course, enrolment: Enrolment) -> None:
    complete(enrolment, "coercion/fear")
    make_lesson(course.modules.get(key="coercion"), "new")
    complete(enrolment, "trauma/family")
    assert complete(enrolment, "trauma/engagement").course is False
    coercion = ModuleProgress.objects.get(module__key="coercion")
    assert coercion.completed_at is not None
    assert complete(enrolment, "coercion/new") == Completion(True, False, True)


def test_others_progress_counts_for_nobody_else(course: Course, enrolment: Enrolment) -> None:
    theirs = put_on(course, make_person("Cerys"))
    for key in ("trauma/family", "trauma/engagement", "coercion/fear"):
        complete(theirs, key)
    assert complete(enrolment, "coercion/fear") == Completion(True, True, False)


def test_nothing_is_recorded_on_a_closed_enrolment(enrolment: Enrolment) -> None:
    Enrolment.objects.update(closed_at="2026-01-01T00:00Z", closed_why="left")
    with pytest.raises(EnrolmentClosed):
        complete(enrolment, "trauma/family")
    assert LessonProgress.objects.count() == 0


def test_a_receiver_that_fails_takes_the_completion_with_it(enrolment: Enrolment) -> None:
    complete(enrolment, "trauma/family")
    complete(enrolment, "trauma/engagement")

    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    course_completed.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            complete(enrolment, "coercion/fear")
    finally:
        course_completed.disconnect(fail)
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 2
    assert Enrolment.objects.get().completed_at is None


def test_the_database_refuses_a_completion_that_does_not_say_how(enrolment: Enrolment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonProgress.objects.create(
            enrolment=enrolment, lesson=lesson("trauma/family"), completed_at="2026-01-01T00:00Z"
        )


def test_the_revision_read_is_the_one_claimed_only_if_learners_could_read_it(enrolment: Enrolment) -> None:
    family = lesson("trauma/family")
    assert family.live
    old = family.live
    new = publish(family, {**CONTENT, "body": "<p>Another text.</p>"})
    elsewhere = lesson("coercion/fear").live_id
    assert revision_read(family.pk, str(old.pk), new) == old.pk
    for claimed in (None, "", "-1", "²", "9" * 30, "nonsense", str(elsewhere)):
        assert revision_read(family.pk, claimed, new) == new.pk


def complete_by_ids(*ids: int) -> tuple[bool, bool, bool]:
    completion = complete_lesson(*ids, How.READ)
    return completion.lesson, completion.module, completion.course


def complete_unguarded(*ids: int) -> tuple[bool, bool, bool]:
    """The guards off: PostgreSQL locks no row, SQLite's transaction begins as a reader; and counting takes its time."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"
    count = completing._count

    def count_slowly(*arguments: Any) -> tuple[bool, bool]:
        found = count(*arguments)
        time.sleep(1)
        return found

    with (
        mock.patch.object(QuerySet, "select_for_update", lambda queryset, of=(): queryset),
        mock.patch.object(completing, "_count", count_slowly),
    ):
        return complete_by_ids(*ids)


def two_lessons_from_the_end() -> tuple[Enrolment, list[tuple[int, int, int]]]:
    """Somebody with two lessons left, and what completes each of them."""
    enrolment = enrol(make_person("Sam"), small_course())
    complete(enrolment, "trauma/family")
    left = [lesson("trauma/engagement"), lesson("coercion/fear")]
    return enrolment, [(enrolment.pk, each.pk, each.live_id or 0) for each in left]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_two_last_lessons_completed_at_once_complete_the_course_once() -> None:
    enrolment, left = two_lessons_from_the_end()
    found = race(*[(complete_by_ids, *ids) for ids in left])
    assert sorted(course for _, _, course in found) == [False, True]
    enrolment.refresh_from_db()
    assert enrolment.completed_at is not None


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_control_without_the_guards_the_course_would_stay_open_or_a_request_fail() -> None:
    enrolment, left = two_lessons_from_the_end()
    if connection.vendor == "sqlite":
        with pytest.raises(AssertionError, match="database is locked"):
            race(*[(complete_unguarded, *ids) for ids in left])
    else:
        assert [course for _, _, course in race(*[(complete_unguarded, *ids) for ids in left])] == [False, False]
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_eight_times_the_same_lesson_at_once_is_recorded_once() -> None:
    enrolment = enrol(make_person("Sam"), small_course())
    family = lesson("trauma/family")
    found = race(*[(complete_by_ids, enrolment.pk, family.pk, family.live_id)] * 8)
    assert sorted(found) == [(False, False, False)] * 7 + [(True, False, False)]
    assert LessonProgress.objects.count() == 1
    assert ModuleProgress.objects.get().done == 1
