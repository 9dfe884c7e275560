"""Asking a provider over HTTP: one host, one answer, bounded in time and in size."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Event, Timer
from urllib.parse import urlsplit

TIMEOUT = 5
LONGEST = 10
LARGEST = 64_000
HEADERS = {"Accept": "application/json", "Accept-Language": "en", "User-Agent": "cce-lms (does it still play?)"}


class NoAnswer(Exception):
    """Nothing usable came. It says nothing about what was asked for."""


def ask(url: str) -> tuple[int, bytes]:
    """Status and body of the one answer; a redirect is an answer like any other, and not followed. Raises NoAnswer."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        connection.connect()
        with _hung_up_after(LONGEST, connection.sock) as hung_up:
            connection.request("GET", f"{parts.path}?{parts.query}", headers=HEADERS)
            response = connection.getresponse()
            body = response.read(LARGEST + 1)
    except (OSError, HTTPException) as error:
        raise NoAnswer(repr(error)) from error
    finally:
        connection.close()
    if hung_up.is_set():
        raise NoAnswer(f"No whole answer within {LONGEST} seconds.")
    if len(body) > LARGEST:
        raise NoAnswer(f"The answer is longer than {LARGEST} bytes.")
    return response.status, body


@contextmanager
def _hung_up_after(seconds: float, connected: socket.socket) -> Iterator[Event]:
    """Ends the connection after so long, and tells whether it did. Its own timeout is for each piece: a server that
    sends a byte now and then would hold the run."""
    hung_up = Event()

    def hang_up() -> None:
        hung_up.set()
        with suppress(OSError):
            # Of the socket beneath: TLS would first want to say goodbye.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    watch = Timer(seconds, hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield hung_up
    finally:
        watch.cancel()
