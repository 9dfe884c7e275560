"""Sam, who is on a course with a quiz, and an attempt of Sam's."""

import pytest
from django.test import Client

from accounts.models import User
from assessments.models import Attempt, Quiz
from courses.models import Enrolment
from tests.assessments.building import begin, course_with_quiz, learner_of


@pytest.fixture
def quiz(db: None) -> Quiz:
    """Draws five of the ten questions of the module coercion."""
    return course_with_quiz()


@pytest.fixture
def enrolment(quiz: Quiz) -> Enrolment:
    return learner_of(quiz)[1]


@pytest.fixture
def sam(enrolment: Enrolment, client: Client) -> User:
    client.force_login(enrolment.learner)
    return enrolment.learner


@pytest.fixture
def attempt(quiz: Quiz, enrolment: Enrolment, sam: User) -> Attempt:
    return begin(quiz, enrolment)
