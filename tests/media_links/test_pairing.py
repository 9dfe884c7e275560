"""Moving addresses between the toolkit's labels: what moves, what stays, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from courses.models import Course, Coverage, WatchSession
from media_links.models import MediaLink
from media_links.pairing import Stale, WrongMoves, back, confirm, matched, move, shifted, state_of, swapped
from tests.courses.building import make_course, make_person
from tests.media_links.building import TITLES, addresses, external_id, toolkit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

AS_PRINTED = {"video-1": "a", "video-2": "b", "video-3": "c", "video-4": "d", "talk": "e", "podcast": "f"}
SHIFTED = {**AS_PRINTED, "video-1": "b", "video-2": "c", "video-3": "d", "video-4": "a"}


@pytest.fixture
def links() -> list[MediaLink]:
    return toolkit()


def recordings() -> list[MediaLink]:
    return list(MediaLink.objects.of_the_toolkit())


def state() -> str:
    return state_of(recordings())


def pk(key: str) -> int:
    return MediaLink.objects.get(key=key).pk


def test_shifting_gives_each_discussion_the_next_address_and_leaves_the_rest(links: list[MediaLink]) -> None:
    assert addresses() == AS_PRINTED
    move(shifted(recordings(), 1), state())
    assert addresses() == SHIFTED
    assert list(MediaLink.objects.order_by("order").values_list("title", flat=True))[:4] == TITLES


def test_shifting_back_undoes_it_to_the_last_field(links: list[MediaLink]) -> None:
    MediaLink.objects.filter(key="video-2").update(
        owner_title="Its own", health="alive", checked_at=datetime(2026, 11, 25, tzinfo=UTC), duration_seconds=725,
        reported_seconds=726, captions="yes", transcript="Said aloud.",
    )  # fmt: skip
    before = list(MediaLink.objects.order_by("pk").values())
    move(shifted(recordings(), 1), state())
    first = MediaLink.objects.get(key="video-1")
    assert (first.owner_title, first.health, first.captions) == ("Its own", "alive", "yes")
    assert (first.duration_seconds, first.reported_seconds, first.transcript) == (725, 726, "Said aloud.")
    assert MediaLink.objects.get(key="video-2").transcript == ""
    move(shifted(recordings(), -1), state())
    assert list(MediaLink.objects.order_by("pk").values()) == before


def test_two_are_swapped_and_swapped_back(links: list[MediaLink]) -> None:
    pair = swapped(pk("video-1"), pk("talk"))
    after = move(pair, state())
    assert addresses() == {**AS_PRINTED, "video-1": "e", "talk": "a"}
    assert after == state()
    move(back(pair), after)
    assert addresses() == AS_PRINTED


def test_a_confirmed_title_is_confirmed_no_more_when_its_recording_is_another(links: list[MediaLink]) -> None:
    confirm([pk("video-1"), pk("video-3")], state())
    move(swapped(pk("video-1"), pk("video-2")), state())
    assert set(MediaLink.objects.filter(pairing_confirmed=True).values_list("key", flat=True)) == {"video-3"}
    confirm([pk("video-3")], state(), confirmed=False)
    assert not MediaLink.objects.filter(pairing_confirmed=True).exists()


def owners_call_them(**titles: str) -> None:
    for key, title in titles.items():
        MediaLink.objects.filter(key=key.replace("_", "-")).update(owner_title=title)


def test_matching_finds_what_was_off_by_one(links: list[MediaLink]) -> None:
    owners_call_them(
        video_1="CCE: all discussions in one video", video_2="CCE: Being credible", video_3="Remaining Curious",
        video_4="CCE - stepping back", talk="Dr Budge on Trauma and CCE",
    )  # fmt: skip
    moves = matched(recordings())
    assert moves == shifted(recordings(), 1)
    move(moves, state())
    assert matched(recordings()) == {}


def test_what_is_like_nothing_makes_room_and_what_nobody_needs_stays(links: list[MediaLink]) -> None:
    owners_call_them(video_1="Remaining curious", video_2="Something else", video_3="Nothing like it")
    assert matched(recordings()) == swapped(pk("video-1"), pk("video-2"))


def test_what_somebody_confirmed_is_not_matched_away(links: list[MediaLink]) -> None:
    owners_call_them(video_1="Remaining curious", video_2="Being credible")
    confirm([pk("video-1")], state())
    assert matched(recordings()) == {}


def test_without_owners_titles_nothing_matches(links: list[MediaLink]) -> None:
    assert matched(recordings()) == {}
    assert shifted([], 1) == {}
    assert matched([]) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"external_id": external_id("z")},
        {"title": "Another"},
        {"owner_title": "Known by now"},
        {"pairing_confirmed": True},
        {"group": "further"},
    ],
)
def test_what_was_changed_meanwhile_is_left_alone(links: list[MediaLink], change: dict[str, Any]) -> None:
    seen, moves = state(), shifted(recordings(), 1)
    MediaLink.objects.filter(key="video-3").update(**change)
    before = addresses()
    with pytest.raises(Stale):
        move(moves, seen)
    with pytest.raises(Stale):
        confirm([pk("video-1")], seen)
    assert addresses() == before
    assert not MediaLink.objects.filter(key="video-1", pairing_confirmed=True).exists()


def test_an_address_never_goes_to_two_places_or_to_none(links: list[MediaLink]) -> None:
    one, two, podcast = pk("video-1"), pk("video-2"), pk("podcast")
    for moves in ({one: two}, {one: two, two: two}, {one: podcast, podcast: one}, {one: 10**9, 10**9: one}):
        with pytest.raises(WrongMoves):
            move(moves, state())
    with pytest.raises(WrongMoves):
        confirm([podcast], state())
    MediaLink.objects.filter(pk=one).update(provider="", external_id="")
    with pytest.raises(WrongMoves):
        confirm([one], state())
    assert addresses() == {**AS_PRINTED, "video-1": ""}


def test_a_missing_address_moves_like_any_other(links: list[MediaLink]) -> None:
    MediaLink.objects.filter(key="video-2").update(provider="", external_id="")
    move(shifted(recordings(), 1), state())
    assert addresses() == {**SHIFTED, "video-1": ""}


def test_the_database_refuses_what_this_avoids(links: list[MediaLink]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        MediaLink.objects.filter(key="video-1").update(external_id=external_id("b"))


def test_learners_are_told(links: list[MediaLink]) -> None:
    make_course()
    stamps = [Course.objects.get().outline_stamp]
    for change in (
        lambda: move(shifted(recordings(), 1), state()),
        lambda: confirm([pk("video-1")], state()),
    ):
        change()
        stamps.append(Course.objects.get().outline_stamp)
    assert len(set(stamps)) == 3


def test_what_somebody_watched_goes_with_the_recording(links: list[MediaLink]) -> None:
    sam, ayo = make_person("Sam"), make_person("Ayo")
    for learner, key, interval in ((sam, "video-1", [0, 1]), (sam, "video-2", [0, 2]), (ayo, "video-4", [0, 4])):
        coverage = Coverage.objects.create(learner=learner, link_id=pk(key), intervals=[interval])
        WatchSession.objects.create(coverage=coverage, token=f"00000000-0000-0000-0000-00000000000{interval[1]}")
    Coverage.objects.create(learner=ayo, link_id=pk("podcast"), intervals=[[0, 6]])

    def watched() -> set[tuple[str, str, int]]:
        rows = Coverage.objects.values_list("learner__name", "link__external_id", "intervals")
        return {(name, address[:1], intervals[0][1]) for name, address, intervals in rows}

    before = watched()
    assert before == {("Sam", "a", 1), ("Sam", "b", 2), ("Ayo", "d", 4), ("Ayo", "f", 6)}
    move(shifted(recordings(), 1), state())
    assert watched() == before
    assert WatchSession.objects.count() == 3
