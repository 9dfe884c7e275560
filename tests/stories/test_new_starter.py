"""The main job, as a new starter does it: in a real browser, on the site that `make run` starts."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from cce_lms.demo import PASSWORD
from tests.stack import Stack
from tests.stories.visiting import Visitor, right_answers

pytestmark = pytest.mark.needs_chromium

PLAYER = "www.youtube-nocookie.com"


@pytest.fixture
def sam(page: Page, stack: Stack) -> Visitor:
    return Visitor(page, stack)


def learn_a_lesson_with_a_recording(sam: Visitor) -> None:
    sam.page.goto(f"{sam.stack.url}/learn/induction/coercive-control/fear-and-danger/")
    sam.page.wait_for_load_state("networkidle")
    assert sam.asked_elsewhere == [], "something was loaded from elsewhere before the click"
    assert sam.page.locator("iframe").count() == 0
    sam.page.get_by_role("button", name=re.compile("Play the audio")).click()
    frame = sam.page.locator("iframe")
    expect(frame).to_be_focused()
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    sam.page.wait_for_timeout(300)
    assert {urlsplit(address).netloc for address in sam.asked_elsewhere} == {PLAYER}


WALKED = [
    "issues-of-risk-and-danger",
    "coercive-control",
    "responsive-not-reactive",
    "takes-a-village-to-raise-a-child",
]
COMPLETE_THE_REST = """
from courses.completing import complete_lesson
from courses.models import Enrolment, How, Lesson
enrolment = Enrolment.objects.get(learner__email="starter@example.org")
rest = Lesson.objects.counting().exclude(module__key__in={walked})
for lesson in rest | Lesson.objects.counting().filter(first_week__isnull=False):
    complete_lesson(enrolment.pk, lesson.pk, lesson.live_id, How.READ)
