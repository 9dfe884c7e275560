"""What editors see of a lesson some time later: shares of ten people or more, and never anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assessments.models import Quiz, Refresher
from assessments.refreshing.answering import finish_refresher
from assessments.refreshing.making import refresh
from assessments.refreshing.remembering import Remembered, remembered, rounded
from courses.models import Lesson
from tests.assessments.building import learner_of, post, text
from tests.assessments.refreshing.building import PASSED, answers, pass_quiz
from tests.courses.editors import signed_in, with_role

pytestmark = pytest.mark.django_db


def people(quiz: Quiz, number: int, step: int, right: int, wrong: int, start: int = 0) -> None:
    """So many people, each of whom answers so much right and wrong at this step."""
    day = PASSED + timedelta(days=step)
    for each in range(start, start + number):
        learner, enrolment = learner_of(quiz, f"Canary{step}x{each}")
        pass_quiz(quiz, enrolment)
        # The steps before were let go.
        for before in (before for before in (7, 30, 90) if before < step):
            Refresher.objects.create(
                quiz=quiz, enrolment=enrolment, step=before, withheld_at=PASSED, withheld_why="away"
            )
        with time_machine.travel(day, tick=False):
            refresher = refresh(learner.pk, day.date())
            assert refresher
            finish_refresher(refresher.pk, post(answers(refresher, right, wrong)))


@pytest.fixture
def fear(quiz: Quiz) -> Lesson:
    """The only lesson with questions, so that every question is about it."""
    quiz.lesson.module.lessons.get(slug="threats").questions.all().update(state="retired")
    return Lesson.objects.get(slug="fear")


@pytest.mark.both_databases
def test_the_share_of_points_of_ten_people_after_30_and_90_days(quiz: Quiz, fear: Lesson) -> None:
    people(quiz, 10, 30, right=3, wrong=1)
    people(quiz, 10, 90, right=1, wrong=1)
    assert remembered(fear.pk) == [Remembered(30, 75), Remembered(90, 50)]
    assert remembered(quiz.lesson_id) == [Remembered(30, None), Remembered(90, None)]


def test_of_nine_people_nothing_is_told(quiz: Quiz, fear: Lesson) -> None:
    people(quiz, 9, 30, right=5, wrong=0)
    assert remembered(fear.pk) == [Remembered(30, None), Remembered(90, None)]
    people(quiz, 1, 30, right=0, wrong=5, start=9)
    assert remembered(fear.pk) == [Remembered(30, 90), Remembered(90, None)]


def test_what_was_left_out_and_what_came_after_a_week_count_for_nothing(quiz: Quiz, fear: Lesson) -> None:
    people(quiz, 9, 30, right=1, wrong=0)
    people(quiz, 1, 30, right=0, wrong=0, start=9)
    people(quiz, 10, 7, right=0, wrong=5)
    assert remembered(fear.pk) == [Remembered(30, None), Remembered(90, None)]


def test_one_person_ten_times_is_one_person(quiz: Quiz, fear: Lesson) -> None:
    people(quiz, 1, 30, right=5, wrong=0)
    enrolment = Refresher.objects.filter(step=30).get().enrolment
    for _again in range(9):
        enrolment.pk, enrolment.closed_at, enrolment.closed_why = None, PASSED, "replaced"
        enrolment.save()
        refresher = Refresher.objects.create(quiz=quiz, enrolment=enrolment, step=30, ready_on=PASSED.date())
        first = Refresher.objects.filter(step=30).earliest("pk").questions.first()
        refresher.questions.create(version=first.version, place=1, points=1, maximum=1, given=[1])
    assert remembered(fear.pk) == [Remembered(30, None), Remembered(90, None)]


def test_shares_are_rounded_so_that_one_answer_can_t_be_read_from_them() -> None:
    assert [rounded(points, 50) for points in (0, 1, 24, 25, 26, 49, 50)] == [0, 0, 50, 50, 50, 100, 100]


def test_it_takes_one_query(quiz: Quiz, fear: Lesson, django_assert_num_queries: Any) -> None:
    people(quiz, 2, 30, right=5, wrong=0)
    with django_assert_num_queries(1):
        remembered(fear.pk)


def lesson_page(client: Client, lesson: Lesson) -> str:
    return text(client.get(reverse("admin:courses_lesson_change", args=[lesson.pk])))


def test_an_editor_reads_it_on_the_lesson_s_page_and_sees_nobody(quiz: Quiz, fear: Lesson) -> None:
    people(quiz, 10, 30, right=3, wrong=1)
    people(quiz, 9, 90, right=5, wrong=0)
    page = lesson_page(signed_in(with_role("Edda", "Editor")), fear)
    assert "After 30 days: about 75% of the points." in page
    assert "After 90 days: shown once 10 different people have answered." in page
    assert "anary" not in page


def test_a_new_lesson_has_nothing_to_show(quiz: Quiz) -> None:
    editor = signed_in(with_role("Edda", "Editor"))
    page = text(editor.get(reverse("admin:courses_lesson_add")))
    assert "Still known later" not in page
