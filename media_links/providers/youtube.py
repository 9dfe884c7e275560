"""YouTube, embedded from the host that sets fewer cookies."""

import re
from urllib.parse import parse_qs, urlsplit

KEY = "youtube"
NAME = "YouTube"
EMBED_ORIGIN = "https://www.youtube-nocookie.com"
HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "www.youtube-nocookie.com"}
ID = re.compile(r"[A-Za-z0-9_-]{11}")


def parse_address(address: str) -> str | None:
    """The id of the recording in any shape of YouTube address (or a bare id), or None."""
    address = address.strip()
    if ID.fullmatch(address):
        return address
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"}:
        return None
    steps = [step for step in parts.path.split("/") if step]
    found = ""
    if host in {"youtu.be", "www.youtu.be"} and steps:
        found = steps[0]
    elif host in HOSTS and steps[:1] == ["watch"]:
        found = parse_qs(parts.query).get("v", [""])[0]
    elif host in HOSTS and len(steps) > 1 and steps[0] in {"embed", "shorts", "live", "v"}:
        found = steps[1]
    return found if ID.fullmatch(found) else None


def watch_url(external_id: str) -> str:
    return f"https://www.youtube.com/watch?v={external_id}"


def embed_url(external_id: str) -> str:
    """The player's address. It starts by itself because it is loaded only after the click that asks for it."""
    return f"{EMBED_ORIGIN}/embed/{external_id}?autoplay=1&rel=0&playsinline=1"
