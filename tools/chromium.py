"""A browser for the tests: the system's, one that apt brings, or Playwright's own download."""

import os
import shutil
from pathlib import Path

from tools import processes
from tools.telling import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Below the home directory, on Linux and on macOS.
CACHES = (".cache", "Library/Caches")


def find() -> str | None:
    """The path of the system's Chromium."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def downloaded() -> bool:
    """Whether Playwright has brought its own."""
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    caches = [Path(given)] if given else [Path.home() / cache / "ms-playwright" for cache in CACHES]
    return any(next(cache.glob("chromium*/INSTALLATION_COMPLETE"), None) for cache in caches if cache.is_dir())


def install(python: Path) -> None:
    """Sees to it that there is one, as far as this machine allows."""
    if find() or downloaded():
        return
    say("Installing Chromium for the tests that drive a browser…")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt, sudo = shutil.which("apt-get"), shutil.which("sudo")
    as_root = [] if os.geteuid() == 0 else [sudo, "-n"] if sudo else None
    if apt and as_root is not None:
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            processes.run("apt-get", [*as_root, apt, "-q", *arguments], environment)
    if not find():
        processes.run("download of Chromium", [str(python), "-m", "playwright", "install", "chromium"], environment)
