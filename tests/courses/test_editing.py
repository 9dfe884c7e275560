"""Drafts, and texts that are published and taken back."""

import pytest

from accounts.models import User
from courses.closing import close_enrolment
from courses.editing import discard_draft, publish_edit, save_draft, unpublish
from courses.models import Course, Enrolment, LessonRevision
from courses.models.content import PublishedIsFixed
from tests.courses.building import CONTENT, lesson, make_person, put_on, small_course

pytestmark = pytest.mark.django_db

NEW = {**CONTENT, "body": "<p>New.</p>"}


@pytest.fixture
def edda() -> User:
    small_course()
    return make_person("Edda")


def texts() -> list[tuple[int, str, bool]]:
    rows = LessonRevision.objects.filter(lesson__key="coercion/fear").order_by("number")
    return [(row.number, row.body, row.published_at is not None) for row in rows]


def test_a_draft_stands_beside_what_is_published_and_becomes_it(edda: User) -> None:
    save_draft(lesson("coercion/fear"), NEW, edda)
    assert texts() == [(1, CONTENT["body"], True), (2, "<p>New.</p>", False)]
    assert publish_edit(lesson("coercion/fear"), NEW, edda, "minor")
    assert texts() == [(1, CONTENT["body"], True), (2, "<p>New.</p>", True)]
    assert lesson("coercion/fear").draft is None


def test_there_is_one_draft_however_often_it_is_saved(edda: User) -> None:
    first = save_draft(lesson("coercion/fear"), NEW, edda)
    assert save_draft(lesson("coercion/fear"), NEW, edda) == first
    save_draft(lesson("coercion/fear"), {**NEW, "aim": "Newer still."}, edda)
    assert texts() == [(1, CONTENT["body"], True), (2, "<p>New.</p>", False)]


def test_what_learners_read_already_needs_no_draft(edda: User) -> None:
    save_draft(lesson("coercion/fear"), NEW, edda)
    assert save_draft(lesson("coercion/fear"), CONTENT, edda) is None
    assert texts() == [(1, CONTENT["body"], True)]
    assert not publish_edit(lesson("coercion/fear"), CONTENT, edda, "minor")


def test_a_draft_announces_nothing(edda: User) -> None:
    before = Course.objects.get().outline_stamp
    save_draft(lesson("coercion/fear"), NEW, edda)
    discard_draft(lesson("coercion/fear"))
    assert Course.objects.get().outline_stamp == before


def test_unpublishing_twice_is_harmless_and_keeps_the_newer_draft(edda: User) -> None:
    save_draft(lesson("coercion/fear"), NEW, edda)
    before = Course.objects.get().outline_stamp
    for _time in range(2):
        unpublish(lesson("coercion/fear"), edda)
    fear = lesson("coercion/fear")
    assert (fear.live, fear.draft.body) == (None, "<p>New.</p>")
    assert texts()[0] == (1, CONTENT["body"], True)
    assert Course.objects.get().outline_stamp != before


def test_what_was_published_stays_as_it_was_when_it_is_taken_back(edda: User) -> None:
    unpublish(lesson("coercion/fear"), edda)
    old = LessonRevision.objects.get(lesson__key="coercion/fear", number=1)
    old.body = "<p>Other.</p>"
    with pytest.raises(PublishedIsFixed):
        old.save()


def test_an_enrolment_is_closed_once(edda: User) -> None:
    enrolment = put_on(Course.objects.get(), make_person("Kit"))
    assert close_enrolment(enrolment, Enrolment.ClosedWhy.LEFT)
    assert not close_enrolment(enrolment, Enrolment.ClosedWhy.WITHDRAWN)
    enrolment.refresh_from_db()
    assert enrolment.closed_why == "left"
