"""Answering a refresher: once, as it was asked, and counted nowhere."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from assessments.attempting import NoLongerOpen
from assessments.models import Attempt, Question, QuestionVersion, Refresher, RefresherQuestion
from assessments.models.refreshers import RefresherQuerySet
from assessments.question_types import Refused
from assessments.refreshing import answering
from assessments.refreshing.answering import finish_refresher, open_refresher, read_questions
from assessments.regrading import carry_out, request_correction
from assessments.writing import write_version
from courses.models import Enrolment, LessonProgress, ModuleProgress
from tests.assessments.building import options, post
from tests.assessments.refreshing.building import answers, points
from tests.racing import race

pytestmark = pytest.mark.django_db


def finish(refresher: Refresher, right: int, wrong: int = 0) -> Refresher:
    return finish_refresher(refresher.pk, post(answers(refresher, right, wrong)))


def test_what_is_answered_has_points_and_what_is_left_out_has_none(refresher: Refresher) -> None:
    assert finish(refresher, right=2, wrong=1).is_finished
    assert points() == [(1, 1), (1, 1), (0, 1), (None, None), (None, None)]


def test_nothing_at_all_may_be_answered(refresher: Refresher) -> None:
    assert finish(refresher, right=0).is_finished
    assert set(points()) == {(None, None)}


def test_nothing_of_one_s_learning_changes_by_it(refresher: Refresher) -> None:
    def learning() -> list[Any]:
        tables = (Attempt, Enrolment, LessonProgress, ModuleProgress)
        return [list(table.objects.order_by("pk").values()) for table in tables]

    before = learning()
    finish(refresher, right=0, wrong=5)
    assert learning() == before


def test_finishing_again_changes_nothing(refresher: Refresher) -> None:
    first = finish(refresher, right=1)
    before = list(RefresherQuestion.objects.order_by("place").values())
    assert finish(refresher, right=5).finished_at == first.finished_at
    assert list(RefresherQuestion.objects.order_by("place").values()) == before


def test_what_was_never_offered_is_refused_and_nothing_kept(refresher: Refresher) -> None:
    foreign = QuestionVersion.objects.exclude(refreshed__refresher=refresher).first()
    assert foreign
    good = answers(refresher, right=4)
    for bad in ({"question-5": str(foreign.choices.all()[0].pk)}, {"question-6": "1"}, {"question-1": "x"}):
        with pytest.raises(Refused):
            finish_refresher(refresher.pk, post(good | bad))
    refresher.refresh_from_db()
    assert not refresher.is_finished
    assert set(points()) == {(None, None)}


def test_one_that_was_let_go_takes_no_answers(refresher: Refresher) -> None:
    Refresher.objects.all().withhold("left", timezone.now())
    with pytest.raises(NoLongerOpen):
        finish(refresher, right=5)
    assert set(points()) == {(None, None)}


def test_on_a_closed_enrolment_neither(refresher: Refresher) -> None:
    Enrolment.objects.update(closed_at=timezone.now(), closed_why="left")
    with pytest.raises(NoLongerOpen):
        finish(refresher, right=5)


def test_it_is_answered_as_it_was_asked_though_it_was_edited_and_retired(refresher: Refresher) -> None:
    posted = answers(refresher, right=5)
    for question in Question.objects.all():
        turned = options(question.key)
        turned[1]["is_right"], turned[0]["is_right"] = False, True
        write_version(question, kind="single", stem="The other way round?", choices=turned, state="retired")
    finish_refresher(refresher.pk, post(posted))
    assert points() == [(1, 1)] * 5
    assert all(asked.version.stem != "The other way round?" for asked in read_questions(refresher))


@pytest.mark.parametrize("answered_before", [False, True])
def test_a_key_that_was_wrong_and_is_put_right_holds_here_too(refresher: Refresher, answered_before: bool) -> None:
    posted = answers(refresher, right=5)
    if answered_before:
        finish_refresher(refresher.pk, post(posted))
    question = read_questions(refresher)[2].version.question
    wrong = question.live
    rows = [{**row, "is_right": order == 0} for order, row in enumerate(options(question.key))]
    right = write_version(question, kind="single", stem=wrong.stem, choices=rows)
    carry_out(request_correction(wrong, right, None).pk)
    if not answered_before:
        finish_refresher(refresher.pk, post(posted))
    assert points() == [(1, 1), (1, 1), (0, 1), (1, 1), (1, 1)]
    shown = read_questions(refresher)[2].feedback()
    assert [row.text for row in shown if row.right] == [f"{question.key} first"]


def test_opening_is_noted_once_and_only_while_it_waits(refresher: Refresher, clock: Any) -> None:
    open_refresher(refresher.pk)
    clock.shift(60)
    open_refresher(refresher.pk)
    refresher.refresh_from_db()
    assert refresher.opened_at == timezone.now() - timedelta(seconds=60)
    Refresher.objects.update(opened_at=None, withheld_at=timezone.now(), withheld_why="left")
    open_refresher(refresher.pk)
    refresher.refresh_from_db()
    assert refresher.opened_at is None


# --- All at once -------------------------------------------------------------------------------------------------


def finish_in_process(refresher_id: int, posted: dict[str, str]) -> bool:
    """Whether this process kept its answers."""
    with mock.patch.object(answering, "keep_answers", wraps=answering.keep_answers) as keep:
        finish_refresher(refresher_id, post(posted))
    return keep.called


def two_tabs(refresher: Refresher, verb: Any, times: int) -> list[bool]:
    """As often at once, with every answer right and with every answer wrong."""
    both = [answers(refresher, right=5), answers(refresher, right=0, wrong=5)]
    return race(*[(verb, refresher.pk, posted) for posted in both * times])


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_and_many_clicks_one_is_kept_whole(refresher: Refresher) -> None:
    assert two_tabs(refresher, finish_in_process, times=4).count(True) == 1
    assert points() in ([(1, 1)] * 5, [(0, 1)] * 5)


def unheld(refresher_id: int) -> Refresher:
    return Refresher.objects.select_related("enrolment").get(pk=refresher_id)


def finish_unheld(refresher_id: int, posted: dict[str, str]) -> bool:
    """Without holding the row, nor asking beforehand whether it is finished."""
    with (
        mock.patch.object(answering, "lock_refresher", unheld),
        mock.patch.object(Refresher, "is_finished", False),
    ):
        return finish_in_process(refresher_id, posted)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_finishing_only_what_waits_is_enough_by_itself(refresher: Refresher) -> None:
    assert two_tabs(refresher, finish_unheld, times=4).count(True) == 1


def finish_unguarded(refresher_id: int, posted: dict[str, str]) -> bool:
    """As it would be without either guard."""

    def at_any_time(rows: RefresherQuerySet, now: datetime) -> bool:
        time.sleep(0.05)
        return rows.update(finished_at=now, opened_at=now) == 1

    with mock.patch.object(RefresherQuerySet, "finish", at_any_time):
        return finish_unheld(refresher_id, posted)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_without_the_guards_the_same_race_keeps_more_than_one(refresher: Refresher) -> None:
    """The control: what the race above would show if nothing held it."""
    assert two_tabs(refresher, finish_unguarded, times=4).count(True) > 1
