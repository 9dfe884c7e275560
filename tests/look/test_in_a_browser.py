"""In a real browser: nothing from outside before the click, nothing wider than the window, nothing refused."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from accounts.models import User
from tests.look.conftest import signed_in

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]


class Visit:
    """A page of the gallery, and what the browser asked for and complained of."""

    def __init__(self, browser: Browser, address: str, cookie: str, **options) -> None:
        self.origin = address
        self.context = browser.new_context(**options)
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.route(lambda url: urlsplit(url).netloc != urlsplit(address).netloc, self.stay_inside)
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.goto(address + reverse("gallery"))

    def stay_inside(self, route: Route) -> None:
        if not route.request.url.startswith("data:"):
            self.asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Player</title>")

    def overflow(self) -> int:
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def visit(browser: Browser, live_server, staff: User) -> Iterator:
    cookie = signed_in(staff).cookies[settings.SESSION_COOKIE_NAME].value
    made: list[Visit] = []

    def make(**options) -> Visit:
        made.append(Visit(browser, live_server.url, cookie, **options))
        return made[-1]

    yield make
    for each in made:
        each.context.close()


def test_a_recording_loads_nothing_until_it_is_asked_for(visit) -> None:
    gallery = visit()
    assert gallery.asked == []
    gallery.page.locator(".listen .player-button").first.click()
    frame = gallery.page.locator(".listen iframe")
    frame.wait_for()
    own = quote(gallery.origin, safe="")
    assert gallery.asked == [f"https://www.youtube-nocookie.com/embed/00000000000?autoplay=1&origin={own}"]
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    assert frame.get_attribute("title") == "Audio 8: Why can’t children just leave?"
    assert gallery.page.evaluate("document.activeElement.tagName") == "IFRAME"
    box = frame.bounding_box()
    assert box
    assert 120 <= box["height"] <= 160
    assert gallery.complaints == []


def test_without_javascript_the_recording_is_a_plain_link(visit) -> None:
    gallery = visit(java_script_enabled=False)
    link = gallery.page.locator(".player .player-button")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=00000000000"
    assert link.get_attribute("rel") == "noreferrer"
    assert gallery.page.locator("iframe").count() == 0


@pytest.mark.parametrize("width", [320, 375, 768, 1280])
def test_nothing_scrolls_sideways(visit, width: int) -> None:
    assert visit(viewport={"width": width, "height": 800}).overflow() == 0


def test_what_one_presses_is_large_enough(visit) -> None:
    gallery = visit(viewport={"width": 375, "height": 800}, has_touch=True)
    small = gallery.page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")]
            .filter((piece) => piece.offsetParent && !piece.closest("p:not(.player-ways), li.card p, .error-summary"))
            .map((piece) => {
                const target = piece.closest("label") ?? piece;
                const box = target.getBoundingClientRect();
                return [piece.outerHTML.slice(0, 80), Math.round(box.width), Math.round(box.height)];
            })
            .filter(([, width, height]) => width < 24 || height < 24)"""
    )
    assert small == []


def test_the_account_menu_opens_and_closes_by_keyboard(visit) -> None:
    page = visit().page
    summary = page.locator("details.account > summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".account-menu").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".account-menu").is_hidden()
    assert summary.evaluate("element => element === document.activeElement")


def test_the_font_comes_without_moving_anything(visit) -> None:
    gallery = visit()
    moved = gallery.page.evaluate(
        """() => new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
            }).observe({type: "layout-shift", buffered: true});
            setTimeout(() => resolve(sum), 500);
        })"""
    )
    assert moved < 0.01
    assert gallery.page.evaluate("document.fonts.check('16px Atkinson Hyperlegible Next')")
