"""How many queries a page may take, with few questions and with many. Sign-in, session and settings are counted too."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.assessments.building import (
    QUIZ,
    answers_to,
    at,
    begin,
    course_with_quiz,
    learner_of,
    make_question,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [3, 20])
def test_the_quiz_and_the_attempt_take_eight_queries_at_most(
    client: Client, size: int, django_assert_max_num_queries: Any
) -> None:
    quiz = course_with_quiz(count=size, per_lesson=20)
    sam, enrolment = learner_of(quiz)
    client.force_login(sam)
    client.get("/learn/induction/coercion/")  # the process has read the outline
    with django_assert_max_num_queries(8):
        assert client.get(QUIZ).status_code == 200
    attempt = begin(quiz, enrolment)
    client.post(at(attempt, "answers/"), answers_to(attempt, right=size - 1))
    with django_assert_max_num_queries(8):
        assert client.get(at(attempt)).status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(QUIZ).status_code == 200
    client.post(at(attempt, "submit/"), {"confirmed": "1"})
    with django_assert_max_num_queries(11):
        assert client.get(at(attempt, "result/")).status_code == 200


def test_a_long_bank_asks_no_more_queries_to_start(client: Client, django_assert_max_num_queries: Any) -> None:
    quiz = course_with_quiz(count=20, per_lesson=20)
    make_question(quiz.lesson.module.lessons.get(slug="fear"), 99)
    sam, _enrolment = learner_of(quiz)
    client.force_login(sam)
    with django_assert_max_num_queries(20):
        assert client.post(f"/quizzes/{quiz.pk}/start/").status_code == 302
