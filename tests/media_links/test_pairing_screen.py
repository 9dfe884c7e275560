"""The screen on which an editor compares titles and moves addresses."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from media_links.models import MediaLink
from tests.courses.building import make_person
from tests.courses.editors import signed_in, with_role
from tests.media_links.building import addresses, toolkit

pytestmark = pytest.mark.django_db

SCREEN = "/administration/media_links/medialink/pairing/"


@pytest.fixture
def links(db: None) -> list[MediaLink]:
    return toolkit()


@pytest.fixture
def editor(links: list[MediaLink]) -> Client:
    return signed_in(with_role("Edda", "Editor"))


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def sent(page: str, method: str) -> dict[str, list[str]]:
    """What the form of the page would send, without its buttons and ticks."""
    form = re.search(rf'<form method="{method}">.*?</form>', page, re.DOTALL)
    assert form, page
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form.group()):
        fields.setdefault(name, []).append(value)
    return fields


def preview(client: Client, do: str, *rows: int) -> HttpResponse:
    """Press a button of the screen."""
    return client.get(SCREEN, {**sent(text(client.get(SCREEN)), "get"), "do": do, "row": rows}, follow=True)


def do_it(client: Client, shown: HttpResponse) -> HttpResponse:
    return client.post(SCREEN, sent(text(shown), "post"), follow=True)


def keys(shown: HttpResponse) -> list[str]:
    return [row["link"].key for row in shown.context["preview"]["rows"]]


def test_it_shows_the_recordings_of_the_toolkit_in_its_order_beside_their_owners_titles(editor: Client) -> None:
    MediaLink.objects.filter(key="video-1").update(owner_title="Being <credible>")
    MediaLink.objects.filter(key="video-2").update(owner_title="A holiday film")
    answer = editor.get(SCREEN)
    page = text(answer)
    assert [row["link"].key for row in answer.context["rows"]] == ["video-1", "video-2", "video-3", "video-4", "talk"]
    assert [row["is_alike"] for row in answer.context["rows"]] == [True, False, False, False, False]
    assert "Being &lt;credible&gt;" in page
    assert 'href="https://www.youtube.com/watch?v=aaaaaaaaaaa"' in page
    assert page.count("Owner’s title not known yet") == 3
    assert "podcast" not in page


@pytest.mark.parametrize("do", ["next", "previous", "match", "swap", "confirm", "unconfirm"])
def test_looking_at_a_change_changes_nothing(editor: Client, links: list[MediaLink], do: str) -> None:
    MediaLink.objects.filter(key="video-1").update(owner_title="Remaining curious")
    before = list(MediaLink.objects.values())
    shown = preview(editor, do, links[0].pk, links[1].pk)
    assert "Nothing has been changed yet" in text(shown)
    assert keys(shown) == {
        "next": ["video-1", "video-2", "video-3", "video-4"],
        "previous": ["video-1", "video-2", "video-3", "video-4"],
    }.get(do, ["video-1", "video-2"])
    assert list(MediaLink.objects.values()) == before


def test_a_shift_is_shown_done_and_undone(editor: Client, links: list[MediaLink]) -> None:
    before = addresses()
    MediaLink.objects.update(pairing_confirmed=True)
    shown = preview(editor, "next")
    assert "Move 4 addresses?" in text(shown)
    assert "4 of these titles are confirmed, and would have to be confirmed again." in text(shown)
    done = do_it(editor, shown)
    assert [addresses()[f"video-{number}"] for number in (1, 2, 3, 4)] == ["b", "c", "d", "a"]
    undo = re.search(r'href="([^"]*\?do=move[^"]*)"', text(done))
    assert undo
    shown = editor.get(undo[1].replace("&amp;", "&"))
    assert "Move 4 addresses?" in text(shown)
    do_it(editor, shown)
    assert addresses() == before
    told = LogEntry.objects.values_list("change_message", flat=True)
    assert set(told) == {"Has the address of another recording."}
    assert told.count() == 8


def test_titles_are_confirmed_one_or_several_and_unconfirmed(editor: Client, links: list[MediaLink]) -> None:
    do_it(editor, preview(editor, "confirm", links[0].pk, links[4].pk))
    assert set(MediaLink.objects.filter(pairing_confirmed=True).values_list("key", flat=True)) == {"video-1", "talk"}
    do_it(editor, preview(editor, "unconfirm", links[4].pk))
    assert set(MediaLink.objects.filter(pairing_confirmed=True).values_list("key", flat=True)) == {"video-1"}


@pytest.mark.parametrize(
    ("do", "ticked", "says"),
    [
        ("swap", [], "Tick the two recordings to swap"),
        ("swap", [0], "Tick the two recordings to swap"),
        ("swap", [0, 1, 2], "Tick the two recordings to swap"),
        ("confirm", [], "Tick at least one recording first."),
        ("match", [], "There is nothing to move"),
        ("dance", [], "could not be understood"),
        ("", [], "could not be understood"),
        ("move", [], "There is nothing to move"),
    ],
)
def test_what_cannot_be_done_says_why(
    editor: Client, links: list[MediaLink], do: str, ticked: list[int], says: str
) -> None:
    before = addresses()
    for method in ("get", "post"):
        form: dict[str, Any] = {"state": "x" * 20, "do": do, "row": [links[number].pk for number in ticked]}
        answer = getattr(editor, method)(SCREEN, form, follow=True)
        assert says in text(answer)
    assert addresses() == before


@pytest.mark.parametrize("move", ["1-2", "x", "1-1-1", "٣-٤", "-", "9" * 50 + "-1", "{podcast}-{one}"])
def test_no_moves_but_an_exchange_are_taken(editor: Client, links: list[MediaLink], move: str) -> None:
    before = addresses()
    podcast = MediaLink.objects.get(key="podcast").pk
    sent_state = sent(text(editor.get(SCREEN)), "get")["state"]
    form = {"do": "move", "state": sent_state, "move": [move.format(podcast=podcast, one=links[0].pk)]}
    for method in ("get", "post"):
        answer = getattr(editor, method)(SCREEN, form, follow=True)
        assert answer.status_code == 200
        assert re.search("Nothing was moved|There is nothing to move", text(answer))
    assert addresses() == before


@pytest.mark.parametrize("row", ["0", "x", "9" * 40, "-1", "1\x00"])
def test_ticks_of_rows_that_are_not_there_are_no_ticks(editor: Client, row: str) -> None:
    answer = editor.get(SCREEN, {"do": "confirm", "state": "x", "row": row}, follow=True)
    assert "Tick at least one recording first." in text(answer)


def test_of_two_editors_the_second_is_told_of_the_first(editor: Client, links: list[MediaLink]) -> None:
    shown = preview(editor, "next")
    listed = sent(text(editor.get(SCREEN)), "get")
    other = signed_in(with_role("Olwen", "Administrator"))
    do_it(other, preview(other, "swap", links[0].pk, links[1].pk))
    before = addresses()
    assert "Somebody changed these recordings" in text(do_it(editor, shown))
    assert "Somebody changed these recordings" in text(editor.get(SCREEN, {**listed, "do": "next"}, follow=True))
    assert addresses() == before


@pytest.mark.parametrize(("role", "status"), [("Editor", 200), ("People administrator", 403), ("Administrator", 200)])
def test_only_who_may_change_recordings_reaches_it(links: list[MediaLink], role: str, status: int) -> None:
    client = signed_in(with_role("Rhys", role))
    assert client.get(SCREEN).status_code == status
    assert (SCREEN in text(client.get(reverse("admin:index")))) is (status == 200)
    if status == 403:
        assert client.post(SCREEN, {"do": "next", "state": "x"}).status_code == 403
    else:
        assert SCREEN in text(client.get(reverse("admin:media_links_medialink_changelist")))


def test_learners_are_sent_away(links: list[MediaLink]) -> None:
    assert signed_in(make_person("Sam")).get(SCREEN).status_code == 302


def test_with_nothing_loaded_it_says_so(links: list[MediaLink], editor: Client) -> None:
    MediaLink.objects.all().delete()
    assert "no recordings of the toolkit yet" in text(editor.get(SCREEN))


def test_it_takes_eight_queries_at_most(
    editor: Client, links: list[MediaLink], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        shown = editor.get(SCREEN)
    with django_assert_max_num_queries(8):
        editor.get(SCREEN, {**sent(text(shown), "get"), "do": "next"})
