"""What a lesson weighs over the wire, as a browser counts it, with the settings of production."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.pages.production import ADDRESS, PASSWORD, Production

pytestmark = pytest.mark.needs_chromium

KILOBYTE = 1000
FIRST, NEXT = 90 * KILOBYTE, 15 * KILOBYTE
LESSONS = {
    "recording": "/learn/induction/coercive-control/fear-and-danger/",
    "next": "/learn/induction/coercive-control/children-are-victims-first/",
}
SHIFTED = """() => new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum), 100)));
})"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    with Production(tmp_path_factory.mktemp("production")) as running:
        yield running


class Scales:
    """Counts what comes over the wire: heads and bodies as they were sent, compressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.came: dict[str, float] = {}
        self.names: dict[str, str] = {}
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, Any]) -> None:
        self.names[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        self.came[self.names[event["requestId"]]] = event["encodedDataLength"]

    def weigh(self, address: str) -> dict[str, float]:
        """What opening the address brings, by its path."""
        self.came.clear()
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        return {urlsplit(url).path: weight for url, weight in self.came.items() if weight}


@pytest.fixture
def visit(browser: Browser, production: Production) -> Iterator[Page]:
    """A learner's window in which nothing is kept but the cookie of the session."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{production.url}/accounts/login/")
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{production.url}/")
    fresh = browser.new_context(locale="en-GB", storage_state=context.storage_state())
    context.close()
    yield fresh.new_page()
    fresh.close()


def test_a_lesson_is_light_at_first_and_lighter_after(visit: Page, production: Production) -> None:
    scales = Scales(visit)
    first = scales.weigh(production.url + LESSONS["recording"])
    assert visit.locator("h1").inner_text() == "Fear and Danger"
    assert sum(first.values()) <= FIRST, first
    assert any(path.endswith(".woff2") for path in first), "the font was not counted"
    following = scales.weigh(production.url + LESSONS["next"])
    assert sum(following.values()) <= NEXT, following
    assert set(following) == {LESSONS["next"]}, "something was sent again"


def test_nothing_moves_while_a_lesson_loads(visit: Page, production: Production) -> None:
    for path in LESSONS.values():
        visit.goto(production.url + path)
        visit.wait_for_load_state("networkidle")
        assert visit.evaluate(SHIFTED) < 0.01


def test_nothing_is_asked_of_another_host(visit: Page, production: Production) -> None:
    asked: set[str] = set()
    visit.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    for path in ("/", *LESSONS.values()):
        visit.goto(production.url + path)
        visit.wait_for_load_state("networkidle")
    assert asked == {urlsplit(production.url).netloc}
