"""Somebody at a lesson with a recording, in a real browser whose clock the test sets."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import BrowserContext, Frame, Page, Request

from accounts.models import User
from courses.models import Coverage
from courses.publishing import announce_change
from media_links.models import MediaLink
from tests.courses.editors import signed_in
from tests.courses.watching import ServerClock

LESSON = "/learn/induction/coercion/fear/"
PLAY, AGAIN = "Play the video", "Try it all the same"


class Visit:
    """Sam's browser. Its clock and the server's go on when the test says so."""

    def __init__(self, context: BrowserContext, address: str, server: ServerClock, player: str) -> None:
        self.context, self.address, self.server, self.player = context, address, server, player
        context.clock.install()
        self.page: Page = context.new_page()
        self.asked: set[str] = set()
        self.complaints: list[str] = []
        context.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc))
        self.note_reports()
        self.listen_to(self.page)

    def listen_to(self, page: Page) -> None:
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self) -> Page:
        self.page.goto(self.address + LESSON)
        return self.page

    def another_tab(self) -> Page:
        page = self.context.new_page()
        self.listen_to(page)
        page.goto(self.address + LESSON)
        return page

    def press(self, name: str = PLAY, page: Page | None = None) -> Frame:
        """Press what plays it, and wait for the player to be there."""
        page = page or self.page
        page.get_by_role("button", name=name).click()
        frame = page.locator("iframe.player-frame").element_handle()
        found = frame.content_frame() if frame else None
        assert found is not None
        found.wait_for_load_state()
        return found

    def play(self, name: str = PLAY, page: Page | None = None) -> Frame:
        """Press it, and wait until it plays and the site knows of it."""
        page = page or self.page
        with page.expect_response("**/watched/"):
            frame = self.press(name, page)
            self.wait(1)
            frame.get_by_text("state 1").wait_for()
        return frame

    def wait(self, seconds: int) -> None:
        """Time goes by, in every tab and at the server; never so fast that a report takes longer than a second."""
        for _ in range(seconds):
            self.server.wait(1)
            self.context.clock.run_for(1000)
            while self.on_their_way:
                self.page.wait_for_timeout(10)

    def note_reports(self) -> None:
        """Keep count of the reports that have no answer yet."""
        self.on_their_way: set[Request] = set()

        def begin(request: Request) -> None:
            if request.resource_type == "fetch":
                self.on_their_way.add(request)

        def end(request: Request) -> None:
            self.on_their_way.discard(request)

        self.context.on("request", begin)
        self.context.on("requestfinished", end)
        self.context.on("requestfailed", end)

    def pause(self, frame: Frame) -> None:
        """Pause it, and wait until the site has been told."""
        stopped = frame.evaluate("player.pause() ?? Math.floor(player.time())")
        eventually(lambda: Coverage.objects.filter(position=stopped).exists())


def sign_in(context: BrowserContext, person: User, address: str) -> None:
    cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])


def recorded_as(address: str) -> None:
    """The recording whose id tells the stand-in what to do."""
    MediaLink.objects.update(external_id=address)
    announce_change()


def eventually(holds: Callable[[], bool]) -> None:
    """Wait for what the server does without being watched. Fails after ten seconds."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
