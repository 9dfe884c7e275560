"""A reflection in a real browser: saved as one types, through a lost line, two tabs, a crash and a sign-out."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from accounts.models import User
from reflection.forms import LONGEST
from reflection.models import JournalEntry, version_of
from reflection.writing import write_entry
from tests.courses.building import lesson, make_person, put_on, small_course
from tests.windows import drafts, sign_in

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

LESSON = "/learn/induction/trauma/family/"
PASSWORD = "a long enough password"
OFFLINE = "No connection. What you write is kept in this browser"
CLASH = "Also written elsewhere"


@pytest.fixture
def sam() -> User:
    sam = make_person("Sam")
    put_on(small_course(), sam)
    return sam


@pytest.fixture
def window(page: Page, sam: User, live_server: Any) -> Page:
    """Sam's window, on the lesson."""
    page.context.set_default_timeout(10_000)
    sign_in(page.context, sam, live_server.url)
    page.goto(live_server.url + LESSON)
    return page


@pytest.fixture
def plain(browser: Browser, sam: User, live_server: Any) -> Iterator[Page]:
    """A window without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, sam, live_server.url)
    yield context.new_page()
    context.close()


def box(page: Page) -> Any:
    return page.get_by_label("Your reflection")


def seen(page: Page) -> Any:
    return page.locator("[data-seen]")


def saves_as(page: Page, text: str) -> None:
    """Type, and wait until it is saved."""
    with page.expect_response("**/journal/keep/**"):
        box(page).fill(text)
    expect(seen(page)).to_have_text("Saved just now")


def kept(sam: User) -> str | None:
    return JournalEntry.objects.owned_by(sam).values_list("text", flat=True).first()


def test_it_saves_itself_and_says_so_once_aloud(window: Page, sam: User) -> None:
    said = window.locator("[data-heard]")
    said.evaluate("piece => { window.spoken = []; new MutationObserver(() => spoken.push(piece.textContent))"
                  ".observe(piece, {childList: true, characterData: true, subtree: true}); }")  # fmt: skip
    saves_as(window, "I think")
    saves_as(window, "I think I would first")
    assert kept(sam) == "I think I would first"
    assert window.evaluate("spoken") == ["Saved just now"]
    assert said.get_attribute("role") == "status"
    assert drafts(window) == []
    window.reload()
    expect(box(window)).to_have_value("I think I would first")


def test_while_one_types_there_is_no_more_than_a_request_in_two_seconds(window: Page, sam: User) -> None:
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url) if "/journal/keep/" in request.url else None)
    began = window.evaluate("performance.now()")
    with window.expect_response(lambda answer: "slowly" in (answer.request.post_data or "")):
        box(window).press_sequentially("forty letters, one after another, slowly", delay=120)
    took = window.evaluate("performance.now()") - began
    assert 2 <= len(asked) <= took / 2000 + 1
    assert kept(sam) == "forty letters, one after another, slowly"


def test_a_lost_line_loses_nothing(window: Page, sam: User) -> None:
    saves_as(window, "Before")
    window.context.set_offline(True)
    box(window).fill("Before and during")
    expect(seen(window)).to_contain_text(OFFLINE)
    assert kept(sam) == "Before"
    assert len(drafts(window)) == 1
    with window.expect_response("**/journal/keep/**"):
        window.context.set_offline(False)
    expect(seen(window)).to_have_text("Saved just now")
    assert kept(sam) == "Before and during"
    assert drafts(window) == []


def test_a_server_that_fails_is_asked_again(window: Page, sam: User) -> None:
    failures = [503, 500]
    window.route(
        "**/journal/keep/**",
        lambda route: route.fulfill(status=failures.pop()) if failures else route.continue_(),
    )
    box(window).fill("Patience")
    expect(seen(window)).to_contain_text("Not saved yet.")
    expect(seen(window)).to_have_text("Saved just now", timeout=20_000)
    assert kept(sam) == "Patience"


def test_an_answer_that_was_lost_is_no_clash(window: Page, sam: User) -> None:
    """The server kept the text, but the browser never heard so; meanwhile one typed on."""
    lost: list[bool] = []

    def lose_the_answer(route: Any) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(True)
            route.fetch()
            route.abort()

    window.route("**/journal/keep/**", lose_the_answer)
    box(window).fill("First")
    expect(seen(window)).to_contain_text("Not saved yet.")
    assert kept(sam) == "First"
    box(window).fill("First and more")
    expect(seen(window)).to_have_text("Saved just now", timeout=20_000)
    assert kept(sam) == "First and more"
    expect(window.get_by_role("heading", name=CLASH)).to_be_hidden()


def crash(page: Page) -> Page:
    """The page breaks down without a last word. Returns a new one in the same browser, on the line again."""
    with contextlib.suppress(Error), page.expect_event("crash"):
        page.goto("chrome://crash")
    context = page.context
    page.close()
    context.set_offline(False)
    return context.new_page()


def test_after_a_crash_what_was_not_saved_is_there_again_and_then_saved(
    window: Page, sam: User, live_server: Any
) -> None:
    saves_as(window, "Before")
    window.context.set_offline(True)
    box(window).fill("Before and what the crash would have taken")
    expect(seen(window)).to_contain_text(OFFLINE)
    after = crash(window)
    with after.expect_response("**/journal/keep/**"):
        after.goto(live_server.url + LESSON)
    expect(box(after)).to_have_value("Before and what the crash would have taken")
    expect(seen(after)).to_have_text("Saved just now")
    assert kept(sam) == "Before and what the crash would have taken"
    assert drafts(after) == []


def test_after_a_crash_a_newer_text_and_the_draft_are_both_there(window: Page, sam: User, live_server: Any) -> None:
    saves_as(window, "Before")
    window.context.set_offline(True)
    box(window).fill("Before, and in this browser")
    expect(seen(window)).to_contain_text(OFFLINE)
    write_entry(sam, lesson("trauma/family").pk, "", "From the phone")
    after = crash(window)
    after.goto(live_server.url + LESSON)
    expect(after.get_by_role("heading", name=CLASH)).to_be_visible()
    expect(after.locator("[data-other]")).to_have_text("From the phone")
    expect(box(after)).to_have_value("Before, and in this browser")
    assert kept(sam) == "From the phone"


def test_leaving_the_page_at_once_still_saves(window: Page, sam: User, live_server: Any) -> None:
    box(window).fill("Written and gone")
    window.goto(live_server.url + "/journal/")
    window.goto(live_server.url + LESSON)
    expect(box(window)).to_have_value("Written and gone")
    expect(seen(window)).to_have_text(re.compile("^(Saved just now|)$"))
    assert kept(sam) == "Written and gone"


@pytest.fixture
def clashing(window: Page, sam: User, live_server: Any) -> Page:
    """Two tabs on one lesson: the second saved, and then one types into the first."""
    saves_as(window, "In both")
    second = window.context.new_page()
    second.goto(live_server.url + LESSON)
    saves_as(second, "In both, and in the second")
    second.close()
    box(window).fill("In both, and in the first")
    expect(window.get_by_role("heading", name=CLASH)).to_be_visible()
    return window


def test_in_two_tabs_neither_text_is_lost(clashing: Page, sam: User) -> None:
    expect(box(clashing)).to_have_value("In both, and in the first")
    expect(clashing.locator("[data-other]")).to_have_text("In both, and in the second")
    expect(clashing.get_by_role("status").filter(has_text="Both texts are kept")).to_have_count(1)
    assert kept(sam) == "In both, and in the second"


@pytest.mark.parametrize(
    ("button", "text"),
    [
        ("Put both into the box", "In both, and in the second\n\nIn both, and in the first"),
        ("Keep only what is in the box", "In both, and in the first"),
        ("Take only the other", "In both, and in the second"),
    ],
)
def test_one_chooses_which_text_stands(clashing: Page, sam: User, button: str, text: str) -> None:
    clashing.get_by_role("button", name=button).click()
    expect(seen(clashing)).to_have_text("Saved just now")
    expect(box(clashing)).to_have_value(text)
    expect(clashing.get_by_role("heading", name=CLASH)).to_be_hidden()
    assert kept(sam) == text
    assert drafts(clashing) == []


def test_marking_complete_at_once_takes_the_last_word_along(window: Page, sam: User) -> None:
    saves_as(window, "I would")
    box(window).fill("I would ask first")
    window.get_by_role("button", name="Mark complete and continue").click()
    window.wait_for_url("**/engagement/")
    assert kept(sam) == "I would ask first"
    assert drafts(window) == []


@pytest.mark.parametrize("typed", ["", "Saved before"])
def test_with_nothing_left_to_save_it_is_marked_complete_as_ever(window: Page, sam: User, typed: str) -> None:
    if typed:
        saves_as(window, typed)
    window.get_by_role("button", name="Mark complete and continue").click()
    window.wait_for_url("**/engagement/")
    assert kept(sam) == (typed or None)


def test_without_a_line_what_cannot_be_saved_is_sent_with_the_form(window: Page, sam: User) -> None:
    window.route("**/journal/keep/**", lambda route: route.abort())
    box(window).fill("Only by the form")
    window.get_by_role("button", name="Mark complete and continue").click()
    window.wait_for_url("**/engagement/")
    assert kept(sam) == "Only by the form"


def test_a_break_keeps_the_words_and_leads_back_to_the_same_height(window: Page, sam: User) -> None:
    window.set_viewport_size({"width": 375, "height": 500})
    box(window).fill("In the middle of")
    end = window.locator("article .break button")
    end.scroll_into_view_if_needed()
    height = window.evaluate("scrollY")
    assert height > 300
    end.click()
    expect(window.get_by_role("heading", name="Support for you")).to_be_visible()
    assert kept(sam) == "In the middle of"
    window.get_by_role("link", name="Back to where you were").click()
    window.wait_for_url("**/family/")
    expect(box(window)).to_have_value("In the middle of")
    expect(window.locator("article .break button")).to_be_focused()
    assert abs(window.evaluate("scrollY") - height) < 40


def test_what_is_too_long_is_said_in_place_and_stays(window: Page, sam: User) -> None:
    box(window).fill("x" * (LONGEST + 1))
    expect(window.locator("[data-problem]")).to_contain_text("Please shorten it.")
    expect(box(window)).to_have_attribute("aria-invalid", "true")
    assert len(box(window).input_value()) == LONGEST + 1
    assert kept(sam) is None
    saves_as(window, "Shorter")
    expect(window.locator("[data-problem]")).to_be_hidden()


def test_signing_out_saves_the_last_word_and_leaves_no_draft(window: Page, sam: User) -> None:
    box(window).fill("The last word")
    window.locator("details.account > summary").click()
    window.get_by_role("button", name="Sign out").click()
    expect(window.get_by_label("E-mail")).to_be_visible()
    assert kept(sam) == "The last word"
    assert drafts(window) == []


def test_signing_out_in_one_tab_ends_the_drafts_of_the_other(window: Page, sam: User, live_server: Any) -> None:
    window.route("**/journal/keep/**", lambda route: route.abort())
    box(window).fill("Kept in the browser")
    expect(seen(window)).to_contain_text("Not saved yet.")
    second = window.context.new_page()
    second.goto(live_server.url)
    second.locator("details.account > summary").click()
    second.get_by_role("button", name="Sign out").click()
    expect(second.get_by_label("E-mail")).to_be_visible()
    expect(seen(window)).to_contain_text("You have signed out in another tab.")
    box(window).fill("Kept in the browser no more")
    assert drafts(window) == []
    assert drafts(second) == []


def test_who_would_lose_something_by_signing_out_is_asked_first(window: Page, sam: User) -> None:
    window.route("**/journal/keep/**", lambda route: route.abort())
    asked: list[str] = []
    window.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    box(window).fill("Not saved")
    expect(seen(window)).to_contain_text("Not saved yet.")
    window.locator("details.account > summary").click()
    with window.expect_event("dialog"):
        window.get_by_role("button", name="Sign out").click()
    expect(seen(window)).to_contain_text("Not saved yet.")
    assert asked == ["Something you wrote is not saved yet and would be lost. Sign out all the same?"]
    expect(box(window)).to_have_value("Not saved")
    assert len(drafts(window)) == 1


def test_another_person_who_signs_in_finds_no_draft(window: Page, sam: User, live_server: Any) -> None:
    window.route("**/journal/keep/**", lambda route: route.abort())
    box(window).fill("For nobody else")
    expect(seen(window)).to_contain_text("Not saved yet.")
    window.goto("about:blank")
    cerys = make_person("Cerys")
    window.context.clear_cookies()
    sign_in(window.context, cerys, live_server.url)
    window.goto(live_server.url)
    expect(window.get_by_role("heading", name="My learning")).to_be_visible()
    assert drafts(window) == []
    assert window.evaluate("JSON.stringify({...localStorage})").count("nobody else") == 0


def test_after_the_session_ran_out_the_draft_waits_for_the_same_person(
    window: Page, sam: User, live_server: Any
) -> None:
    window.context.clear_cookies()
    box(window).fill("Half a thought")
    expect(seen(window)).to_contain_text("Not saved: you are signed out.")
    window.reload()
    expect(window.get_by_label("E-mail")).to_be_visible()
    assert len(drafts(window)) == 1
    sign_in(window.context, sam, live_server.url)
    with window.expect_response("**/journal/keep/**"):
        window.goto(live_server.url + LESSON)
    expect(seen(window)).to_have_text("Saved just now")
    assert kept(sam) == "Half a thought"


def test_without_javascript_marking_complete_saves_it_and_a_clash_shows_both(
    plain: Page, sam: User, live_server: Any
) -> None:
    plain.goto(live_server.url + LESSON)
    box(plain).fill("Without a script")
    plain.get_by_role("button", name="Mark complete and continue").click()
    assert kept(sam) == "Without a script"
    plain.goto(live_server.url + LESSON)
    known = version_of(JournalEntry.objects.owned_by(sam).get())
    write_entry(sam, lesson("trauma/family").pk, "", "From the phone", known)
    box(plain).fill("Without a script, longer")
    plain.get_by_role("button", name="Continue").click()
    expect(plain.get_by_role("heading", name=CLASH)).to_be_visible()
    expect(box(plain)).to_have_value("Without a script, longer")
    expect(plain.locator("[data-other]")).to_have_text("From the phone")
    expect(plain.get_by_role("button", name="Put both into the box")).to_be_hidden()
    plain.get_by_role("button", name="Continue").click()
    plain.wait_for_url("**/engagement/")
    assert kept(sam) == "Without a script, longer"
