"""The address that a reflection is saved at as one types."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from courses.models import Enrolment, LessonProgress
from reflection.models import JournalEntry, version_of
from reflection.writing import WrittenElsewhere, write_entry
from tests.courses.building import lesson, make_person
from tests.racing import race
from tests.reflection.building import CERYS, SAMS, World, entries_of, two_writers

pytestmark = pytest.mark.django_db

KEEP = "/journal/keep/induction/trauma/family/"
NEW = "/journal/keep/induction/trauma/engagement/"
LESSON = "/learn/induction/trauma/family/"


@pytest.fixture
def world(client: Client) -> World:
    world = two_writers()
    client.force_login(world.sam)
    return world


def on_family(writer: User) -> JournalEntry:
    return JournalEntry.objects.owned_by(writer).get(lesson__key="trauma/family")


def test_it_keeps_the_text_and_answers_its_version_and_completes_nothing(client: Client, world: World) -> None:
    answer = client.post(NEW, {"writer": world.sam.pk, "reflection": "I would", "based_on": ""})
    first = JournalEntry.objects.owned_by(world.sam).get(lesson__key="trauma/engagement")
    assert (answer.status_code, answer.json()) == (200, {"version": version_of(first)})
    again = {"writer": world.sam.pk, "reflection": "I would ask", "based_on": answer.json()["version"]}
    assert client.post(NEW, again).status_code == 200
    first.refresh_from_db()
    assert (first.text, first.prompt) == ("I would ask", "What will you take with you?")
    assert LessonProgress.objects.count() == 0


def test_the_same_text_sent_twice_is_no_clash(client: Client, world: World) -> None:
    sent = {"writer": world.sam.pk, "reflection": "I would", "based_on": ""}
    assert [client.post(NEW, sent).status_code for _ in range(2)] == [200, 200]


def test_a_newer_text_is_answered_and_not_overwritten(client: Client, world: World) -> None:
    known = version_of(on_family(world.sam))
    write_entry(world.sam, lesson("trauma/family").pk, "", "Newer", known)
    answer = client.post(KEEP, {"writer": world.sam.pk, "reflection": "Older, longer", "based_on": known})
    assert answer.status_code == 409
    assert answer.json() == {"text": "Newer", "version": version_of(on_family(world.sam))}
    assert on_family(world.sam).text == "Newer"


@pytest.mark.parametrize("based_on", ["", "2026-01-01T00:00:00+00:00", "nonsense"])
def test_who_knows_no_version_overwrites_nothing(client: Client, world: World, based_on: str) -> None:
    sent = {"writer": world.sam.pk, "reflection": "Other", "based_on": based_on}
    assert client.post(KEEP, sent).status_code == 409
    assert on_family(world.sam).text == SAMS


def test_what_was_deleted_elsewhere_does_not_come_back_by_itself(client: Client, world: World) -> None:
    known = version_of(on_family(world.sam))
    on_family(world.sam).delete()
    answer = client.post(KEEP, {"writer": world.sam.pk, "reflection": SAMS + " and on", "based_on": known})
    assert answer.status_code == 409
    assert answer.json() == {"text": "", "version": ""}


def test_emptied_it_is_deleted(client: Client, world: World) -> None:
    sent = {"writer": world.sam.pk, "reflection": " \n", "based_on": version_of(on_family(world.sam))}
    assert client.post(KEEP, sent).json() == {"version": ""}
    assert entries_of(world.sam) == [f"{SAMS}, once more"]


@pytest.mark.parametrize("wrong", ["a\x00b", "a\x07b", "x" * 20_001])
def test_what_cannot_be_kept_is_said(client: Client, world: World, wrong: str) -> None:
    sent = {"writer": world.sam.pk, "reflection": wrong, "based_on": version_of(on_family(world.sam))}
    answer = client.post(KEEP, sent)
    assert answer.status_code == 422
    assert answer.json()["problem"]
    assert on_family(world.sam).text == SAMS


def test_ends_of_lines_count_once_as_people_count_them(client: Client, world: World) -> None:
    text = "a\r\n" * 9_999 + "ab"
    sent = {"writer": world.sam.pk, "reflection": text, "based_on": version_of(on_family(world.sam))}
    assert client.post(KEEP, sent).status_code == 200
    assert on_family(world.sam).text == text.replace("\r\n", "\n")


def test_what_an_earlier_person_typed_is_never_kept_as_ones_own(client: Client, world: World) -> None:
    client.force_login(world.cerys)
    sent = {"writer": world.sam.pk, "reflection": "Sam’s words", "based_on": version_of(on_family(world.cerys))}
    assert client.post(KEEP, sent).status_code == 403
    assert entries_of(world.cerys) == [CERYS, f"{CERYS}, once more"]


def test_who_is_not_on_the_course_keeps_nothing(client: Client, world: World) -> None:
    ada = make_person("Ada", is_superuser=True, is_staff=True)
    client.force_login(ada)
    assert client.post(KEEP, {"writer": ada.pk, "reflection": "x"}).status_code == 404
    client.force_login(world.sam)
    Enrolment.objects.update(closed_at="2026-01-01T00:00Z", closed_why="left")
    assert client.post(KEEP, {"writer": world.sam.pk, "reflection": "x"}).status_code == 404


@pytest.mark.parametrize("address", ["no/such/lesson", "induction/respect/manners"])
def test_there_is_nothing_to_keep_where_there_is_no_lesson(client: Client, world: World, address: str) -> None:
    sent = {"writer": world.sam.pk, "reflection": "x"}
    assert client.post(f"/journal/keep/{address}/", sent).status_code == 404


def test_a_get_keeps_nothing_and_signed_out_one_is_sent_to_the_entrance(client: Client, world: World) -> None:
    assert client.get(KEEP, {"writer": world.sam.pk, "reflection": "x"}).status_code == 405
    client.logout()
    assert client.post(KEEP, {"writer": world.sam.pk, "reflection": "x"}).status_code == 302
    assert entries_of(world.sam) == [SAMS, f"{SAMS}, once more"]


def test_marking_complete_over_a_newer_text_keeps_both_on_the_page(client: Client, world: World) -> None:
    known = version_of(on_family(world.sam))
    write_entry(world.sam, lesson("trauma/family").pk, "", "Newer words", known)
    answer = client.post(LESSON + "complete/", {"reflection": "My own words", "based_on": known})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Newer words" in page
    assert "My own words" in page
    assert "Yours is not saved yet." in page
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 0
    version = version_of(on_family(world.sam))
    assert f'value="{version}"' in page
    assert client.post(LESSON + "complete/", {"reflection": "My own words", "based_on": version}).status_code == 302
    assert on_family(world.sam).text == "My own words"


def test_an_entry_changed_in_two_tabs_keeps_both_on_the_page(client: Client, world: World) -> None:
    written = on_family(world.sam)
    known = version_of(written)
    write_entry(world.sam, lesson("trauma/family").pk, "", "Newer words", known)
    answer = client.post(f"/journal/{written.pk}/", {"reflection": "My own words", "based_on": known})
    assert answer.status_code == 422
    assert "Newer words" in answer.content.decode()
    assert "My own words" in answer.content.decode()
    assert on_family(world.sam).text == "Newer words"


def keep_from_a_tab(writer_id: int, lesson_id: int, text: str, based_on: str | None) -> str:
    try:
        write_entry(User.objects.get(pk=writer_id), lesson_id, "", text, based_on)
    except WrittenElsewhere as other:
        return f"refused for {other.entry.text}"
    return "kept"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["trauma/family", "trauma/engagement"])
def test_of_six_tabs_at_once_one_is_kept_and_five_are_told_of_it(key: str) -> None:
    sam = two_writers().sam
    there = JournalEntry.objects.owned_by(sam).filter(lesson__key=key)
    known, pk = version_of(there.first()), lesson(key).pk
    answers = race(*[(keep_from_a_tab, sam.pk, pk, f"From tab {number}", known) for number in range(6)])
    kept = there.get().text
    assert sorted(answers) == ["kept", *[f"refused for {kept}"] * 5]
    assert kept == f"From tab {answers.index('kept')}"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_control_without_a_version_the_last_of_six_tabs_overwrites_the_others() -> None:
    sam = two_writers().sam
    pk = lesson("trauma/family").pk
    answers = race(*[(keep_from_a_tab, sam.pk, pk, f"From tab {number}", None) for number in range(6)])
    assert answers == ["kept"] * 6
