"""An attempt in a real browser: saved as one goes, by keyboard, through a broken line, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from assessments.models import Answer, Attempt, Quiz
from tests.assessments.building import QUIZ, answers_to, choice_of

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def beside_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser's loop runs in this thread, which makes Django think that the tests themselves are asynchronous."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def sign_in(context: BrowserContext, person: User, address: str) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def window(page: Page, sam: User, live_server: Any) -> Page:
    page.context.set_default_timeout(10_000)
    sign_in(page.context, sam, live_server.url)
    return page


@pytest.fixture
def plain(browser: Browser, sam: User, live_server: Any) -> Iterator[Page]:
    """A window without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, sam, live_server.url)
    yield context.new_page()
    context.close()


def paper(attempt: Attempt) -> list[Any]:
    return list(attempt.questions.as_paper())  # type: ignore[attr-defined]


def radio(asked: Any, right: bool = True) -> str:
    return f'input[value="{choice_of(asked, right).pk}"]'


def saved(attempt: Attempt) -> dict[int, list[int]]:
    return dict(Answer.objects.filter(asked__attempt=attempt).values_list("asked__place", "response"))


def test_answers_are_saved_by_keyboard_as_they_are_chosen(window: Page, live_server: Any, attempt: Attempt) -> None:
    window.goto(f"{live_server.url}/attempts/{attempt.pk}/")
    first, second = paper(attempt)[:2]
    window.locator(f"#{first.field_name} input").first.focus()
    window.keyboard.press("Space")
    window.keyboard.press("ArrowDown")
    window.keyboard.press("Tab")
    window.keyboard.press("Space")
    expect(window.get_by_text("2 of 5 answered")).to_be_visible()
    expect(window.get_by_role("status").filter(has_text="Saved")).to_have_count(1)
    expect(window.locator("[data-unanswered] li:visible")).to_have_text(["Question 3", "Question 4", "Question 5"])
    assert saved(attempt) == {1: [first.option_order[1]], 2: [second.option_order[0]]}
    window.reload()
    expect(window.locator("input:checked")).to_have_count(2)


def test_what_could_not_be_sent_is_sent_when_the_line_is_back(window: Page, live_server: Any, attempt: Attempt) -> None:
    window.goto(f"{live_server.url}/attempts/{attempt.pk}/")
    first, second = paper(attempt)[:2]
    window.context.set_offline(True)
    window.check(radio(first, right=False))
    window.check(radio(first))
    window.check(radio(second))
    expect(window.locator("#save-state")).to_contain_text("Not saved yet")
    assert saved(attempt) == {}
    window.context.set_offline(False)
    expect(window.get_by_text("2 of 5 answered")).to_be_visible()
    assert saved(attempt) == {1: [choice_of(first).pk], 2: [choice_of(second).pk]}


def test_choosing_after_another_tab_submitted_leads_to_the_result(
    window: Page, live_server: Any, attempt: Attempt, sam: User
) -> None:
    window.goto(f"{live_server.url}/attempts/{attempt.pk}/")
    other_tab = Client()
    other_tab.force_login(sam)
    other_tab.post(f"/attempts/{attempt.pk}/submit/", answers_to(attempt, right=5))
    window.check(radio(paper(attempt)[0], right=False))
    window.wait_for_url("**/result/")
    expect(window.get_by_text("5/5")).to_be_visible()


def test_signed_out_meanwhile_it_says_that_nothing_is_saved(window: Page, live_server: Any, attempt: Attempt) -> None:
    window.goto(f"{live_server.url}/attempts/{attempt.pk}/")
    window.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    window.check(radio(paper(attempt)[0]))
    expect(window.locator("#save-state")).to_contain_text("Not saved yet")
    assert saved(attempt) == {}


def test_without_javascript_a_quiz_is_taken_from_start_to_result(plain: Page, live_server: Any, quiz: Quiz) -> None:
    plain.goto(f"{live_server.url}{QUIZ}")
    plain.get_by_role("button", name="Start").click()
    attempt = Attempt.objects.get()
    first, second, *others = paper(attempt)
    plain.check(radio(first))
    plain.get_by_role("button", name="Save, and go on later").click()
    assert list(saved(attempt)) == [1]
    plain.goto(f"{live_server.url}{QUIZ}")
    plain.get_by_role("link", name="Continue").click()
    plain.check(radio(second))
    plain.get_by_role("button", name="Submit my answers").click()
    plain.get_by_role("link", name="Question 3").click()
    for asked in others:
        plain.check(radio(asked))
    plain.get_by_role("button", name="Submit my answers").click()
    expect(plain.get_by_text("5/5")).to_be_visible()
    expect(plain.get_by_role("heading", name="Passed")).to_be_visible()
