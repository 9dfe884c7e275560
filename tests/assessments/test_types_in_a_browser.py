"""Every type of question in a real browser: by keyboard alone, saved as one goes, and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assessments.models import Answer, Attempt, Question, QuizSlot
from assessments.question_types import question_types
from assessments.writing import write_version
from courses.models import Lesson
from tests.assessments.building import at, begin, learner_of, make_quiz
from tests.assessments.question_types.test_contract import EXAMPLES
from tests.assessments.test_attempt_script import sign_in
from tests.courses.building import make_course, make_lesson, make_module

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

KINDS = list(EXAMPLES)


@pytest.fixture
def attempt() -> Attempt:
    """An attempt at a quiz with one question of each type, in the order of the examples, options in their own order."""
    module = make_module(make_course(), "coercion")
    fear = make_lesson(module, "fear")
    quiz = make_quiz(make_lesson(module, "quiz", kind="quiz"), 1)
    quiz.slots.all().delete()
    for order, key in enumerate(KINDS):
        question = ask(fear, key)
        QuizSlot.objects.create(quiz=quiz, order=order, question=question)
    return begin(quiz, learner_of(quiz)[1])


def ask(lesson: Lesson, key: str) -> Question:
    kind = question_types()[key]
    question = Question.objects.create(key=key, lesson=lesson)
    choices = [kind.fields_of(row) for row in EXAMPLES[key][0]]
    write_version(question, kind=key, stem=f"What of {key}?", choices=choices, shuffle=False)
    return question


def full_answers(attempt: Attempt) -> dict[int, list[int]]:
    papers = attempt.questions.as_paper()  # type: ignore[attr-defined]
    return {asked.place: [asked.choices[n].pk for n in EXAMPLES[asked.version.kind][1]] for asked in papers}


def saved(attempt: Attempt) -> dict[int, list[int]]:
    return dict(Answer.objects.filter(asked__attempt=attempt).values_list("asked__place", "response"))


def fill_by_keyboard(page: Page) -> None:
    """Tab from the first field on; no pointer."""
    press = page.keyboard.press
    page.locator(".question input").first.focus()
    press("Space")  # single: the first radio, then down to the second
    press("ArrowDown")
    press("Tab")  # several: first and third tick
    press("Space")
    press("Tab")
    press("Tab")
    press("Space")
    press("Tab")  # true or false: up from the first radio goes round to the last
    press("Space")
    press("ArrowUp")
    for first_letters in ("L", "P", "A", "e", "i", "e"):  # ordering, then matching: lists, by their first letter
        press("Tab")
        press(first_letters)


def test_each_type_is_answered_by_keyboard_and_saved_on_the_way(page: Page, live_server: Any, attempt: Attempt) -> None:
    page.context.set_default_timeout(10_000)
    sign_in(page.context, attempt.enrolment.learner, live_server.url)
    page.goto(live_server.url + at(attempt))
    expect(page.get_by_text("0 of 5 answered")).to_be_visible()
    fill_by_keyboard(page)
    expect(page.get_by_text("5 of 5 answered")).to_be_visible()
    # Equal partners are one option, so that another id may stand for the last: its points are counted below.
    expected = full_answers(attempt)
    assert {place: saved(attempt)[place] for place in (1, 2, 3, 4)} == {
        place: expected[place] for place in (1, 2, 3, 4)
    }
    page.reload()
    expect(page.get_by_text("5 of 5 answered")).to_be_visible()
    page.get_by_role("button", name="Submit my answers").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    attempt.refresh_from_db()
    assert (attempt.points, attempt.maximum) == (10, 10)


def test_a_tick_that_is_taken_away_again_is_not_kept(page: Page, live_server: Any, attempt: Attempt) -> None:
    page.context.set_default_timeout(10_000)
    sign_in(page.context, attempt.enrolment.learner, live_server.url)
    page.goto(live_server.url + at(attempt))
    tick = page.get_by_label("Sleep")
    tick.check()
    expect(page.get_by_text("1 of 5 answered")).to_be_visible()
    tick.uncheck()
    expect(page.get_by_text("0 of 5 answered")).to_be_visible()
    assert saved(attempt) == {2: []}


def test_each_type_works_without_javascript_and_a_half_filled_one_is_asked_for(
    browser: Browser, live_server: Any, attempt: Attempt
) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    sign_in(context, attempt.enrolment.learner, live_server.url)
    page = context.new_page()
    page.goto(live_server.url + at(attempt))
    page.get_by_label("Danger").check()
    page.get_by_label("Food").check()
    page.get_by_label("Care should stay").check()
    page.get_by_label("Step 1").select_option("Listen")
    page.get_by_role("button", name="Submit my answers").click()
    expect(page.get_by_role("heading", name="Before you submit")).to_be_visible()
    expect(page.get_by_role("link", name="Question 4")).to_be_visible()
    expect(page.get_by_role("link", name="Question 5")).to_be_visible()
    page.get_by_role("button", name="Submit as it is").click()
    expect(page.get_by_role("heading", name="Not passed yet")).to_be_visible()
    attempt.refresh_from_db()
    assert (attempt.points, attempt.maximum) == (1 + 1 + 1 + 1, 10)
    expect(page.get_by_text("Partly: 1 of 2 points")).to_be_visible()
    expect(page.get_by_text("1. Listen")).to_be_visible()
    context.close()
