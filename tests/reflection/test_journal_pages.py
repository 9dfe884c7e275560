"""Searching the journal, writing into it and taking it along: one's own entries, and never a word of another's."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from reflection.models import JournalEntry
from reflection.searching import has_all, marked, words_of
from reflection.writing import write_note
from tests.courses.building import lesson, make_person
from tests.reflection.building import CERYS, SAMS, World, entries_of, two_writers

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client: Client) -> World:
    world = two_writers()
    client.force_login(world.sam)
    return world


def found(client: Client, query: str, **more: str) -> list[str]:
    """The texts of the entries that a search shows, marks and all."""
    page = client.get("/journal/", {"q": query, **more}).content.decode()
    articles = re.findall(r'<article class="card journal-entry">(.*?)</article>', page, re.DOTALL)
    return [re.findall(r"<p>(?!<small>)(.*?)</p>", article, re.DOTALL)[-1] for article in articles]


@pytest.mark.both_databases
def test_a_search_finds_each_word_in_capitals_or_not_and_marks_it(client: Client, world: World) -> None:
    assert found(client, "NINE yellow") == [
        "The <mark>yellow</mark> door at number <mark>nine</mark>, once more",
        "The <mark>yellow</mark> door at number <mark>nine</mark>",
    ]
    assert found(client, "yellow more") == ["The <mark>yellow</mark> door at number nine, once <mark>more</mark>"]
    assert found(client, "yellow green") == []


@pytest.mark.both_databases
def test_letters_of_other_alphabets_have_capitals_too(client: Client, world: World) -> None:
    write_note(world.sam, "Ŵyn and Élodie aren’t “mine”")
    for query in ("ŵyn", "ÉLODIE", "aren't", "“MINE”"):
        assert len(found(client, query)) == 1, query


def test_a_search_finds_lesson_and_prompt_too(client: Client, world: World) -> None:
    assert found(client, "family take") == [SAMS]


@pytest.mark.parametrize("query", ["canary", "coal cellar", "%", "_", "a' OR '1'='1", "\\", "(", "[a-z", "\x00"])
def test_no_search_finds_anothers_words(client: Client, world: World, query: str) -> None:
    assert found(client, query) == []
    assert CERYS not in client.get("/journal/", {"q": query}).content.decode()


def test_what_is_looked_for_is_text_and_not_markup(client: Client, world: World) -> None:
    write_note(world.sam, "<b>bold</b> & <script>alert(1)</script>")
    for query in ("<b>", "script", "amp", "<"):
        page = client.get("/journal/", {"q": query}).content.decode()
        assert "<script>alert" not in page
        assert "<b>bold" not in page
    assert found(client, "<b>") == ["<mark>&lt;b&gt;</mark>bold&lt;/b&gt; &amp; &lt;script&gt;alert(1)&lt;/script&gt;"]


def test_a_search_of_many_pages_leads_on_with_its_words(client: Client, world: World) -> None:
    JournalEntry.objects.bulk_create(JournalEntry(writer=world.sam, text=f"Blue & green {n}") for n in range(24))
    page = client.get("/journal/", {"q": "blue &"}).content.decode()
    assert 'href="?q=blue+%26&amp;page=2"' in page
    assert len(found(client, "blue &", page="2")) == 4


def test_words_are_found_and_marked_one_by_one() -> None:
    assert words_of("  one two one ") == ["one", "two"]
    assert has_all(["o", "tw"], "one", "two")
    assert not has_all(["three"], "one", "two")
    assert marked("one two", []) == "one two"
    assert marked("onetwo & 1", ["one", "onetwo"]) == "<mark>onetwo</mark> &amp; 1"


def test_a_note_of_ones_own_belongs_to_no_lesson_and_is_kept_once(client: Client, world: World) -> None:
    for _ in range(2):
        assert client.post("/journal/new/", {"reflection": "A free thought"}).headers["Location"] == "/journal/"
    assert entries_of(world.sam) == ["A free thought", SAMS, f"{SAMS}, once more"]
    assert "A free thought" in client.get("/journal/").content.decode()


@pytest.mark.parametrize("wrong", ["", "  ", "a\x00b", "x" * 20_001])
def test_a_note_that_cannot_be_kept_stays_in_the_box(client: Client, world: World, wrong: str) -> None:
    answer = client.post("/journal/new/", {"reflection": wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert len(entries_of(world.sam)) == 2


def test_the_download_holds_ones_own_entries_and_nothing_else(client: Client, world: World) -> None:
    answer = client.get("/journal/download/")
    assert answer.headers["Content-Type"] == "application/json"
    assert re.fullmatch(r'attachment; filename="journal-\d{4}-\d\d-\d\d\.json"', answer.headers["Content-Disposition"])
    data = json.loads(answer.content)
    assert list(data) == ["journal"]
    assert [(entry["lesson"], entry["module"], entry["prompt"], entry["text"]) for entry in data["journal"]] == [
        (None, None, "", f"{SAMS}, once more"),
        ("Lesson family", "Module trauma", "What will you take with you?", SAMS),
    ]
    assert all(set(entry) == {"lesson", "module", "prompt", "text", "written", "changed"} for entry in data["journal"])


def test_the_page_to_print_holds_all_of_it(client: Client, world: World) -> None:
    JournalEntry.objects.bulk_create(JournalEntry(writer=world.sam, text=f"Note {n}.") for n in range(24))
    page = client.get("/journal/print/").content.decode()
    assert page.count('<article class="journal-entry">') == 26
    assert CERYS not in page


@pytest.mark.parametrize("viewer", ["cerys", "ada"])
def test_at_no_address_does_anybody_find_anothers_words(client: Client, world: World, viewer: str) -> None:
    ada = make_person("Ada", is_superuser=True, is_staff=True)
    client.force_login(ada if viewer == "ada" else world.cerys)
    entries = [entry.pk for entry in JournalEntry.objects.owned_by(world.sam)]
    addresses = [
        "/journal/",
        "/journal/?q=yellow",
        "/journal/?page=2",
        "/journal/new/",
        "/journal/print/",
        "/journal/download/",
        "/learn/induction/trauma/family/",
        f"/journal/{entries[0]}/",
        f"/journal/{entries[0]}/delete/",
        f"/team/{world.sam.pk}/",
        f"/administration/accounts/user/{world.sam.pk}/change/",
        f"/administration/accounts/user/{world.sam.pk}/delete/",
        "/administration/",
    ]
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"reflection": "x", "based_on": ""})):
            assert SAMS not in answer.content.decode(), address
            if f"/journal/{entries[0]}/" in address:
                assert answer.status_code == 404
    kept = client.post(
        "/journal/keep/induction/trauma/family/",
        {"writer": world.sam.pk, "reflection": "x", "based_on": ""},
    )
    assert SAMS not in kept.content.decode()
    if viewer == "cerys":
        assert entries_of(world.sam) == [SAMS, f"{SAMS}, once more"]


def test_beside_it_stands_who_could_see_it_as_on_the_privacy_page(client: Client, world: World) -> None:
    journal, privacy = client.get("/journal/").content.decode(), client.get("/privacy/").content.decode()
    assert "Nobody but you." in journal
    assert "Whoever looks after the database server and its backups could technically reach it." in journal
    assert "Those who look after the server and its backups could technically reach the database." in privacy
    for page in (journal, privacy):
        assert "ntil you delete it, or your account is deleted. A backup may hold it" in page


@pytest.mark.parametrize(
    "address",
    ["/journal/", "/journal/new/", "/journal/print/", "/journal/download/", "/learn/induction/trauma/family/", "/"],
)
def test_no_browser_or_proxy_stores_a_personal_page(client: Client, world: World, address: str) -> None:
    assert "no-store" in client.get(address).headers["Cache-Control"]
    assert "private" in client.get(address).headers["Cache-Control"]


def test_nor_a_page_of_an_entry_and_what_saving_answers(client: Client, world: World) -> None:
    entry = JournalEntry.objects.owned_by(world.sam).get(lesson=lesson("trauma/family"))
    answers = [
        client.get(f"/journal/{entry.pk}/"),
        client.get(f"/journal/{entry.pk}/delete/"),
        client.post(
            "/journal/keep/induction/trauma/family/", {"writer": world.sam.pk, "reflection": "y", "based_on": ""}
        ),
    ]
    assert answers[2].json()["text"] == SAMS
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)


def test_signing_out_asks_the_browser_to_drop_what_pages_kept(client: Client, world: World) -> None:
    assert "Clear-Site-Data" not in client.post("/journal/new/", {"reflection": "x"}).headers
    assert client.post("/accounts/logout/").headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.post("/accounts/logout/").headers
