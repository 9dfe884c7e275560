"""An editor at the small course, and Sam, who learns on it and whom no editor may see."""

import pytest
from django.test import Client

from accounts.models import User
from courses.models import Course
from tests.courses.building import make_person, put_on, small_course
from tests.courses.editors import signed_in, with_role


@pytest.fixture
def course(db: None) -> Course:
    return small_course()


@pytest.fixture
def edda(db: None) -> User:
    return with_role("Edda", "Editor")


@pytest.fixture
def editor(edda: User) -> Client:
    return signed_in(edda)


@pytest.fixture
def sam(course: Course) -> User:
    sam = make_person("Sam-Canary")
    put_on(course, sam)
    return sam
