"""A word that is explained opens its meaning in place: by keyboard, by touch, and on the smallest screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from courses.models import Course, GlossaryTerm
from tests.courses.building import make_course, make_lesson, make_module, make_person, put_on
from tests.windows import sign_in

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

LESSON = "/learn/induction/trauma/family/"
FILLING = "What the toolkit says, at some length, so that the word stands where lines end. "
BODY = (
    f'<p>{FILLING}An <a href="#term-ocg">organised crime group</a> may hold a <a href="#term-debt">debt</a> over a '
    f'child. {FILLING}</p><p>A word that <a href="#term-nowhere">nobody explains</a> leads nowhere.</p>'
)
MEANING = "People who plan crime together, and live from it."


@pytest.fixture
def course() -> Course:
    GlossaryTerm.objects.create(key="ocg", term="Organised crime group", definition=MEANING)
    GlossaryTerm.objects.create(key="debt", term="Debt", definition="Money that a child is said to owe & can’t pay.")
    course = make_course()
    make_lesson(make_module(course, "trauma"), "family", body=BODY)
    return course


@pytest.fixture
def windows(browser: Browser, course: Course, live_server: Any) -> Iterator[Any]:
    sam = make_person("Sam")
    put_on(course, sam)
    opened = []

    def open_window(**options: Any) -> Page:
        context = browser.new_context(**options)
        opened.append(context)
        sign_in(context, sam, live_server.url)
        page = context.new_page()
        page.goto(live_server.url + LESSON)
        return page

    yield open_window
    for context in opened:
        context.close()


def word(page: Page, name: str = "organised crime group") -> Locator:
    return page.get_by_role("button", name=name)


def meaning(page: Page) -> Locator:
    return page.locator(".term-piece")


def test_by_keyboard_it_opens_and_closes_and_the_focus_stays_on_the_word(windows: Any) -> None:
    page = windows()
    word(page).focus()
    for key in ("Enter", "Space"):
        page.keyboard.press(key)
        expect(meaning(page)).to_have_text(f"Organised crime group {MEANING}")
        expect(word(page)).to_have_attribute("aria-expanded", "true")
        page.keyboard.press(key)
        expect(meaning(page)).to_have_count(0)
        expect(word(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(meaning(page)).to_have_count(0)
    expect(word(page)).to_be_focused()


def test_screen_readers_are_told_the_meaning_and_read_it_after_the_word(windows: Any) -> None:
    page = windows()
    status = page.locator('a[href="#term-ocg"] + [role="status"]')
    expect(status).to_be_attached()
    expect(status).to_be_empty()
    word(page).click()
    expect(status).to_contain_text(MEANING)


def test_moving_on_closes_it_and_another_word_opens_its_own(windows: Any) -> None:
    page = windows()
    word(page).click()
    word(page, "debt").click()
    expect(meaning(page)).to_have_text("Debt Money that a child is said to owe & can’t pay.")
    page.keyboard.press("Tab")
    expect(meaning(page)).to_have_count(0)
    word(page).click()
    page.get_by_role("heading", name="Lesson family").click()
    expect(meaning(page)).to_have_count(0)


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_it_covers_no_word_that_it_explains_and_moves_nothing(windows: Any, width: int) -> None:
    page = windows(viewport={"width": width, "height": 700}, has_touch=width < 1000)
    heading = page.get_by_role("heading", name="Hold on to this")
    before = heading.bounding_box()
    for name in ("organised crime group", "debt"):
        word(page, name).scroll_into_view_if_needed()
        word(page, name).tap() if width < 1000 else word(page, name).click()
        covered = word(page, name).evaluate(
            """word => { const piece = document.querySelector(".term-piece").getBoundingClientRect();
                return [...word.getClientRects()].filter((part) => part.bottom > piece.top && part.top < piece.bottom
                    && part.right > piece.left && part.left < piece.right).length; }"""
        )
        assert covered == 0
        box = meaning(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= 700
    scrolled = page.evaluate("scrollY")
    after = heading.bounding_box()
    assert after["y"] + scrolled == pytest.approx(before["y"], abs=1)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_word_that_nobody_explains_opens_nothing(windows: Any) -> None:
    page = windows()
    expect(page.get_by_text("nobody explains")).to_be_visible()
    expect(page.get_by_role("button", name="nobody explains")).to_have_count(0)


def test_without_javascript_the_link_leads_to_the_words_at_the_end(windows: Any) -> None:
    page = windows(java_script_enabled=False)
    page.get_by_role("link", name="organised crime group").click()
    assert page.url.endswith("#term-ocg")
    expect(page.locator("#term-ocg")).to_be_in_viewport()


def test_nothing_is_refused_by_the_policy(windows: Any) -> None:
    page = windows()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    word(page).click()
    expect(meaning(page)).to_be_visible()
    assert complaints == []
