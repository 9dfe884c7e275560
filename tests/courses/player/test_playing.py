"""Playing a recording in a real browser: what is noted, and what comes of it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User
from courses.models import Coverage, How, WatchSession
from tests.courses.player.visiting import LESSON, PLAY, Visit, eventually, sign_in
from tests.courses.watching import FEAR, completed, noted

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]


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
    assert completed() == []
    page.get_by_label("Your reflection").fill("I would ask first.")
    visit.wait(75)
    expect(page.get_by_text("You have played enough: this lesson is complete.")).to_be_visible()
    assert page.url.endswith(LESSON)
    expect(page.get_by_label("Your reflection")).to_have_value("I would ask first.")
    assert completed() == [(FEAR, How.WATCHED)]
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
    assert completed() == []
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
    page.goto(live_server.url + LESSON)
    link = page.get_by_role("link", name=PLAY)
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=filmxxxxxxx"
    page.get_by_role("button", name=way).click()
    assert page.url.endswith("/learn/induction/coercion/")
    hows = {"I have read": How.READ, "I watched": How.ELSEWHERE, "We did": How.TOGETHER}
    assert completed() == [(FEAR, how) for begins, how in hows.items() if way.startswith(begins)]
    context.close()
