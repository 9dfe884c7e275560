"""More time for a person who needs it, in quizzes that have a limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from assessments.attempting import time_limit
from assessments.models import Attempt, ExtraTime, Quiz
from courses.models import Enrolment
from tests.assessments.building import QUIZ, begin, text
from tests.courses.building import make_person
from tests.courses.editors import signed_in, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def timed(quiz: Quiz) -> Quiz:
    Quiz.objects.update(time_limit_minutes=20)
    quiz.refresh_from_db()
    return quiz


def given(attempt: Attempt) -> timedelta:
    assert attempt.deadline_at is not None
    return attempt.deadline_at - attempt.started_at


def test_who_has_extra_time_has_it_and_the_page_says_how_long(
    timed: Quiz, sam: User, enrolment: Enrolment, client: Client
) -> None:
    ExtraTime.objects.create(learner=sam, percent=50)
    assert "You have 30 minutes from when you start" in text(client.get(QUIZ))
    assert given(begin(timed, enrolment)) == timedelta(minutes=30)


def test_others_have_the_limit_as_it_is(timed: Quiz, sam: User, enrolment: Enrolment, client: Client) -> None:
    ExtraTime.objects.create(learner=make_person("Cerys"), percent=50)
    assert "You have 20 minutes from when you start" in text(client.get(QUIZ))
    assert given(begin(timed, enrolment)) == timedelta(minutes=20)


def test_without_a_limit_there_is_nothing_to_stretch(quiz: Quiz, sam: User) -> None:
    ExtraTime.objects.create(learner=sam, percent=50)
    assert time_limit(quiz, sam.pk) is None


def test_people_administrators_give_it_and_not_to_themselves_and_editors_see_nothing(sam: User) -> None:
    petra = with_role("Petra", "People administrator")
    people = signed_in(petra)
    add = "/administration/assessments/extratime/add/"
    assert people.post(add, {"learner": sam.pk, "percent": 25}).status_code == 302
    assert ExtraTime.objects.get().learner == sam
    assert people.post(add, {"learner": petra.pk, "percent": 25}).status_code == 200
    assert people.post(add, {"learner": sam.pk, "percent": 0}).status_code == 200
    assert ExtraTime.objects.count() == 1
    editor = signed_in(with_role("Eddie", "Editor"))
    assert editor.get("/administration/assessments/extratime/").status_code == 403
