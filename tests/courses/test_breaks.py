"""A break: what was typed is kept, support is there, and the way back leads to where one was and nowhere else."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from courses.models import LessonProgress, SupportContact
from reflection.models import JournalEntry
from tests.courses.building import make_person, put_on, small_course

pytestmark = pytest.mark.django_db

LESSON = "/learn/induction/trauma/family/"
BREAK = LESSON + "break/"
BACK = "Back to where you were"


@pytest.fixture
def sam(client: Client) -> User:
    sam = make_person("Sam")
    put_on(small_course(), sam)
    client.force_login(sam)
    return sam


def way_back(client: Client, back: str) -> list[str]:
    page = client.get(f"/support/?back={quote(back)}").content.decode()
    return re.findall(rf'<a class="btn quiet" href="([^"]+)">(?:(?!</a>).)*{BACK}', page, re.DOTALL)


def test_a_break_keeps_what_was_typed_and_completes_nothing(client: Client, sam: User) -> None:
    answer = client.post(BREAK, {"reflection": "I think I would first", "back": LESSON})
    assert answer.headers["Location"] == f"/support/?back={quote(LESSON, safe='')}"
    assert JournalEntry.objects.owned_by(sam).get().text == "I think I would first"
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 0
    assert way_back(client, LESSON) == [LESSON]
    assert "I think I would first" in client.get(LESSON).content.decode()


def test_what_cannot_be_kept_stays_on_the_page(client: Client, sam: User) -> None:
    answer = client.post(BREAK, {"reflection": "x" * 20_001, "back": LESSON})
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.content.decode()


def test_a_get_takes_no_break(client: Client, sam: User) -> None:
    assert client.get(BREAK).status_code == 405


def test_each_lesson_has_the_way_out_at_its_side_and_at_its_end(client: Client, sam: User) -> None:
    assert client.get(LESSON).content.decode().count("Take a break") == 2


def test_the_place_in_a_scenario_is_in_the_way_back(client: Client, sam: User) -> None:
    assert way_back(client, LESSON + "?path=1.2&on=1") == [LESSON + "?path=1.2&amp;on=1"]


@pytest.mark.parametrize(
    "back",
    [
        "",
        "https://evil.example/learn/induction/trauma/family/",
        "//evil.example/learn/induction/trauma/family/",
        "/\\evil.example/learn/induction/trauma/family/",
        "\\\\evil.example",
        "https:/learn/induction/trauma/family/",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "/\t/evil.example/",
        "/learn/induction/trauma/family/../../../..//evil.example",
        "/accounts/logout/",
        "/administration/",
        "/no/such/page/",
        "learn/induction/trauma/family/",
        "http://[",
        "\x00",
        "/learn/induction/trauma/" + "a" * 3000 + "/",
    ],
)
def test_the_way_back_leads_to_a_lesson_of_this_site_or_there_is_none(client: Client, sam: User, back: str) -> None:
    assert way_back(client, back) == []
    assert client.post(BREAK, {"back": back}).headers["Location"] == "/support/"


def test_who_is_not_on_the_course_has_nothing_to_keep(client: Client, sam: User) -> None:
    client.force_login(make_person("Cerys"))
    assert client.post(BREAK, {"reflection": "x"}).status_code == 404
    assert JournalEntry.objects.count() == 0


def test_each_contact_says_when_it_was_checked(client: Client, sam: User) -> None:
    checked = timezone.localdate().replace(month=1, day=5)
    SupportContact.objects.create(key="line", name="A line", phone="0300 000", last_checked=checked)
    SupportContact.objects.create(key="new", name="A new one", phone="0300 001")
    page = client.get("/support/").content.decode()
    assert f"Last checked on 5 January {checked.year}." in page
    assert "Your service has not checked these details yet." in page
