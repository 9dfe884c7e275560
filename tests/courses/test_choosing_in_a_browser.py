"""The choices at a content note in a browser without JavaScript, each to the end of the lesson."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from courses.models import LessonMedia, LessonProgress
from media_links.models import MediaLink
from tests.courses.building import lesson, make_person, put_on, small_course
from tests.windows import sign_in

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

MODULE = "/learn/induction/trauma/"
LESSON = MODULE + "family/"


@pytest.fixture
def sam() -> User:
    sam = make_person("Sam")
    put_on(small_course(), sam)
    link = MediaLink.objects.create(
        key="audio-1", group="discussion", kind="audio", provider="youtube", external_id="abcdefgh_01", title="Audio 1"
    )
    LessonMedia.objects.create(lesson=lesson("trauma/family"), link=link)
    return sam


@pytest.fixture(params=[True, False], ids=["with a script", "without"])
def window(request: pytest.FixtureRequest, browser: Browser, sam: User, live_server: Any) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=request.param)
    sign_in(context, sam, live_server.url)
    yield context.new_page()
    context.close()


def choose(window: Page, words: str) -> None:
    window.get_by_role("button", name=words).click()


def how() -> list[tuple[str, str]]:
    done = LessonProgress.objects.filter(completed_at__isnull=False)
    return list(done.values_list("lesson__slug", "how"))


def test_going_on(window: Page, live_server: Any) -> None:
    window.goto(live_server.url + LESSON)
    choose(window, "Go on")
    expect(window.get_by_role("button", name="Come back later")).to_be_hidden()
    choose(window, "Mark complete and continue")
    window.wait_for_url("**/engagement/")
    assert how() == [("family", "read")]


def test_reading_in_place_of_listening(window: Page, live_server: Any) -> None:
    window.goto(live_server.url + LESSON)
    expect(window.get_by_role("link", name="Audio 1").or_(window.get_by_role("button", name="Audio 1"))).to_be_visible()
    choose(window, "Read the text instead")
    expect(window.locator(".player-button")).to_be_hidden()
    window.get_by_text("Show the recording after all").click()
    expect(window.locator(".player-button")).to_be_visible()
    choose(window, "Mark complete and continue")
    window.wait_for_url("**/engagement/")
    assert how() == [("family", "read")]


def test_together_with_the_supervisor(window: Page, live_server: Any) -> None:
    window.goto(live_server.url + LESSON)
    choose(window, "Do it with my supervisor")
    expect(window.get_by_text("Agree when, how long")).to_be_visible()
    choose(window, "We did this with my supervisor")
    window.wait_for_url("**/engagement/")
    assert how() == [("family", "together")]


def test_later_and_then_back_by_the_list_of_what_was_set_aside(window: Page, live_server: Any) -> None:
    window.goto(live_server.url + LESSON)
    choose(window, "Come back later")
    window.wait_for_url("**/engagement/")
    window.get_by_role("link", name="My learning").click()
    aside = window.get_by_role("region", name="What you set aside")
    expect(aside.get_by_text("Kept for later")).to_be_visible()
    aside.get_by_role("link", name="Lesson family").click()
    window.get_by_text("Choose another way").click()
    choose(window, "Go on")
    choose(window, "Mark complete and continue")
    window.wait_for_url("**/engagement/")
    assert how() == [("family", "read")]


def test_the_whole_module_from_its_own_page(window: Page, live_server: Any) -> None:
    window.goto(live_server.url + MODULE)
    choose(window, "Come back later")
    window.wait_for_url("**/coercion/fear/")
    window.goto(live_server.url + MODULE)
    expect(window.get_by_text("Kept for later", exact=True)).to_have_count(2)
    window.get_by_text("Choose another way").click()
    choose(window, "Go on")
    window.wait_for_url(f"**{LESSON}")
