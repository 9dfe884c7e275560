"""YouTube, embedded from the host that sets fewer cookies."""

import json
import re
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from media_links.models import MediaLink
from media_links.providers.answer import Answer

KEY = "youtube"
NAME = "YouTube"
HOSTS = {
    "youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "gaming.youtube.com",
    "youtube-nocookie.com", "www.youtube-nocookie.com",
}  # fmt: skip
SHORT_HOSTS = {"youtu.be", "www.youtu.be"}
ID = re.compile(r"[A-Za-z0-9_-]{11}")
# What “Share, Embed” gives: a piece of HTML with the address in it.
EMBED_CODE = re.compile(r"<iframe\b[^>]*\ssrc=[\"']([^\"']+)")
REFUSED: dict[int, MediaLink.Health] = {
    HTTPStatus.UNAUTHORIZED: MediaLink.Health.NOT_EMBEDDABLE,
    HTTPStatus.FORBIDDEN: MediaLink.Health.GONE,
    HTTPStatus.NOT_FOUND: MediaLink.Health.GONE,
    HTTPStatus.BAD_REQUEST: MediaLink.Health.GONE,
    HTTPStatus.GONE: MediaLink.Health.GONE,
}
LONGEST_REFUSAL = 1000


def parse_address(address: str) -> str | None:
    """The id of the recording in any shape of YouTube address (or embed code, or a bare id), or None."""
    address = address.strip()
    if ID.fullmatch(address):
        return address
    host, steps, query = _parts(address)
    found = ""
    if host in SHORT_HOSTS and steps:
        found = steps[0]
    elif host in HOSTS and steps[:1] in ([], ["watch"]) and "v" in query:
        found = query["v"][0]
    elif host in HOSTS and len(steps) > 1 and steps[0] in {"embed", "shorts", "live", "v", "e", "watch"}:
        found = steps[1]
    elif host in HOSTS and steps == ["attribution_link"]:
        return parse_address(f"https://www.youtube.com{query.get('u', [''])[0]}")
    return found if ID.fullmatch(found) else None


def why_not(address: str) -> str:
    """What is wrong with an address of which `parse_address` made nothing, for whoever pasted it."""
    host, steps, query = _parts(address.strip())
    if host in HOSTS and (steps[:1] == ["playlist"] or "list" in query):
        return _("This is a list of videos. Open the one you mean and copy its address.")
    if host in HOSTS and steps and (steps[0].startswith("@") or steps[0] in {"channel", "c", "user"}):
        return _("This is somebody’s channel. Open the video you mean and copy its address.")
    if host in HOSTS | SHORT_HOSTS:
        return _("This is no address of a YouTube video: a part of it is missing. Copy the whole address again.")
    return _(
        "This is no address of a YouTube video. Recordings are played from YouTube; for a page elsewhere choose the "
        "kind “Website” or “Podcast”."
    )


def _parts(address: str) -> tuple[str, list[str], dict[str, list[str]]]:
    """Host, steps of the path and query; all empty where it is no address."""
    if embedded := EMBED_CODE.search(address):
        address = embedded[1]
    try:
        parts = urlsplit(address if "//" in address.partition("?")[0] else f"//{address}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return "", [], {}
    if parts.scheme not in {"", "http", "https"}:
        return "", [], {}
    return host, [step for step in parts.path.split("/") if step], parse_qs(parts.query)


def watch_url(external_id: str, start: int = 0) -> str:
    """The recording's page at the provider, to play from `start` seconds on."""
    return f"https://www.youtube.com/watch?v={external_id}" + (f"&t={start}s" if start else "")


def embed_url(external_id: str) -> str:
    """The player's address. It starts by itself because it is loaded only after the click that asks for it, and answers
    the messages of the page that frames it (enablejsapi)."""
    origin = settings.PLAYER_ORIGINS[KEY]
    return f"{origin}/embed/{external_id}?autoplay=1&rel=0&playsinline=1&enablejsapi=1"


def question(external_id: str) -> str:
    """The address at which YouTube tells about a recording."""
    return f"{settings.YOUTUBE_OEMBED_ORIGIN}/oembed?{urlencode({'url': watch_url(external_id), 'format': 'json'})}"


def understand(status: int, body: bytes) -> Answer | None:
    """What the answer says of the recording, or None where it says nothing of it.

    YouTube refuses in a word or two: 401 where the owner doesn't let it play elsewhere, 403 where it is private, 404 or
    400 where it is no more. A long page under such a status comes from something in between, such as a filter.
    """
    if status == HTTPStatus.OK:
        title = _title(body)
        return Answer(MediaLink.Health.ALIVE, title) if title else None
    if status not in REFUSED or len(body) > LONGEST_REFUSAL:
        return None
    return Answer(REFUSED[status])


def _title(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    title = told.get("title") if isinstance(told, dict) else None
    if not isinstance(title, str):
        return ""
    longest = MediaLink._meta.get_field("owner_title").max_length
    return " ".join(title.replace("\x00", "").split())[:longest]
