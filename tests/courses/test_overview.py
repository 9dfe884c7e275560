"""The end of a module: what was covered, what comes next and how long it takes. Nothing cheers."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.courses.building import make_lesson, make_person, put_on, small_course

pytestmark = pytest.mark.django_db

MODULE = "/learn/induction/trauma/"
CHEERS = re.compile(r"!|congratulations|well done|great|hooray|amazing|🎉", re.IGNORECASE)


@pytest.fixture
def page(client: Client) -> str:
    """Sam has completed the first of two modules."""
    course = small_course()
    make_lesson(course.modules.get(key="coercion"), "quiz", kind="quiz", minutes=5)
    sam = make_person("Sam")
    put_on(course, sam)
    client.force_login(sam)
    for slug in ("family", "engagement"):
        client.post(f"{MODULE}{slug}/complete/")
    found = client.get(MODULE).content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found).split())


def test_it_says_what_was_covered_a_line_each(page: str) -> None:
    covered = " ".join(page.split("What you covered")[1].split())
    assert covered == "Lesson family What it is about. Complete Lesson engagement What it is about. Complete"


def test_it_says_what_comes_next_and_how_long_that_takes(page: str) -> None:
    assert "Next comes Module coercion: 1 lesson and a quiz, about 8 minutes of reading." in page


def test_nothing_cheers(page: str) -> None:
    assert CHEERS.findall(page) == []
