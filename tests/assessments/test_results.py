"""The result of an attempt."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from assessments.models import Attempt, Quiz
from courses.models import Enrolment, Lesson
from tests.assessments.building import (
    answers_to,
    at,
    begin,
    choice_of,
    text,
)

pytestmark = pytest.mark.django_db


def test_a_pass_says_so_exactly_and_leads_on(client: Client, attempt: Attempt) -> None:
    for slug in ("fear", "threats"):
        client.post(f"/learn/induction/coercion/{slug}/complete/", {"how": "read"})
    client.post(at(attempt, "submit/"), answers_to(attempt, right=4, wrong=1))
    answer = client.get(at(attempt, "result/"))
    page = text(answer)
    assert "4/5 Passed The pass mark is 4. The module is complete. 1 answer is worth another look." in page
    assert "Next module" in page
    assert 'href="/learn/induction/trauma/"' in answer.content.decode()
    assert page.count(" Correct ") == 4
    assert page.count("Not quite") == 1
    assert "Try again" not in page


def test_a_pass_with_lessons_left_leads_to_the_next_of_them(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=5))
    answer = client.get(at(attempt, "result/"))
    assert "Next: Lesson fear" in text(answer)
    assert "The module is complete" not in text(answer)


def test_not_passing_is_said_kindly_with_the_lessons_to_look_at_again(client: Client, attempt: Attempt) -> None:
    missed = attempt.questions.as_paper()[4]  # type: ignore[attr-defined]
    Attempt.objects.update(pass_mark=100)
    client.post(at(attempt, "submit/"), answers_to(attempt, right=4, wrong=1))
    answer = client.get(at(attempt, "result/"))
    page = text(answer)
    assert "4/5 Not passed yet The pass mark is 5." in page
    assert not re.search(r"\bfail|\bwrong\b", page.lower())
    html = answer.content.decode()
    again = html.partition("What to do next")[2].partition("</section>")[0]
    assert re.findall(r'<li><a href="([^"]+)"', again) == [
        f"/learn/induction/coercion/{missed.version.question.lesson.slug}/"
    ]
    assert f"/quizzes/{attempt.quiz_id}/start/" in html
    assert "Try again" in page


def test_every_option_has_its_feedback_and_every_question_its_lesson(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=3, wrong=1) | {"confirmed": "1"})
    html = client.get(at(attempt, "result/")).content.decode()
    for asked in attempt.questions.as_paper():  # type: ignore[attr-defined]
        for choice in asked.choices:
            assert html.count(choice.text) == html.count(choice.feedback) == 1
        section = html.partition(f'aria-labelledby="question-{asked.place}"')[2].partition("</section>")[0]
        right = choice_of(asked)
        assert ("Answer:" in section.replace("Your answer:", "")) is (asked.place > 3)
        told, _summary, others = section.partition("About the other options")
        assert right.text in told
        assert told.count("Your answer:") == (asked.place <= 4)
        assert others.count("answer-feedback") == (1 if asked.place == 4 else 2)
        assert f"Go back to the lesson: Lesson {asked.version.question.lesson.slug}" in section
    assert html.count("Not answered") == 1


def test_an_unpublished_lesson_is_not_linked(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=0, wrong=5))
    Lesson.objects.filter(slug="fear").update(live=None)
    course = Lesson.objects.get(slug="fear").module.course
    type(course).objects.update(outline_stamp="00000000-0000-0000-0000-000000000001")
    html = client.get(at(attempt, "result/")).content.decode()
    assert "coercion/fear/" not in html
    assert "coercion/threats/" in html


def test_a_result_is_still_there_after_leaving_the_course(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=0, wrong=5))
    Enrolment.objects.update(closed_at=timezone.now(), closed_why="left")
    page = client.get(at(attempt, "result/"))
    assert page.status_code == 200
    assert b"/start/" not in page.content


def test_a_quiz_may_keep_what_is_right_until_it_is_passed(client: Client, sam: User, quiz: Quiz) -> None:
    Quiz.objects.update(shows=Quiz.Shows.AFTER_PASSING, wait_minutes=0)
    enrolment = sam.enrolments.get()
    failed = begin(quiz, enrolment)
    client.post(at(failed, "submit/"), {**answers_to(failed, right=1, wrong=4), "confirmed": "1"})
    page = text(client.get(at(failed, "result/")))
    assert "is shown once you have passed" in page
    assert page.count("Your answer:") == 5
    assert page.count("Just so") == 1
    assert "About the other options" not in page
    passed = begin(quiz, enrolment)
    client.post(at(passed, "submit/"), {**answers_to(passed, right=5), "confirmed": "1"})
    page = text(client.get(at(failed, "result/")))
    assert "is shown once you have passed" not in page
    assert page.count("Just so") == 5
