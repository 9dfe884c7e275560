"""The lessons to do before meeting a child: first in what is suggested, and never in the way of the rest."""

from __future__ import annotations

import pytest
from django.test import Client

from courses.completing import complete_lesson
from courses.models import Enrolment, How, Lesson
from tests.courses.building import make_course, make_lesson, make_module, make_person, put_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(client: Client) -> Enrolment:
    """A course whose first week goes from hello to threats (in coercion) to manners (in respect)."""
    course = make_course()
    welcome, trauma = make_module(course, "welcome", "around"), make_module(course, "trauma")
    coercion, respect = make_module(course, "coercion"), make_module(course, "respect", "values")
    make_lesson(welcome, "hello", required=False)
    for module, slugs in ((trauma, ("family",)), (coercion, ("fear", "threats", "quiet")), (respect, ("manners",))):
        for slug in slugs:
            make_lesson(module, slug)
    for number, slug in enumerate(("hello", "threats", "manners"), start=1):
        Lesson.objects.filter(slug=slug).update(first_week=number)
    person = make_person("Sam")
    client.force_login(person)
    return put_on(course, person)


def url(slug: str) -> str:
    lesson = Lesson.objects.select_related("module").get(slug=slug)
    return f"/learn/induction/{lesson.module.slug}/{slug}/"


def complete(enrolment: Enrolment, *slugs: str) -> None:
    for lesson in Lesson.objects.filter(slug__in=slugs):
        complete_lesson(enrolment.pk, lesson.pk, lesson.live_id or 0, How.READ)


def start(client: Client) -> str:
    return client.post("/learn/induction/start/").headers["Location"]


def finish(client: Client, slug: str) -> str:
    """Where completing a lesson leads."""
    return client.post(f"{url(slug)}complete/", {"reflection": ""}).headers["Location"]


def test_it_begins_with_the_welcome_and_goes_on_through_the_week(sam: Enrolment, client: Client) -> None:
    assert start(client) == url("hello")
    assert finish(client, "hello") == url("threats")
    assert finish(client, "threats") == url("manners")
    assert finish(client, "manners") == "/learn/induction/respect/"
    assert start(client) == url("family")


def test_somebody_on_the_way_is_not_sent_back_to_the_welcome(sam: Enrolment, client: Client) -> None:
    complete(sam, "family")
    assert start(client) == url("threats")


def test_a_lesson_outside_the_week_goes_on_in_its_own_module(sam: Enrolment, client: Client) -> None:
    assert finish(client, "fear") == url("threats")
    complete(sam, "hello", "threats", "manners")
    assert finish(client, "threats") == url("quiet")


def test_at_the_end_of_the_week_what_was_skipped_comes_back(sam: Enrolment, client: Client) -> None:
    complete(sam, "hello")
    assert finish(client, "manners") == url("threats")


def test_home_lists_the_week_until_it_is_over(sam: Enrolment, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "Your first week" in page
    assert "First week: 0 of 3 lessons complete" in page
    complete(sam, "threats")
    assert "First week: 1 of 3 lessons complete" in client.get("/").content.decode()
    complete(sam, "manners")
    assert "Your first week" not in client.get("/").content.decode()


def test_a_lesson_of_the_week_says_where_it_stands_and_what_comes(sam: Enrolment, client: Client) -> None:
    page = client.get(url("threats")).content.decode()
    assert "First week: lesson 2 of 3. Next: Lesson manners" in page
    assert "First week" not in client.get(url("fear")).content.decode()


def test_an_unpublished_lesson_is_not_of_the_week(sam: Enrolment, client: Client) -> None:
    Lesson.objects.filter(slug="threats").update(live=None)
    complete(sam, "hello")
    assert "First week: 1 of 2 lessons complete" in client.get("/").content.decode()


def test_what_is_optional_counts_nowhere_and_is_offered_apart(sam: Enrolment, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "0 of 3 modules complete" in page
    assert "Also here" in page
    assert "Module welcome" in page
    complete(sam, "hello")
    page = client.get("/").content.decode()
    assert "0 of 3 modules complete" in page
    assert "Nothing here is needed to complete the course" in client.get("/learn/induction/welcome/").content.decode()


def test_a_course_is_complete_without_what_is_optional(sam: Enrolment, client: Client) -> None:
    complete(sam, "family", "fear", "threats", "quiet", "manners")
    sam.refresh_from_db()
    assert sam.completed_at is not None


def test_an_optional_lesson_that_was_opened_is_not_what_to_go_on_with(sam: Enrolment, client: Client) -> None:
    complete(sam, "family", "threats", "manners")
    client.get(url("hello"))
    assert start(client) == url("fear")
