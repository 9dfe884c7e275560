"""The nightly look at recordings, against a YouTube of our own: what it believes, and what breaks nothing."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings as site_settings
from django.utils import timezone

from accounts.models import SiteSettings
from cce_lms import tasks
from cce_lms.celery import app
from cce_lms.schedule import BEAT_SCHEDULE
from courses.models import Course
from media_links import asking, checking
from media_links.models import MediaLink
from tests.courses.building import make_course
from tests.media_links.building import FakeYouTube, external_id, fake_youtube, recording

pytestmark = pytest.mark.django_db

EARLIER = datetime(2026, 11, 1, 2, 20, tzinfo=UTC)
NIGHT = datetime(2026, 11, 25, 2, 20, tzinfo=UTC)


@pytest.fixture
def youtube(settings: Any) -> Iterator[FakeYouTube]:
    with fake_youtube() as server:
        settings.YOUTUBE_OEMBED_ORIGIN = server.origin
        yield server


def check(**parts: Any) -> int:
    with time_machine.travel(NIGHT, tick=False):
        return checking.check_recordings(**{"wait": lambda seconds: None, **parts})


def learned(link: MediaLink) -> tuple[str, str, datetime | None, datetime | None]:
    link.refresh_from_db()
    return link.health, link.owner_title, link.checked_at, link.unanswered_at


def test_what_plays_is_alive_and_its_owners_title_is_kept(youtube: FakeYouTube) -> None:
    one, two = recording(1), recording(2, owner_title="An old one")
    youtube.alive("a", " What its  owner\ncalls it ")
    youtube.alive("b", "T" * 500)
    assert check() == 2
    assert learned(one) == ("alive", "What its owner calls it", NIGHT, None)
    assert learned(two) == ("alive", "T" * 300, NIGHT, None)


@pytest.mark.parametrize(
    ("status", "words", "health"),
    [
        (401, b"Unauthorized", "not-embeddable"),
        (403, b"Forbidden", "gone"),
        (404, b"Not Found", "gone"),
        (400, b"Bad Request", "gone"),
        (410, b"", "gone"),
    ],
)
def test_what_is_refused_is_kept_with_the_title_it_had(
    youtube: FakeYouTube, status: int, words: bytes, health: str
) -> None:
    link = recording(1, owner_title="Its title", health="alive")
    youtube.refuses("a", status, words)
    check()
    assert learned(link) == (health, "Its title", NIGHT, None)


STRANGE: list[Any] = [
    (500, b"Internal Server Error"),
    (503, b""),
    (429, b"Too Many Requests"),
    (204, b""),
    (200, b"Forbidden"),
    (200, b"<!doctype html><title>Your network says no</title>"),
    (200, b"[]"),
    (200, b'{"title": 7}'),
    (200, b'{"title": ""}'),
    (200, b'{"title": "\xff"}'),
    (200, b'{"title": "' + b"x" * 100_000 + b'"}'),
    (403, b"<html>" + b"A page of a filter. " * 100),
    (404, b"<html>" + b"A page of a filter. " * 100),
    "hang_up",
]


@pytest.mark.parametrize("health", ["unknown", "alive", "not-embeddable", "gone"])
@pytest.mark.parametrize("answer", STRANGE, ids=[str(number) for number in range(len(STRANGE))])
def test_a_strange_answer_changes_nothing_but_that_nobody_answered(
    youtube: FakeYouTube, answer: Any, health: str
) -> None:
    link = recording(1, owner_title="Its title", health=health, checked_at=EARLIER)
    youtube.answers[external_id("a")] = answer
    assert check() == 1
    assert learned(link) == (health, "Its title", EARLIER, NIGHT)


def test_what_answers_again_is_no_longer_unanswered(youtube: FakeYouTube) -> None:
    link = recording(1, unanswered_at=EARLIER)
    youtube.alive("a", "Back")
    check()
    assert learned(link) == ("alive", "Back", NIGHT, None)


@pytest.mark.parametrize("answer", ["say_nothing", "drip"])
def test_a_server_that_takes_its_time_holds_nobody(
    youtube: FakeYouTube, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(asking, "TIMEOUT", 0.3)
    monkeypatch.setattr(asking, "LONGEST", 0.6)
    slow, quick = recording(1, health="alive"), recording(2)
    youtube.answers[external_id("a")] = answer
    youtube.alive("b", "Quick")
    check()
    assert learned(slow) == ("alive", "", None, NIGHT)
    assert learned(quick) == ("alive", "Quick", NIGHT, None)


def test_a_refused_connection_breaks_nothing(settings: Any) -> None:
    with fake_youtube() as closed:
        settings.YOUTUBE_OEMBED_ORIGIN = closed.origin
    link = recording(1, health="alive", checked_at=EARLIER)
    check()
    assert learned(link) == ("alive", "", EARLIER, NIGHT)


def test_no_redirect_is_followed(youtube: FakeYouTube) -> None:
    link = recording(1, health="alive")
    with fake_youtube() as elsewhere:
        youtube.answers[external_id("a")] = (302, f"{elsewhere.origin}/oembed?format=json".encode())
        check()
        assert elsewhere.asked == []
    assert learned(link) == ("alive", "", None, NIGHT)


def test_they_are_asked_one_at_a_time_with_a_pause_between(youtube: FakeYouTube) -> None:
    for number in (1, 2, 3):
        recording(number)
    pauses: list[float] = []
    check(wait=pauses.append)
    assert pauses == [checking.PAUSE] * 2
    assert youtube.asked_at_once == 1


def test_a_run_that_takes_too_long_ends_and_the_next_begins_with_those_left(youtube: FakeYouTube) -> None:
    for number in (1, 2, 3):
        recording(number)
    now = iter([0.0, 0.0, checking.LONGEST_RUN])
    assert check(clock=lambda: next(now)) == 1
    assert youtube.asked == [external_id("a")]
    check()
    assert youtube.asked == [external_id(letter) for letter in "abca"]


def test_what_plays_nowhere_that_we_know_is_not_asked_for(youtube: FakeYouTube) -> None:
    recording(1, provider="", external_id="", kind="website", url="https://example.org/")
    recording(2, provider="elsewhere")
    assert check() == 0
    assert youtube.asked == []


def test_learners_are_told_of_a_change_and_of_nothing_else(youtube: FakeYouTube) -> None:
    make_course()
    recording(1)
    youtube.alive("a", "One")

    def changes(**answer: Any) -> bool:
        before = Course.objects.get().outline_stamp
        check()
        return Course.objects.get().outline_stamp != before

    assert changes()
    assert not changes()
    youtube.refuses("a", 503)
    assert not changes()
    youtube.refuses("a", 404)
    assert changes()


def test_an_answer_belongs_to_the_address_wherever_it_stands_by_then(youtube: FakeYouTube) -> None:
    one = recording(1)
    youtube.alive("a", "Of the a’s")

    def moved_meanwhile(url: str) -> tuple[int, bytes]:
        answer = asking.ask(url)
        MediaLink.objects.filter(pk=one.pk).update(external_id=external_id("z"))
        recording(2, external_id=external_id("a"))
        return answer

    original, checking.ask = checking.ask, moved_meanwhile
    try:
        check()
    finally:
        checking.ask = original
    told = set(MediaLink.objects.values_list("key", "owner_title", "health"))
    assert told == {("video-1", "", "unknown"), ("video-2", "Of the a’s", "alive")}


def test_the_task_runs_at_night_and_can_be_switched_off(youtube: FakeYouTube) -> None:
    entry = BEAT_SCHEDULE["check-recordings"]
    app.loader.import_default_modules()
    assert entry["task"] in app.tasks
    assert entry["schedule"].hour <= {0, 1, 2, 3, 4}
    recording(1)
    SiteSettings.objects.create(pk=1, checks_recordings=False)
    assert tasks.check_recordings() == 0
    assert youtube.asked == []
    SiteSettings.objects.update(checks_recordings=True)
    assert tasks.check_recordings() == 1
    assert tasks.check_recordings() == 1
    link = MediaLink.objects.get()
    assert link.health == "gone"
    assert link.checked_at is not None
    assert timezone.now() >= link.checked_at


def test_only_development_may_ask_another_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOUTUBE_OEMBED_ORIGIN", "http://127.0.0.1:9/")
    from cce_lms import settings as module  # noqa: PLC0415

    assert importlib.reload(module).YOUTUBE_OEMBED_ORIGIN == "http://127.0.0.1:9"
    monkeypatch.setenv("DEVELOPMENT", "0")
    monkeypatch.setenv("SECRET_KEY", "".join(map(chr, range(48, 118))))
    assert importlib.reload(module).YOUTUBE_OEMBED_ORIGIN == "https://www.youtube.com"
    monkeypatch.undo()
    importlib.reload(module)
    assert site_settings.YOUTUBE_OEMBED_ORIGIN == "https://www.youtube.com"
