"""What learners see is never older than the request."""

from typing import Any

import pytest
from django.test import Client

from courses import outline
from courses.models import Course
from courses.models.content import PublishedIsFixed
from courses.outline import outline_of
from courses.publishing import publish
from media_links.models import MediaLink
from media_links.signals import links_changed
from tests.courses.building import (
    CONTENT,
    lesson,
    make_course,
    make_lesson,
    make_module,
    make_person,
    put_on,
    small_course,
)

pytestmark = pytest.mark.django_db


def test_the_outline_holds_what_is_published_in_order() -> None:
    found = outline_of(small_course())
    assert [(module.slug, [each.slug for each in module.lessons]) for module in found.modules] == [
        ("trauma", ["family", "engagement"]),
        ("coercion", ["fear"]),
        ("respect", []),
    ]
    assert [module.slug for module in found.open_modules()] == ["trauma", "coercion"]


def test_an_outline_is_read_once_and_again_when_something_is_published(django_assert_num_queries: Any) -> None:
    course = small_course()
    outline_of(course)
    with django_assert_num_queries(0):
        outline_of(course)
    publish(lesson("coercion/fear"), {**CONTENT, "body": "<p>New.</p>"})
    fresh = Course.objects.get()
    assert fresh.outline_stamp != course.outline_stamp
    found = outline_of(fresh).module("coercion")
    assert found
    assert found.lessons[0].revision.body == "<p>New.</p>"


@pytest.mark.parametrize("lessons", [1, 12])
def test_reading_it_takes_five_queries_however_many_lessons(lessons: int, django_assert_num_queries: Any) -> None:
    course = make_course()
    module = make_module(course, "trauma")
    for number in range(lessons):
        make_lesson(module, f"lesson-{number}")
    with django_assert_num_queries(5):
        outline.read_outline(course)


def test_an_edit_is_on_the_page_at_the_next_request(client: Client) -> None:
    sam = make_person("Sam")
    put_on(small_course(), sam)
    client.force_login(sam)
    address = "/learn/induction/coercion/fear/"
    assert "What the toolkit says." in client.get(address).content.decode()
    publish(lesson("coercion/fear"), {**CONTENT, "body": "<p>Said anew.</p>"})
    page = client.get(address).content.decode()
    assert "Said anew." in page
    assert "What the toolkit says." not in page


def test_a_recording_that_changes_gives_every_course_a_new_stamp() -> None:
    before = small_course().outline_stamp
    links_changed.send(MediaLink)
    assert Course.objects.get().outline_stamp != before


def test_the_same_text_again_makes_no_new_revision() -> None:
    small_course()
    fear = lesson("coercion/fear")
    assert publish(fear, CONTENT) == fear.live
    assert fear.revisions.count() == 1


def test_a_published_revision_never_changes() -> None:
    small_course()
    live = lesson("coercion/fear").live
    assert live
    live.body = "<p>Other.</p>"
    with pytest.raises(PublishedIsFixed):
        live.save()
    with pytest.raises(PublishedIsFixed):
        type(live).objects.filter(pk=live.pk).update(body="<p>Other.</p>")
    live.refresh_from_db()
    assert live.body == CONTENT["body"]
