"""The player in a real browser, with a stand-in for the provider's on an origin of its own."""

from __future__ import annotations

import copy
import io
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Request, expect

from accounts.models import User
from courses.models import Coverage, How, LessonProgress, WatchSession
from courses.players import BLOCKED_COOKIE
from courses.publishing import announce_change
from media_links.models import MediaLink
from tests.courses.building import make_person, put_on, small_course
from tests.courses.editors import signed_in
from tests.courses.watching import ServerClock, make_recording, put_into
from tests.player import StandIn

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

FEAR = "/learn/induction/coercion/fear/"
PLAY, AGAIN = "Play the video", "Try it all the same"


@pytest.fixture(scope="module")
def stand_in() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def sam(transactional_db: None, settings: Any, stand_in: StandIn) -> User:
    """Sam learns; the lesson on fear has one recording, of a hundred seconds, played by the stand-in."""
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["frame-src"] = [stand_in.origin]
    settings.CONTENT_SECURITY_POLICY = policy
    settings.PLAYER_ORIGINS = {"youtube": stand_in.origin}
    course, sam = small_course(), make_person("Sam")
    put_on(course, sam)
    put_into(make_recording("film", duration_seconds=100), "coercion/fear")
    announce_change()
    return sam


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
        self.page.goto(self.address + FEAR)
        return self.page

    def another_tab(self) -> Page:
        page = self.context.new_page()
        self.listen_to(page)
        page.goto(self.address + FEAR)
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


