"""The journal belongs to its writer, and nobody else finds a word of it."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from reflection.models import JournalEntry, version_of
from reflection.writing import write_entry
from tests.courses.building import lesson, make_person, put_on, small_course
from tests.racing import race

pytestmark = pytest.mark.django_db

CANARY = "The yellow door at number nine"


@pytest.fixture
def sam() -> User:
    """Sam is on the course and has written one reflection."""
    sam = make_person("Sam")
    put_on(small_course(), sam)
    write_entry(sam, lesson("trauma/family").pk, "What will you take with you?", CANARY)
    return sam


def entry_of(writer: User) -> JournalEntry:
    return JournalEntry.objects.owned_by(writer).get()


def test_the_writer_reads_changes_and_deletes(client: Client, sam: User) -> None:
    client.force_login(sam)
    address = f"/journal/{entry_of(sam).pk}/"
    assert CANARY in client.get("/journal/").content.decode()
    assert CANARY in client.get(address).content.decode()
    sent = {"reflection": "Other words", "based_on": version_of(entry_of(sam))}
    assert client.post(address, sent).status_code == 302
    assert entry_of(sam).text == "Other words"
    assert client.get(address + "delete/").status_code == 200
    assert JournalEntry.objects.count() == 1
    client.post(address + "delete/")
    assert JournalEntry.objects.count() == 0


@pytest.mark.parametrize("who", ["Cerys", "Ada"])
def test_nobody_else_finds_it_not_even_who_may_see_everyone(client: Client, sam: User, who: str) -> None:
    client.force_login(make_person(who, is_superuser=who == "Ada", is_staff=who == "Ada"))
    theirs, nobodys = f"/journal/{entry_of(sam).pk}/", "/journal/999999/"
    for ending in ("", "delete/"):
        for verb in (client.get, client.post):
            found, missing = verb(theirs + ending, {"reflection": "x"}), verb(nobodys + ending, {"reflection": "x"})
            assert (found.status_code, missing.status_code) == (404, 404)
            assert CANARY not in found.content.decode()
    assert CANARY not in client.get("/journal/").content.decode()
    assert entry_of(sam).text == CANARY


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_an_impossible_id_is_not_found(client: Client, sam: User, pk: str) -> None:
    client.force_login(sam)
    assert client.get(f"/journal/{pk}/").status_code == 404


@pytest.mark.parametrize("wrong", ["", "   ", "a\x00b", "x" * 20_001])
def test_what_cannot_be_kept_stays_in_the_box_with_its_error(client: Client, sam: User, wrong: str) -> None:
    client.force_login(sam)
    answer = client.post(f"/journal/{entry_of(sam).pk}/", {"reflection": wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert entry_of(sam).text == CANARY


def test_a_blank_reflection_removes_what_was_written(sam: User) -> None:
    write_entry(sam, lesson("trauma/family").pk, "", "  ")
    assert JournalEntry.objects.count() == 0


def test_the_writers_words_outlive_the_lesson(sam: User) -> None:
    lesson("trauma/family").delete()
    assert (entry_of(sam).lesson, entry_of(sam).text) == (None, CANARY)


def test_a_long_journal_has_pages_that_lead_to_one_another(client: Client, sam: User) -> None:
    JournalEntry.objects.bulk_create(JournalEntry(writer=sam, text=f"Note {number}.") for number in range(24))
    client.force_login(sam)
    first, second = (client.get("/journal/", {"page": page}).content.decode() for page in (1, 2))
    assert "Page 1 of 2" in first
    assert 'href="?page=2"' in first
    assert "Page 2 of 2" in second
    assert 'href="?page=1"' in second
    assert 'href="?page=3"' not in second


def keep(writer_id: int, lesson_id: int, text: str) -> None:
    write_entry(User.objects.get(pk=writer_id), lesson_id, "", text)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_first_words_from_six_tabs_at_once_make_one_entry() -> None:
    sam = make_person("Sam")
    put_on(small_course(), sam)
    family = lesson("trauma/family").pk
    race(*[(keep, sam.pk, family, f"From tab {number}") for number in range(6)])
    assert entry_of(sam).text.startswith("From tab ")
