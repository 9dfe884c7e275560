"""Two tabs that report in the same moment, and a report while the button is pressed."""

from __future__ import annotations

import time
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from courses import watching
from courses.completing import complete_lesson
from courses.models import Coverage, Enrolment, How, WatchSession
from courses.watching import note_watching
from tests.courses.building import lesson
from tests.courses.watching import (
    FEAR,
    ONE_TAB,
    OTHER_TAB,
    completed,
    film,
    noted,
    outline,
    report,
    someone_with_a_film,
)
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def sam(transactional_db: None) -> User:
    return someone_with_a_film()


def tell_by_ids(enrolment_id: int, link_id: int, token: UUID, start: float, end: float) -> list[list[float]]:
    return note_watching(enrolment_id, outline(FEAR), link_id, report((start, end), token=token)).intervals


def tell_unguarded(*ids: Any) -> list[list[float]]:
    """The guards off: PostgreSQL locks no row, SQLite's transaction begins as a reader; and merging takes its time."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"

    def merge_slowly(*watched: Any) -> list[list[float]]:
        time.sleep(1)
        return merge(*watched)

    merge = watching.merge
    with (
        mock.patch.object(QuerySet, "select_for_update", lambda queryset, of=(): queryset),
        mock.patch.object(watching, "merge", merge_slowly),
    ):
        return tell_by_ids(*ids)


def two_tabs(sam: User) -> list[tuple[int, int, UUID, float, float]]:
    """Both tabs are known, and each has played another part of the film, with a second in common."""
    enrolment = Enrolment.objects.get(learner=sam)
    for token in (ONE_TAB, OTHER_TAB):
        note_watching(enrolment.pk, outline(FEAR), film().pk, report(token=token))
    WatchSession.objects.update(last_sequence=0)
    return [(enrolment.pk, film().pk, ONE_TAB, 10, 14), (enrolment.pk, film().pk, OTHER_TAB, 13, 17)]


def test_two_tabs_at_once_lose_nothing_and_count_what_they_share_once(sam: User):
    race(*[(tell_by_ids, *tab) for tab in two_tabs(sam)])
    assert noted() == [[10, 17]]
    assert set(WatchSession.objects.values_list("token", "last_sequence")) == {(ONE_TAB, 1), (OTHER_TAB, 1)}


def test_control_without_the_guards_one_tab_would_undo_the_other_or_a_request_fail(sam: User):
    tabs = two_tabs(sam)
    if connection.vendor == "sqlite":
        with pytest.raises(AssertionError, match="database is locked"):
            race(*[(tell_unguarded, *tab) for tab in tabs])
    else:
        race(*[(tell_unguarded, *tab) for tab in tabs])
    assert noted() in ([[10, 14]], [[13, 17]])


def test_the_first_reports_of_eight_tabs_at_once_make_one_coverage(sam: User):
    enrolment = Enrolment.objects.get()
    race(*[(tell_by_ids, enrolment.pk, film().pk, UUID(int=number), 0, 4) for number in range(8)])
    assert noted() == [[0, 4]]
    assert WatchSession.objects.count() == 8


def test_a_report_and_the_button_at_once_leave_no_seconds_behind(sam: User):
    ids = Enrolment.objects.get().pk, lesson(FEAR).pk, lesson(FEAR).live_id, How.READ
    tabs = [(tell_by_ids, ids[0], film().pk, UUID(int=number), 0, 4) for number in range(4)]
    race(*tabs, (press, *ids), *tabs)
    assert (Coverage.objects.count(), completed()) == (0, [(FEAR, How.READ)])


def press(*ids: Any) -> bool:
    return complete_lesson(*ids).lesson
