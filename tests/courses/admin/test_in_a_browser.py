"""An editor at work in a real browser, under the site's own content security policy."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from courses.models import Course, LessonRevision, Module
from tests.courses.building import lesson, make_person, put_on, small_course
from tests.courses.editors import signed_in, with_role

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

PASTED = """<html><body><h1>Why</h1><p class="MsoNormal" style="color:red"><b>Fear</b> is a fact.<o:p></o:p></p>
<script>window.ran = true</script><img src="x" onerror="window.ran = true"></body></html>"""
PASTE = """(html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    document.querySelector("#id_body-page .ProseMirror").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def settle(page: Page) -> None:
    """The editor puts focus and selection right some hundredths of a second later: no hand is quicker, a program is."""
    page.wait_for_timeout(250)


class Desk:
    """Somebody's browser window, and what it complained of."""

    def __init__(self, browser: Browser, address: str, person: User) -> None:
        cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
        self.address = address
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda message: message.type in ("error", "warning") and self.complaints.append(message.text)
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page


@pytest.fixture
def course(transactional_db: None) -> Course:
    return small_course()


@pytest.fixture
def desk_of(browser: Browser, live_server) -> Iterator:
    desks: list[Desk] = []

    def sit_down(person: User) -> Desk:
        desks.append(Desk(browser, live_server.url, person))
        return desks[-1]

    yield sit_down
    for desk in desks:
        desk.context.close()


def test_what_an_editor_types_the_learner_reads_and_the_policy_is_kept(desk_of, course: Course) -> None:
    edda, sam = with_role("Edda", "Editor"), make_person("Sam")
    put_on(course, sam)
    fear = lesson("coercion/fear")
    desk = desk_of(edda)
    page = desk.open(reverse("admin:courses_lesson_change", args=[fear.pk]))
    text = page.get_by_role("textbox", name="Text", exact=True)
    expect(text).to_have_text("What the toolkit says.")
    text.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("Listen first.")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    tools = page.get_by_role("toolbar").first
    tools.get_by_role("button", name="Bold").click()
    expect(tools.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    tools.get_by_role("button", name="Link", exact=True).click()
    dialog = page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Where does it lead?").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Set the link").click()
    expect(dialog.get_by_role("alert")).to_contain_text("begins with https://")
    dialog.get_by_label("Where does it lead?").fill("example.org/listening")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(text).to_be_focused()
    settle(page)
    page.keyboard.press("End")
    settle(page)
    page.keyboard.press("Enter")
    settle(page)
    tools.get_by_role("button", name="Box").click()
    settle(page)
    page.keyboard.type("Then ask.")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("Published: learners read it from now on.")
    assert lesson("coercion/fear").live.body == (
        '<p><a href="https://example.org/listening"><strong>Listen first.</strong></a></p>\n'
        '<aside class="callout">\n<p>Then ask.</p>\n</aside>'
    )
    assert desk.complaints == []
    learner = desk_of(sam)
    learner.open("/learn/induction/coercion/fear/")
    expect(learner.page.locator("#text")).to_contain_text("Listen first.")
    expect(learner.page.locator("#text aside.callout")).to_have_text("Then ask.")
    assert learner.complaints == []


def test_what_is_pasted_is_made_of_the_lesson_s_own_pieces_and_nothing_runs(desk_of, course: Course) -> None:
    desk = desk_of(with_role("Edda", "Editor"))
    fear = lesson("coercion/fear")
    page = desk.open(reverse("admin:courses_lesson_change", args=[fear.pk]))
    page.get_by_role("textbox", name="Text", exact=True).click()
    page.keyboard.press("Control+A")
    page.evaluate(PASTE, PASTED)
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    assert lesson("coercion/fear").live.body == "<h2>Why</h2>\n<p><strong>Fear</strong> is a fact.</p>"
    assert page.evaluate("window.ran") is None
    assert desk.complaints == []


def test_looking_at_a_text_in_the_editor_changes_nothing(desk_of, course: Course) -> None:
    fear = lesson("coercion/fear")
    page = desk_of(with_role("Edda", "Editor")).open(reverse("admin:courses_lesson_change", args=[fear.pk]))
    page.get_by_role("textbox", name="Text", exact=True).click()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Its text is as it was.")
    assert LessonRevision.objects.filter(lesson=fear).count() == 1


def test_lessons_are_put_in_order_by_dragging_and_by_the_keyboard(desk_of, course: Course) -> None:
    desk = desk_of(with_role("Edda", "Editor"))
    page = desk.open(reverse("admin:courses_course_outline", args=[course.pk]))
    trauma = Module.objects.get(key="trauma")
    rows = page.locator(f"form:has([name=module][value='{trauma.pk}']) li")
    expect(rows.first).to_contain_text("Lesson family")
    rows.nth(1).locator("[data-grip]").drag_to(rows.first, target_position={"x": 20, "y": 2})
    expect(page.get_by_role("status")).to_contain_text("The new order is saved")
    expect(rows.first).to_contain_text("Lesson engagement")
    assert list(trauma.lessons.values_list("slug", flat=True)) == ["engagement", "family"]
    button = rows.first.get_by_role("button", name="Move “Lesson engagement” down")
    button.focus()
    with page.expect_response("**/outline/"):
        page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("Lesson family")
    assert list(trauma.lessons.values_list("slug", flat=True)) == ["family", "engagement"]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move “Lesson engagement” down"
    assert desk.complaints == []


def test_the_pages_of_an_editor_keep_the_policy(desk_of, course: Course) -> None:
    desk = desk_of(with_role("Ada", "Administrator"))
    rows = [course, Module.objects.get(key="trauma"), lesson("coercion/fear").live]
    pages = [reverse("admin:index"), reverse("admin:courses_lesson_add"), reverse("admin:media_links_medialink_add")]
    pages += [reverse(f"admin:courses_{row._meta.model_name}_change", args=[row.pk]) for row in rows]
    pages += [reverse("admin:courses_lesson_changelist"), reverse("admin:courses_enrolment_add")]
    for path in pages:
        desk.open(path)
    assert desk.complaints == []
