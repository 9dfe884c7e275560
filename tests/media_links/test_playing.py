"""What pages need to play a recording, and where players may come from."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

from media_links.models import MediaLink
from media_links.playing import clock, playable

ID = "dQw4w9WgXcQ"
ELSEWHERE = "http://127.0.0.1:9999"
ASK = """
from django.conf import settings
print(settings.PLAYER_ORIGINS["youtube"], *settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"])
"""


def origins(**environment: str) -> list[str]:
    """Where the player comes from, and what pages may frame, in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "VAR_DIR": os.environ["VAR_DIR"],
            "DJANGO_SETTINGS_MODULE": "cce_lms.settings",
            "SECRET_KEY": "".join(chr(code) for code in range(48, 110)),
            "YOUTUBE_PLAYER_ORIGIN": ELSEWHERE,
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.split()


def test_only_development_can_play_from_somewhere_else():
    assert origins() == ["https://www.youtube-nocookie.com"] * 2
    assert origins(DEVELOPMENT="1") == [ELSEWHERE] * 2


def test_the_player_speaks_with_the_page_and_its_page_can_begin_anywhere():
    film = playable(MediaLink(kind="video", provider="youtube", external_id=ID, duration_seconds=200))
    assert film.embed_url == (
        f"https://www.youtube-nocookie.com/embed/{ID}?autoplay=1&rel=0&playsinline=1&enablejsapi=1"
    )
    assert film.watch_from(200) == f"https://www.youtube.com/watch?v={ID}&t=200s"
    assert film.watch_from(0) == film.watch_url
    assert film.seconds == 200


def test_a_page_elsewhere_is_only_opened():
    page = playable(MediaLink(kind="website", url="https://www.example.org/talk", duration_seconds=0))
    assert (page.embed_url, page.watch_from(200), page.seconds) == ("", "https://www.example.org/talk", None)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (200, "3:20"), (3599, "59:59"), (3725, "1:02:05")])
def test_a_length_is_shown_as_a_player_shows_it(seconds: int, shown: str):
    assert clock(seconds) == shown
