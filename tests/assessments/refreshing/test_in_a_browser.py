"""A refresher with a question of every type, in a real browser: by keyboard alone, and without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from assessments.models import Attempt, Refresher, RefresherQuestion
from assessments.refreshing.answering import read_questions
from assessments.tasks import make_refreshers
from tests.assessments.building import learner_of, make_quiz
from tests.assessments.refreshing.test_views import at
from tests.assessments.test_attempt_script import sign_in
from tests.assessments.test_types_in_a_browser import KINDS, ask
from tests.courses.building import make_course, make_lesson, make_module

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

# What is pressed from the first field of a question on, for a full answer.
KEYS = {
    "single": ["Space", "ArrowDown"],
    "several": ["Space", "Tab", "Tab", "Space"],
    "true-false": ["Space", "ArrowUp"],
    "ordering": ["L", "Tab", "P", "Tab", "A"],
    "matching": ["e", "Tab", "i", "Tab", "e"],
}


@pytest.fixture
def refresher() -> Refresher:
    """Made today, a week after passing."""
    module = make_module(make_course(), "coercion")
    fear = make_lesson(module, "fear")
    quiz = make_quiz(make_lesson(module, "quiz", kind="quiz"), 5)
    for key in KINDS:
        ask(fear, key)
    passed_at = timezone.now() - timedelta(days=7)
    Attempt.objects.create(
        quiz=quiz,
        enrolment=learner_of(quiz)[1],
        number=1,
        pass_mark=80,
        started_at=passed_at,
        submitted_at=passed_at,
        points=10,
        maximum=10,
        passed=True,
    )
    make_refreshers()
    return Refresher.objects.get()


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what says this."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == words:
            return
    raise AssertionError(f"Tab never reached “{words}”.")


def test_by_keyboard_alone_from_home_to_the_lesson(page: Page, live_server: Any, refresher: Refresher) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.context.set_default_timeout(10_000)
    sign_in(page.context, refresher.enrolment.learner, live_server.url)
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name="5 questions to refresh today")).to_be_visible()
    tab_to(page, "Start refresher")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="A short refresher")).to_be_visible()
    page.locator(".question input, .question select").first.focus()
    for number, asked in enumerate(read_questions(refresher)):
        for key in ([] if number == 0 else ["Tab"]) + KEYS[asked.version.kind]:
            page.keyboard.press(key)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="See what is right, and why")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You still know this")).to_be_visible()
    assert all(asked.score.is_full for asked in read_questions(refresher))
    refresher.refresh_from_db()
    assert refresher.opened_at and refresher.finished_at and refresher.opened_at < refresher.finished_at
    tab_to(page, "Go back to the lesson: Lesson fear")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Lesson fear")).to_be_visible()
    page.goto(live_server.url)
    expect(page.get_by_text("to refresh today")).to_have_count(0)
    assert complaints == []


def test_without_javascript_some_of_it(browser: Browser, live_server: Any, refresher: Refresher) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    sign_in(context, refresher.enrolment.learner, live_server.url)
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_role("button", name="Start refresher").click()
    page.get_by_label("Danger").check()
    page.get_by_label("Money").check()
    page.get_by_label("Step 1").select_option("Act")
    page.get_by_role("button", name="See what is right, and why").click()
    expect(page.get_by_role("heading", name="Some of it is worth another look")).to_be_visible()
    kept = RefresherQuestion.objects.values_list("version__kind", "points", "maximum")
    assert {kind: (points, maximum) for kind, points, maximum in kept} == {
        "single": (1, 1),
        "several": (1, 2),
        "true-false": (None, None),
        "ordering": (0, 3),
        "matching": (None, None),
    }
    page.get_by_role("link", name="Lesson fear").first.click()
    expect(page.get_by_role("heading", name="Lesson fear")).to_be_visible()
    context.close()


def test_the_choice_is_made_by_keyboard(page: Page, live_server: Any, refresher: Refresher) -> None:
    page.context.set_default_timeout(10_000)
    sign_in(page.context, refresher.enrolment.learner, live_server.url)
    page.goto(live_server.url + at(refresher))
    tab_to(page, "Pause refreshers or switch them off")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Refreshers", exact=True)).to_be_visible()
    expect(page.get_by_label("On: up to two in a month")).to_be_checked()
    page.get_by_label("On: up to two in a month").focus()
    page.keyboard.press("ArrowUp")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Off", exact=True)).to_be_checked()
