"""The learner's pages: who gets them, what they record, and what they refuse."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from courses.models import Course, Enrolment, LessonProgress, ModuleProgress
from tests.courses.building import lesson, make_person, put_on, small_course

pytestmark = pytest.mark.django_db

MODULE = "/learn/induction/trauma/"
LESSON = "/learn/induction/trauma/family/"
COMPLETE = LESSON + "complete/"
UNPUBLISHED = "/learn/induction/respect/manners/"


@pytest.fixture
def course() -> Course:
    return small_course()


@pytest.fixture
def sam(course: Course, client: Client) -> User:
    """A new starter, on the course and signed in."""
    sam = make_person("Sam")
    put_on(course, sam)
    client.force_login(sam)
    return sam


def editor() -> User:
    eddie = make_person("Eddie", is_staff=True)
    eddie.user_permissions.add(Permission.objects.get(codename="change_lesson"))
    return eddie


def test_a_lesson_shows_its_parts(client: Client, sam: User) -> None:
    page = client.get(LESSON).content.decode()
    for part in (
        "Lesson family",
        "This speaks of violence and drugs.",
        "What the toolkit says.",
        "Hold on to this",
        "In practice",
        "What will you take with you?",
        "Not a case record: don’t name or describe a real child.",
        "Mark complete and continue",
        "Worried about a child now?",
    ):
        assert part in page


def test_reading_a_page_records_the_place_and_nothing_about_learning(client: Client, sam: User) -> None:
    for address in ("/", MODULE, LESSON, "/library/", "/journal/"):
        assert client.get(address).status_code == 200
    assert list(LessonProgress.objects.values_list("lesson__key", "completed_at", "how")) == [
        ("trauma/family", None, "")
    ]
    assert ModuleProgress.objects.count() == 0
    assert list(Enrolment.objects.values_list("started_at", "last_active_at", "completed_at")) == [(None, None, None)]


def test_completing_leads_to_the_next_lesson_and_then_to_the_module(client: Client, sam: User) -> None:
    assert client.post(COMPLETE).headers["Location"] == "/learn/induction/trauma/engagement/"
    assert client.post("/learn/induction/trauma/engagement/complete/").headers["Location"] == MODULE
    assert "This module is complete." in client.get(MODULE).content.decode()
    assert "Module coercion" in client.get(MODULE).content.decode()


def test_a_get_of_the_completing_address_completes_nothing(client: Client, sam: User) -> None:
    assert client.get(COMPLETE).status_code == 405
    assert client.get("/learn/induction/start/").status_code == 405
    assert LessonProgress.objects.count() == 0


@pytest.mark.parametrize(
    "how", ["passed", "worked-through", "reflected", "watched", "", "nonsense", "\x00", "x" * 100_000]
)
def test_what_a_browser_may_not_claim_completes_nothing(client: Client, sam: User, how: str) -> None:
    assert client.post(COMPLETE, {"how": how}).status_code == 302
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 0


@pytest.mark.parametrize("revision", ["0", "-1", "9" * 30, "\x00", "²", ""])
def test_a_tampered_revision_is_not_believed(client: Client, sam: User, revision: str) -> None:
    client.post(COMPLETE, {"revision": revision})
    assert LessonProgress.objects.get().revision_id == lesson("trauma/family").live_id


def test_a_reflection_is_kept_with_the_completion(client: Client, sam: User) -> None:
    client.post(COMPLETE, {"reflection": "I would ask first."})
    assert "I would ask first." in client.get(LESSON).content.decode()
    assert "I would ask first." in client.get("/journal/").content.decode()


@pytest.mark.parametrize("wrong", ["a\x00b", "x" * 20_001, "a\x07b"])
def test_a_reflection_that_cannot_be_kept_stays_in_the_box_and_completes_nothing(
    client: Client, sam: User, wrong: str
) -> None:
    answer = client.post(COMPLETE, {"reflection": wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert wrong.replace("\x00", "")[:20] in page.replace("\x00", "")
    assert LessonProgress.objects.count() == 0


def test_completing_again_changes_nothing_and_still_leads_on(client: Client, sam: User) -> None:
    client.post(COMPLETE)
    first = LessonProgress.objects.values().get()
    assert client.post(COMPLETE, {"how": "elsewhere"}).status_code == 302
    assert LessonProgress.objects.values().get() == first


def test_start_notes_when_somebody_began_once(client: Client, sam: User) -> None:
    assert client.post("/learn/induction/start/").headers["Location"] == LESSON
    began = Enrolment.objects.get().started_at
    assert began is not None
    client.post("/learn/induction/start/")
    assert Enrolment.objects.get().started_at == began


@pytest.mark.parametrize(
    "address",
    [
        UNPUBLISHED,
        "/learn/induction/respect/",
        "/learn/induction/trauma/no-such/",
        "/learn/induction/no-such/family/",
        "/learn/no-such/trauma/family/",
        "/learn/induction/trauma/" + "9" * 300 + "/",
    ],
)
def test_what_is_unpublished_is_not_found_just_as_what_does_not_exist(client: Client, sam: User, address: str) -> None:
    found = client.get(address)
    assert found.status_code == 404
    assert "manners" not in found.content.decode()


@pytest.mark.parametrize("lesson_address", [UNPUBLISHED, "/learn/induction/trauma/no-such/", "/learn/no/such/lesson/"])
def test_what_is_not_found_cannot_be_completed(client: Client, sam: User, lesson_address: str) -> None:
    assert client.post(lesson_address + "complete/").status_code == 404


def test_who_is_not_enrolled_finds_nothing(client: Client, course: Course) -> None:
    client.force_login(make_person("Cerys"))
    assert [client.get(address).status_code for address in (MODULE, LESSON, UNPUBLISHED)] == [404, 404, 404]
    assert [client.post(address).status_code for address in (COMPLETE, "/learn/induction/start/")] == [404, 404]
    assert LessonProgress.objects.count() == 0


def test_a_supervisor_or_administrator_who_is_not_enrolled_cannot_learn_for_others(client: Client, sam: User) -> None:
    client.force_login(make_person("Ada", is_superuser=True, is_staff=True))
    assert client.post(COMPLETE).status_code == 404
    assert client.post("/learn/induction/start/").status_code == 404
    assert LessonProgress.objects.count() == 0


def test_an_editor_sees_what_is_unpublished_under_a_banner_and_records_nothing(client: Client, course: Course) -> None:
    client.force_login(editor())
    draft = client.get(UNPUBLISHED)
    assert draft.status_code == 200
    assert "Only editors see this page" in draft.content.decode()
    published = client.get(LESSON).content.decode()
    assert "You see this as an editor" in published
    assert "Mark complete" not in published
    assert client.post(COMPLETE).status_code == 404
    assert LessonProgress.objects.count() == 0


def test_a_closed_enrolment_gives_no_pages(client: Client, sam: User) -> None:
    Enrolment.objects.update(closed_at="2026-01-01T00:00Z", closed_why="left")
    assert client.get(LESSON).status_code == 404
    assert client.post(COMPLETE).status_code == 404


@pytest.mark.parametrize("address", ["/", MODULE, LESSON, "/library/", "/journal/"])
def test_signed_out_one_is_asked_to_sign_in(client: Client, course: Course, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/accounts/login/?next={address}")
