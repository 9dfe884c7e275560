"""The toolkit's recordings in small, and a YouTube of our own to ask about them."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from media_links.models import MediaLink

TITLES = ["Being credible", "Remaining curious", "Stepping back", "All discussions in one video"]


def external_id(letter: str) -> str:
    return letter * 11


def recording(number: int, **fields: Any) -> MediaLink:
    """The recording at this place in the toolkit: Video 1, 2, 3 … at addresses of a's, b's, c's."""
    usual = {
        "key": f"video-{number}", "kind": "video", "group": "discussion", "label": f"Video {number}",
        "title": f"Title {number}", "provider": "youtube", "external_id": external_id("abcdefghij"[number - 1]),
        "order": number,
    }  # fmt: skip
    return MediaLink.objects.create(**{**usual, **fields})


def toolkit() -> list[MediaLink]:
    """Four discussions and the presentation; beside them a podcast, which is no recording of the toolkit's own."""
    links = [recording(number, title=title) for number, title in enumerate(TITLES, start=1)]
    links.append(recording(5, key="talk", group="presentation", label="", title="Trauma and CCE", speaker="Dr Budge"))
    recording(6, key="podcast", group="further", kind="podcast", label="", title="A podcast")
    return links


def addresses() -> dict[str, str]:
    """Which letter stands at which key."""
    return {link.key: link.external_id[:1] for link in MediaLink.objects.all()}


class FakeYouTube(ThreadingHTTPServer):
    """Answers each recording as `answers` says: a status and a body, or something stranger."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.answers: dict[str, tuple[int, bytes] | str] = {}
        self.asked: list[str] = []
        self.asked_at_once = 0
        self.being_asked = 0
        self.closing = Event()

    def alive(self, letter: str, title: str) -> None:
        self.answers[external_id(letter)] = (200, json.dumps({"title": title, "type": "video"}).encode())

    def refuses(self, letter: str, status: int, words: bytes = b"Not Found") -> None:
        self.answers[external_id(letter)] = (status, words)


class Answering(BaseHTTPRequestHandler):
    server: FakeYouTube

    def log_message(self, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        self.server.being_asked += 1
        self.server.asked_at_once = max(self.server.asked_at_once, self.server.being_asked)
        try:
            self.answer()
        finally:
            self.server.being_asked -= 1

    def answer(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        assert (parts.path, query["format"]) == ("/oembed", ["json"])
        address = urlsplit(query["url"][0])
        assert (address.scheme, address.netloc, address.path) == ("https", "www.youtube.com", "/watch")
        asked = parse_qs(address.query)["v"][0]
        self.server.asked.append(asked)
        answer = self.server.answers.get(asked, (404, b"Not Found"))
        if isinstance(answer, str):
            getattr(self, answer)()
            return
        status, body = answer
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", body.decode())
            body = b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def say_nothing(self) -> None:
        self.server.closing.wait(30)

    def drip(self) -> None:
        """A byte now and then, for ever."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        try:
            while not self.server.closing.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            pass


@contextmanager
def fake_youtube() -> Iterator[FakeYouTube]:
    server = FakeYouTube()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
