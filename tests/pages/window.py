"""A browser window in which one person goes through their pages, looked at in many ways without loading them anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser

from tests.pages.page import Page
from tests.pages.world import World

HERE = Path(__file__).parent
AXE = (HERE / "axe" / "axe.min.js").read_text()
CHECKS = (HERE / "checks.js").read_text()

WIDE, NARROW = (1280, 900), (375, 667)
# 1280 by 1024 pixels at 400 %.
ZOOMED = (320, 256)
# What depends on the colours alone.
COLOURS = ["color-contrast", "link-in-text-block"]
# What depends on the room there is, besides: what is hidden or set anew in a narrow window.
LAYOUT = [
    *COLOURS, "target-size", "link-name", "button-name", "label", "select-name", "aria-hidden-focus",
    "scrollable-region-focusable", "aria-required-children", "empty-heading",
]  # fmt: skip
# What one presses to get on is at least this large on a phone; everything else half of it.
MAIN = "main .btn:not(.small), .main-nav a, label.choice, a.choice, .player-button"


class Window:
    def __init__(self, browser: Browser, site: str, world: World, cookie: str = "", **options: Any) -> None:
        self.site, self.world = site, world
        # Nothing moves, as for whoever asks for less motion: else colours would be measured on their way.
        asked = {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}
        self.context = browser.new_context(**{**asked, **options})
        if cookie:
            self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.narrow_rules: list[str] | None = None
        self.page.on("request", lambda request: self._from_elsewhere(request.url))
        self.page.on("console", lambda message: self._complained(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(f"a script failed: {error}"))

    def _from_elsewhere(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme.startswith("http") and parts.netloc != urlsplit(self.site).netloc:
            self.complaints.append(f"asks another host: {address}")

    def _complained(self, kind: str, text: str) -> None:
        if kind == "error" and "the server responded with a status of" not in text:
            self.complaints.append(f"the browser complains: {text}")

    def open(self, page: Page) -> None:
        """Loads the page, and fails where it answers with something else than the table says."""
        self.complaints.clear()
        # The frame of the administration is the same on each of its many pages, and the same wide and narrow.
        self.narrow_rules = LAYOUT if page.name.startswith("admin:") else None
        self.resize(WIDE)
        answer = self.page.goto(self.site + page.path(self.world))
        assert answer
        if page.then is None:
            assert answer.status == page.status, f"{page} answers {answer.status}"
        else:
            page.then(self.page)

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def check(self, name: str, *arguments: object) -> list[str]:
        found: list[str] = self.page.evaluate("([name, given]) => checks[name](...given)", [name, list(arguments)])
        return found

    def axe(self, rules: list[str] | None = None) -> list[str]:
        found: list[str] = self.page.evaluate("runAxe", rules)
        return found

    def load_checks(self) -> None:
        self.page.evaluate(AXE)
        self.page.evaluate(CHECKS)

    def problems(self) -> Iterator[str]:
        """What keeps somebody from using the page that is open."""
        self.load_checks()
        yield from self.complaints
        yield from say("wide", self.axe())
        self.page.emulate_media(color_scheme="dark")
        yield from say("wide and dark", self.axe(COLOURS))
        self.resize(NARROW)
        yield from say("narrow and dark", self.axe(COLOURS))
        self.page.emulate_media(color_scheme="light")
        yield from say("narrow", self.axe(self.narrow_rules))
        yield from say("narrow", self.check("sideways"))
        yield from say("too small", [*self.check("targets", 24), *self.check("targets", 44, MAIN)])
        yield from say("focus", self.check("focus"))
        self.resize(ZOOMED)
        yield from say("at 400 %", [*self.check("sideways"), *self.check("cutOff")])
        yield from say("although less motion is asked for", self.check("moving"))


def say(where: str, found: list[str]) -> Iterator[str]:
    yield from (f"{where}: {each}" for each in found)
