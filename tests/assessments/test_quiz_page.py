"""The page of a quiz, before an attempt and after."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from assessments.models import Attempt, Quiz
from courses.models import Lesson, LessonProgress
from tests.assessments.building import (
    QUIZ,
    at,
    learner_of,
    text,
)
from tests.courses.building import make_person

pytestmark = pytest.mark.django_db


def test_opening_the_quiz_starts_nothing_and_says_what_comes(client: Client, sam: User) -> None:
    page = text(client.get(QUIZ))
    assert Attempt.objects.count() == 0
    assert "Not started" in page
    assert "5 questions" in page
    assert "you need 80% of the points" in page
    assert "yours alone" in page
    assert "0%" not in page.replace("80%", "")
    assert "fail" not in page.lower()


def test_it_says_how_many_are_asked_where_the_bank_has_fewer(client: Client, sam: User, quiz: Quiz) -> None:
    quiz.slots.update(count=50)
    assert "10 questions" in text(client.get(QUIZ))


def test_a_quiz_without_questions_says_so_and_has_no_start(client: Client, sam: User, quiz: Quiz) -> None:
    quiz.slots.all().delete()
    page = client.get(QUIZ)
    assert "no questions yet" in text(page)
    assert b"/start/" not in page.content
    answer = client.post(f"/quizzes/{quiz.pk}/start/", follow=True)
    assert answer.redirect_chain == [(QUIZ, 302)]
    assert Attempt.objects.count() == 0


def test_start_leads_to_the_attempt_and_the_page_then_says_continue(client: Client, sam: User, quiz: Quiz) -> None:
    answer = client.post(f"/quizzes/{quiz.pk}/start/")
    attempt = Attempt.objects.get()
    assert answer["Location"] == at(attempt)
    page = client.get(QUIZ)
    assert "Under way" in text(page)
    assert at(attempt) in page.content.decode()
    assert client.post(f"/quizzes/{quiz.pk}/start/")["Location"] == at(attempt)


def test_only_a_post_starts(client: Client, sam: User, quiz: Quiz) -> None:
    assert client.get(f"/quizzes/{quiz.pk}/start/").status_code == 405
    assert Attempt.objects.count() == 0


def test_posting_complete_does_not_complete_a_quiz(client: Client, sam: User) -> None:
    client.post(f"{QUIZ}complete/", {"how": "passed"})
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()


def test_who_is_not_on_the_course_or_may_not_see_the_lesson_cannot_start(client: Client, quiz: Quiz) -> None:
    client.force_login(make_person("Stranger"))
    assert client.post(f"/quizzes/{quiz.pk}/start/").status_code == 404
    client.force_login(learner_of(quiz, "Robin")[0])
    Lesson.objects.filter(pk=quiz.lesson_id).update(live=None)
    assert client.post(f"/quizzes/{quiz.pk}/start/").status_code == 404
    assert Attempt.objects.count() == 0


def test_after_two_failures_the_page_says_when_to_try_again(client: Client, sam: User, quiz: Quiz) -> None:
    for _number in range(2):
        client.post(f"/quizzes/{quiz.pk}/start/")
        last = Attempt.objects.latest("pk")
        client.post(at(last, "submit/"), {"confirmed": "1"})
    for page in (client.get(QUIZ), client.get(at(last, "result/"))):
        assert "You can try again from" in text(page)
        assert b"/start/" not in page.content
    assert client.post(f"/quizzes/{quiz.pk}/start/")["Location"] == QUIZ
    assert Attempt.objects.count() == 2


def test_an_editor_looks_at_the_page_and_starts_nothing(client: Client, quiz: Quiz) -> None:
    editor = make_person("Edith", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="change_lesson"))
    client.force_login(editor)
    page = client.get(QUIZ)
    assert page.status_code == 200
    assert b"/start/" not in page.content
    assert client.post(f"/quizzes/{quiz.pk}/start/").status_code == 404