"""


def fail_and_then_pass(sam: Visitor) -> None:
    sam.take_quiz(right=False)
    expect(sam.page.get_by_role("heading", name="Not passed yet")).to_be_visible()
    assert re.search(r"\b0/\d+\b", sam.page.locator("main").inner_text())
    sam.take_quiz(right=True)
    expect(sam.page.get_by_role("heading", name="Passed", exact=True)).to_be_visible()
    assert re.search(r"\b(\d\d)/\1\b", sam.page.locator("main").inner_text())


def verify_signed_out(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(address)
    main = page.locator("main")
    assert "Valid" in main.inner_text()
    assert name not in page.content()
    page.get_by_label(re.compile("name", re.IGNORECASE)).fill(name.upper())
    page.get_by_role("button", name=re.compile("check", re.IGNORECASE)).click()
    expect(main).to_contain_text("matches")
    page.get_by_label(re.compile("name", re.IGNORECASE)).fill("Somebody Else")
    page.get_by_role("button", name=re.compile("check", re.IGNORECASE)).click()
    expect(main).to_contain_text("does not match")
    context.close()


def test_a_new_starter_learns_and_has_a_certificate_that_anybody_can_verify(
    sam: Visitor, stack: Stack, browser: Browser, tmp_path: Path
) -> None:
    page = sam.page
    sam.sign_in("starter@example.org")
    page.get_by_role("button", name="Start learning").click()
    assert sam.title() == "About this course"
    sam.complete()
    assert sam.title() == "Looking after yourself, and what is private"
    sam.complete()
    assert sam.title() == "Children are Victims First"
    sam.complete(reflection="I would ask what worries them about being seen with me.")
    assert sam.title() == "Impact on Engagement"
    learn_a_lesson_with_a_recording(sam)

    stack.manage("shell", "-c", COMPLETE_THE_REST.format(walked=WALKED))
    for module in WALKED[:2]:
        page.goto(f"{stack.url}/learn/induction/{module}/")
        page.get_by_role("link", name=re.compile("^(Begin this module|Continue)")).click()
        while not sam.title().startswith("Quiz"):
            sam.complete()
        fail_and_then_pass(sam)

    page.goto(f"{stack.url}/learn/induction/responsive-not-reactive/")
    page.get_by_role("link", name=re.compile("^(Begin this module|Continue)")).click()
    while not sam.title().startswith("Scenario"):
        sam.complete()
    while sam.title().startswith("Scenario"):
        scenario = sam.title()
        sam.walk_scenario()
        page.get_by_role("button", name="I have worked through it").click()
        expect(page.locator("h1")).not_to_have_text(scenario)
    expect(page.get_by_text("This module is complete.")).to_be_visible()

    page.goto(f"{stack.url}/learn/induction/takes-a-village-to-raise-a-child/")
    page.get_by_role("link", name="Begin this module").click()
    sam.complete()
    sam.complete(reflection="Whom have I left out?")
    expect(page.get_by_text("You have completed the course.")).to_be_visible()

    page.goto(stack.url)
    assert re.search(r"\b(\d+) of \1 modules complete", page.locator("main").inner_text())
    page.get_by_role("link", name="See your certificate").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("PDF")).first.click()
    download.value.save_as(tmp_path / "certificate.pdf")
    printed = PdfReader(tmp_path / "certificate.pdf").pages[0].extract_text()
    assert "Sam Starter" in printed
    public = re.search(r"/c/[0-9a-f]{32}/", page.content())
    assert public, "the certificate's page shows its public address"
    verify_signed_out(browser, stack.url + public.group(), "Sam Starter")
    assert sam.errors == []


def test_the_journal_keeps_what_was_written_and_nobody_else_sees_it(
    sam: Visitor, stack: Stack, browser: Browser
) -> None:
    words = "What I keep for myself about the blue gate"
    sam.sign_in("colleague@example.org")
    sam.page.goto(f"{stack.url}/learn/induction/coercive-control/children-are-victims-first/")
    sam.complete(reflection=words)
    sam.page.goto(f"{stack.url}/journal/")
    expect(sam.page.get_by_text(words)).to_be_visible()
    address = sam.page.get_by_role("link", name=re.compile("^Change")).first.get_attribute("href")
    context = browser.new_context(locale="en-GB")
    other = Visitor(context.new_page(), stack)
    other.sign_in("admin@example.org")
    answer = other.page.goto(f"{stack.url}{address}")
    assert answer
    assert answer.status == 404
    assert words not in other.page.content()
    context.close()


def test_a_lesson_and_a_quiz_work_without_javascript(stack: Stack, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    cerys = Visitor(context.new_page(), stack)
    cerys.sign_in("colleague@example.org")
    cerys.page.goto(f"{stack.url}/learn/induction/coercive-control/fear-and-danger/")
    play = cerys.page.get_by_role("link", name=re.compile("Play the audio"))
    assert play.get_attribute("href") == "https://www.youtube.com/watch?v=N0eVP5dfq34"
    cerys.complete(reflection="Typed without a script.")
    cerys.page.goto(f"{stack.url}/learn/induction/coercive-control/quiz/")
    fail_and_then_pass(cerys)
    assert cerys.asked_elsewhere == []
    assert cerys.errors == []
    context.close()


def press_until(page: Page, focused: Locator, key: str = "Tab") -> None:
    """Press the key until `focused` has the focus, as somebody without a mouse does."""
    for _ in range(80):
        if focused.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{focused} can't be reached with {key}")


def test_a_lesson_and_a_quiz_work_by_keyboard_alone(stack: Stack, browser: Browser) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    Visitor(page, stack)
    page.goto(stack.url)
    press_until(page, page.get_by_label("E-mail"))
    page.keyboard.type("colleague@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="My learning")).to_be_visible()

    page.goto(f"{stack.url}/learn/induction/issues-of-risk-and-danger/cycle-of-abuse/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    press_until(page, page.get_by_label("Your reflection"))
    page.keyboard.type("Typed by keyboard.")
    press_until(page, page.get_by_role("button", name="Mark complete and continue"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Practitioner Safety")

    page.goto(f"{stack.url}/learn/induction/issues-of-risk-and-danger/quiz/")
    press_until(page, page.get_by_role("button", name="Start"))
    page.keyboard.press("Enter")
    answers = right_answers()
    expect(page.locator("fieldset.question")).to_have_count(10)
    for question in page.locator("fieldset.question").all():
        expected = answers[question.locator(".question-stem").inner_text()]
        fields = question.locator("label input")
        labels = [label.strip() for label in question.locator("label").all_inner_texts()]
        press_until(page, fields.first)
        if fields.first.get_attribute("type") == "checkbox":
            for place, label in enumerate(labels):
                press_until(page, fields.nth(place))
                if label in expected:
                    page.keyboard.press("Space")
            continue
        page.keyboard.press("Space")
        for _ in range(next(place for place, label in enumerate(labels) if label in expected)):
            page.keyboard.press("ArrowDown")
    press_until(page, page.get_by_role("button", name="Submit my answers"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Passed", exact=True)).to_be_visible()
    context.close()
