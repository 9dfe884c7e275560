"""What the tests find on this machine. What is missing is left out and named at the end; in CI it fails."""

import os
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tools import chromium

CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
POSTGRESQL = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/9"

LEFT_OUT = pytest.StashKey[list[str]]()


def answers(url: str) -> bool:
    """Whether something listens where the URL points."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=2).close()
    except OSError:
        return False
    return True


def missing() -> dict[str, str]:
    """Markers of tests that can't run here, each with what they lack."""
    found = {
        "both_databases": answers(POSTGRESQL) or "a PostgreSQL server (TEST_DATABASE_URL)",
        "needs_redis": answers(REDIS) or "a Redis server (TEST_REDIS_URL)",
        "needs_chromium": bool(chromium.find() or chromium.downloaded()) or "Chromium",
        "needs_toolkit": Path(os.environ.get("TOOLKIT_TEXT", "")).is_file() or "the toolkit's text (TOOLKIT_TEXT)",
        "needs_linux": sys.platform == "linux" or "Linux",
    }
    return {marker: what for marker, what in found.items() if isinstance(what, str)}
