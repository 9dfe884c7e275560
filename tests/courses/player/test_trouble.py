"""When the player errs, is silent or is not the player, and when the line is broken."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from courses.models import Coverage
from courses.players import BLOCKED_COOKIE
from media_links.models import MediaLink
from tests.courses.player.visiting import AGAIN, LESSON, PLAY, Visit, eventually, recorded_as
from tests.courses.watching import completed, noted

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]


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
    assert completed() == []


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
    assert completed() == []


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
    assert completed() == [], "no timer completes a lesson"
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
    visit.wait(31)
    eventually(lambda: noted()[0][1] >= 43)
    assert page.url.endswith(LESSON)


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