@pytest.fixture
def visit(
    browser: Browser, live_server: Any, sam: User, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> Iterator:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(10_000)
    sign_in(context, sam, live_server.url)
    yield Visit(context, live_server.url, ServerClock(monkeypatch), stand_in.origin)
    context.close()


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


def completed_how() -> list[str]:
    return list(LessonProgress.objects.filter(completed_at__isnull=False).values_list("how", flat=True))


def noted() -> list[list[float]]:
    return Coverage.objects.get().intervals


def test_nothing_is_loaded_or_played_before_it_is_asked_for(visit: Visit):
    page = visit.open()
    page.wait_for_load_state("networkidle")
    visit.wait(20)
    assert page.locator("iframe").count() == 0
    assert visit.asked == {urlsplit(visit.address).netloc}
    assert not page.locator("details[data-other-ways]").evaluate("details => details.open")
    visit.play()
    assert visit.asked == {urlsplit(visit.address).netloc, urlsplit(visit.player).netloc}
    assert page.locator(f'script[src^="{visit.player}"]').count() == 0
    assert visit.complaints == []


def test_playing_nine_tenths_completes_the_lesson_and_the_page_stays(visit: Visit):
    page = visit.open()
    visit.play()
    visit.wait(32)
    expect(page.locator("[data-watched]")).to_have_text(re.compile("^Played so far: (2[6-9]|30) %$"))
    assert completed_how() == []
    page.get_by_label("Your reflection").fill("I would ask first.")
    visit.wait(75)
    expect(page.get_by_text("You have played enough: this lesson is complete.")).to_be_visible()
    assert page.url.endswith(FEAR)
    expect(page.get_by_label("Your reflection")).to_have_value("I would ask first.")
    assert completed_how() == [How.WATCHED]
    assert (Coverage.objects.count(), WatchSession.objects.count()) == (0, 0)
    visit.wait(30)
    page.goto("about:blank")
    assert Coverage.objects.count() == 0, "nothing is noted after the lesson is complete"
    assert visit.complaints == []


def test_jumping_to_the_end_is_not_watching(visit: Visit):
    page = visit.open()
    frame = visit.play()
    visit.wait(5)
    frame.evaluate("player.seek(90)")
    visit.wait(16)
    expect(page.locator("[data-watched]")).to_have_text(re.compile("^Played so far: 1[4-8] %$"))
    eventually(lambda: noted()[-1][1] == 100)
    (start, middle), (jumped, _) = noted()
    assert start == 0
    assert middle < 8
    assert jumped >= 90
    assert completed_how() == []
    assert Coverage.objects.get().position == 0, "who came to the end goes on from nowhere"


def test_playing_the_same_again_counts_once(visit: Visit):
    visit.open()
    frame = visit.play()
    for _ in range(4):
        frame.evaluate("player.seek(0)")
        visit.wait(10)
    visit.pause(frame)
    ((start, end),) = noted()
    assert start == 0
    assert 10 <= end <= 13


def test_where_one_stopped_is_offered_and_never_forced(visit: Visit):
    page = visit.open()
    frame = visit.play()
    visit.wait(40)
    visit.pause(frame)
    stopped = Coverage.objects.get().position
    assert 38 <= stopped <= 44
    visit.open()
    assert page.locator("iframe").count() == 0
    expect(page.get_by_role("button", name=PLAY)).to_be_visible()
    frame = visit.play(f"Go on from 0:{stopped}")
    visit.wait(10)
    visit.pause(frame)
    ((start, end),) = noted()
    assert start == 0
    assert end >= stopped + 9


def test_what_was_played_is_kept_when_the_page_is_left(visit: Visit):
    page = visit.open()
    visit.play()
    visit.wait(9)
    assert noted() == []
    page.goto(visit.address + "/library/")
    eventually(lambda: noted() != [])
    ((start, end),) = noted()
    assert start == 0
    assert end >= 8


def test_two_tabs_do_not_count_twice(visit: Visit):
    first = visit.open()
    second = visit.another_tab()
    one, other = visit.play(page=first), visit.play(page=second)
    visit.wait(20)
    visit.pause(one)
    visit.pause(other)
    ((start, end),) = noted()
    assert start == 0
    assert end <= 24
    assert WatchSession.objects.count() == 2


FORGED = """async (sender) => {
    const said = JSON.stringify({event: "infoDelivery", info: {playerState: 1, currentTime: 50, duration: 9}});
    const heard = new Promise((resolve) => addEventListener("message", (event) => event.data === said && resolve()));
    if (sender === "itself") window.postMessage(said, "*");
    else {
        // A frame at the player's own address, but another one.
        const other = document.createElement("iframe");
        const address = new URL(document.querySelector(".player-frame").src);
        address.searchParams.set("say", said);
        other.src = address;
        document.body.append(other);
    }
    await heard;
}"""


@pytest.mark.parametrize("sender", ["itself", "another frame of the player's origin"])
def test_only_the_player_that_was_opened_is_believed(visit: Visit, sender: str):
    page = visit.open()
    MediaLink.objects.update(reported_seconds=None)
    frame = visit.play()
    visit.pause(frame)
    before = noted()
    page.evaluate(FORGED, sender)
    visit.wait(16)
    assert (noted(), MediaLink.objects.get().reported_seconds) == (before, 100)
    assert completed_how() == []


@pytest.mark.parametrize("nonsense", ['"text"', "{", "null", "[]", '{"event": 7}', '{"event": "infoDelivery"}', "{}"])
def test_nonsense_from_the_player_breaks_nothing(visit: Visit, nonsense: str):
    visit.open()
    frame = visit.play()
    frame.evaluate("text => parent.postMessage(text, '*')", nonsense)
    frame.evaluate("parent.postMessage({a: [1]}, '*')")
    visit.wait(5)
    visit.pause(frame)
    assert len(noted()) == 1
    assert visit.complaints == []


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (2, "This recording did not play."),
        (5, "This recording did not play."),
        (100, "private now, or no longer there"),
        (101, "Its owner lets it play on YouTube only."),
        (150, "Its owner lets it play on YouTube only."),
        (153, "This recording did not play."),
    ],
)
def test_an_error_is_said_in_words_and_the_other_ways_are_offered(visit: Visit, number: int, says: str):
    recorded_as(f"error-{number:03d}xx")
    page = visit.open()
    page.get_by_role("button", name=PLAY).click()
    expect(page.get_by_text(says)).to_be_visible()
    assert page.locator("iframe").count() == 0
    expect(page.get_by_text("Together with your supervisor")).to_be_visible()
    expect(page.locator("[data-trouble]")).to_be_focused()
    assert BLOCKED_COOKIE not in {cookie["name"] for cookie in visit.context.cookies()}
    assert completed_how() == []


