"""Showing what one knows: passing a module's quiz before its lessons are read."""

from __future__ import annotations

import pytest
from django.test import Client

from assessments.grading import submit_attempt
from assessments.models import Quiz
from courses.completing import complete_lesson
from courses.models import Enrolment, How, Lesson, LessonProgress, ModuleProgress
from tests.assessments.building import (
    QUIZ,
    answers_to,
    at,
    begin,
    course_with_quiz,
    learner_of,
    make_person,
    post,
    put_on,
    text,
)
from tests.courses.building import make_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    """Coercion: fear and threats to read, an optional lesson, and the quiz."""
    quiz = course_with_quiz(may_come_first=True)
    make_lesson(quiz.lesson.module, "further", required=False)
    return quiz


@pytest.fixture
def sam(quiz: Quiz, client: Client) -> Enrolment:
    person, enrolment = learner_of(quiz)
    client.force_login(person)
    return enrolment


def take(quiz: Quiz, enrolment: Enrolment, right: int) -> int:
    attempt = begin(quiz, enrolment)
    submit_attempt(attempt.pk, post(answers_to(attempt, right=right, wrong=5 - right)), confirmed=True)
    return attempt.pk


def completed(enrolment: Enrolment) -> dict[str, str]:
    rows = LessonProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
    return dict(rows.values_list("lesson__slug", "how"))


def test_passing_first_is_done_with_the_lessons_and_recorded_as_shown(quiz: Quiz, sam: Enrolment) -> None:
    cerys = put_on(quiz.lesson.module.course, make_person("Cerys"))
    take(quiz, sam, right=5)
    assert completed(sam) == {"fear": How.SHOWN, "threats": How.SHOWN, "quiz": How.PASSED}
    assert ModuleProgress.objects.get(enrolment=sam).completed_at is not None
    assert completed(cerys) == {}


def test_what_was_read_before_stays_as_it_was_recorded(quiz: Quiz, sam: Enrolment) -> None:
    fear = Lesson.objects.get(slug="fear")
    assert fear.live_id
    complete_lesson(sam.pk, fear.pk, fear.live_id, How.READ)
    take(quiz, sam, right=5)
    assert completed(sam) == {"fear": How.READ, "threats": How.SHOWN, "quiz": How.PASSED}


def test_failing_first_changes_nothing(quiz: Quiz, sam: Enrolment) -> None:
    take(quiz, sam, right=3)
    assert completed(sam) == {}


def test_where_the_service_wants_lessons_read_passing_completes_the_quiz_alone(quiz: Quiz, sam: Enrolment) -> None:
    Quiz.objects.update(may_come_first=False)
    take(quiz, sam, right=5)
    assert completed(sam) == {"quiz": How.PASSED}


def test_an_unpublished_lesson_is_not_shown(quiz: Quiz, sam: Enrolment) -> None:
    Lesson.objects.filter(slug="threats").update(live=None)
    attempt = begin(quiz, sam)
    submit_attempt(attempt.pk, post(answers_to(attempt, right=5)), confirmed=True)
    assert completed(sam) == {"fear": How.SHOWN, "quiz": How.PASSED}


def test_the_module_offers_it_until_a_lesson_is_done(quiz: Quiz, sam: Enrolment, client: Client) -> None:
    module = "/learn/induction/coercion/"
    assert "Show what you know" in client.get(module).content.decode()
    fear = Lesson.objects.get(slug="fear")
    assert fear.live_id
    complete_lesson(sam.pk, fear.pk, fear.live_id, How.READ)
    assert "Show what you know" not in client.get(module).content.decode()
    assert "Show what you know" not in client.get("/learn/induction/trauma/").content.decode()


def test_the_quiz_says_what_passing_does_before_it_is_begun(quiz: Quiz, sam: Enrolment, client: Client) -> None:
    assert "You have not done 2 lessons of this module." in text(client.get(QUIZ))
    Quiz.objects.update(may_come_first=False)
    assert "You have not done" not in text(client.get(QUIZ))


def test_the_result_says_what_counts_as_done_and_leads_to_the_services_own_procedure(
    quiz: Quiz, sam: Enrolment, client: Client
) -> None:
    Lesson.objects.filter(slug="threats").update(wants_local_note=True)
    attempt = begin(quiz, sam)
    client.post(at(attempt, "submit/"), {**answers_to(attempt, right=5), "confirmed": "1"})
    page = text(client.get(at(attempt, "result/")))
    assert "2 lessons of this module count as done because you passed first" in page
    assert "how it is done where you work" in page
    assert page.count("Lesson threats") >= 1