def test_after_eight_seconds_of_silence_the_other_ways_are_offered_and_remembered(visit: Visit):
    recorded_as("silencexxxx")
    page = visit.open()
    visit.press()
    visit.wait(7)
    expect(page.locator("[data-trouble]")).to_be_hidden()
    visit.wait(2)
    expect(page.get_by_text("YouTube does not answer. Many office networks block it")).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()
    code = page.get_by_role("img", name="QR code")
    code.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=code.element_handle())
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
    assert found.text == "https://www.youtube.com/watch?v=silencexxxx"
    visit.wait(120)
    assert completed_how() == [], "no timer completes a lesson"
    assert (Coverage.objects.count(), visit.complaints) == (0, [])

    (cookie,) = [cookie for cookie in visit.context.cookies() if cookie["name"] == BLOCKED_COOKIE]
    assert (cookie["value"], cookie["sameSite"], cookie["path"]) == ("1", "Lax", "/")
    visit.open()
    expect(page.get_by_text("did not answer in this browser lately")).to_be_visible()
    expect(page.get_by_role("button", name=PLAY)).to_be_hidden()
    recorded_as("filmxxxxxxx")
    visit.open()
    visit.play(AGAIN)
    expect(page.locator("[data-trouble]")).to_be_hidden()
    assert BLOCKED_COOKIE not in {cookie["name"] for cookie in visit.context.cookies()}


def test_it_is_remembered_for_a_week(visit: Visit):
    recorded_as("silencexxxx")
    page = visit.open()
    visit.press()
    visit.wait(9)
    (cookie,) = [cookie for cookie in visit.context.cookies() if cookie["name"] == BLOCKED_COOKIE]
    now = page.request.get(visit.address + "/healthz").headers["date"]
    seconds = page.evaluate("([expires, now]) => expires - Date.parse(now) / 1000", [cookie["expires"], now])
    assert 7 * 86400 - 120 <= seconds <= 7 * 86400 + 120


def test_what_cannot_be_noted_is_said_and_made_up_for(visit: Visit):
    page = visit.open()
    visit.play()
    page.route("**/watched/", lambda route: route.abort())
    visit.wait(16)
    expect(page.get_by_text("What you play can’t be noted at the moment")).to_be_visible()
    page.unroute("**/watched/")
    visit.wait(15)
    expect(page.get_by_text("What you play can’t be noted at the moment")).to_be_hidden()
    ((start, end),) = noted()
    assert start == 0
    assert end >= 29


def test_what_reached_the_site_too_late_is_said_again(visit: Visit):
    page = visit.open()
    frame = visit.play()
    # The site took nothing for a minute, and then too much at once.
    visit.wait(44)
    Coverage.objects.update(intervals=[])
    visit.pause(frame)
    assert 0 < noted()[0][1] < 40, "no more than may have been played since the last report"
    visit.wait(16)
    eventually(lambda: noted()[0][1] >= 43)
    assert page.url.endswith(FEAR)


def test_by_keyboard_it_plays_and_the_focus_is_in_the_player(visit: Visit):
    page = visit.open()
    button = page.get_by_role("button", name=PLAY)
    button.focus()
    page.keyboard.press("Space")
    expect(page.locator("iframe.player-frame")).to_be_focused()


@pytest.mark.parametrize("way", ["I have read the text", "I watched it elsewhere", "We did this with my supervisor"])
def test_the_buttons_work_without_javascript(browser: Browser, live_server: Any, sam: User, way: str):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, sam, live_server.url)
    page = context.new_page()
    page.goto(live_server.url + FEAR)
    link = page.get_by_role("link", name=PLAY)
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=filmxxxxxxx"
    page.get_by_role("button", name=way).click()
    assert page.url.endswith("/learn/induction/coercion/")
    hows = {"I have read": How.READ, "I watched": How.ELSEWHERE, "We did": How.TOGETHER}
    assert completed_how() == [how for begins, how in hows.items() if way.startswith(begins)]
    context.close()


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_nothing_scrolls_sideways_in_any_state(visit: Visit, width: int):
    recorded_as("silencexxxx")
    page = visit.open()
    page.set_viewport_size({"width": width, "height": 800})
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    visit.press()
    visit.wait(9)
    expect(page.locator("[data-trouble]")).to_be_visible()
    assert page.evaluate(overflow) == 0
