"""A service in one story: invited, taught and certified by mail, seen by a supervisor, taught anew by an editor."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.stack import Stack
from tests.stories.visiting import Visitor

pytestmark = pytest.mark.needs_chromium

NIA, ADDRESS, PASSWORD = "Nia Newcomer", "nia@example.org", "quiet river under stones"
LESSON = "/learn/induction/coercive-control/fear-and-danger/"
LEAVE_ONE = """
from courses.completing import complete_lesson
from courses.models import Enrolment, How, Lesson
enrolment = Enrolment.objects.get(learner__email="nia@example.org")
for lesson in Lesson.objects.counting().exclude(key="takes-a-village-to-raise-a-child/reflection"):
    complete_lesson(enrolment.pk, lesson.pk, lesson.live_id, How.READ)
"""

Enter = Callable[[], Visitor]


@pytest.fixture
def somebody(browser: Browser, stack: Stack) -> Iterator[Enter]:
    """A window of their own for each person of the story."""
    contexts = []

    def enter() -> Visitor:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB"))
        return Visitor(contexts[-1].new_page(), stack)

    yield enter
    for context in contexts:
        context.close()


def open_mail(reader: Visitor, subject: str) -> Page:
    """Wait until the newest mail to Nia with this in its subject has been sent, and open it."""
    deadline = time.monotonic() + 60
    page = reader.page
    while True:
        page.goto(f"{reader.stack.url}/mails/")
        mails = page.locator(".mail-row").filter(has_text=ADDRESS).filter(has_text=re.compile(subject, re.IGNORECASE))
        if mails.count():
            mails.first.get_by_role("link").click()
            return page
        assert time.monotonic() < deadline, f"no mail about {subject} came"
        time.sleep(1)


def invite(ada: Visitor) -> None:
    ada.sign_in("admin@example.org")
    ada.page.goto(f"{ada.stack.url}/people/invite/")
    ada.page.get_by_label("Full name").fill(NIA)
    ada.page.get_by_label("Work e-mail address").fill(ADDRESS)
    team = ada.page.get_by_label("Team", exact=False).first
    east = team.locator("option").filter(has_text="East team").first.get_attribute("value")
    team.select_option(east)
    ada.page.get_by_role("button", name="Send the invitation").click()
    expect(ada.page.locator("main")).to_contain_text(ADDRESS)


def accept(nia: Visitor) -> None:
    text = open_mail(nia, "invit|welcome|account").locator(".mail-text").inner_text()
    link = re.search(r"http://[^\s]+/invitations/[^\s]+", text)
    assert link, text
    page = nia.page
    page.goto(link.group())
    page.get_by_label("Your full name").fill(NIA)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)
    page.get_by_role("button", name="Accept and begin").click()
    expect(page.get_by_role("button", name="Start learning")).to_be_visible()


def learn_and_finish(nia: Visitor) -> None:
    nia.page.get_by_role("button", name="Start learning").click()
    nia.complete()
    nia.stack.manage("shell", "-c", LEAVE_ONE)
    nia.page.goto(f"{nia.stack.url}/learn/induction/takes-a-village-to-raise-a-child/reflection/")
    nia.complete()
    expect(nia.page.get_by_text("You have completed the course.")).to_be_visible()


def read_the_certificate(nia: Visitor, folder: Path) -> None:
    page = open_mail(nia, "certificate")
    with page.expect_download() as download:
        page.locator(".mail-attachments a").first.click()
    download.value.save_as(folder / "certificate.pdf")
    assert NIA in PdfReader(folder / "certificate.pdf").pages[0].extract_text()


def see_it_in_the_grid(sunita: Visitor) -> None:
    sunita.sign_in("supervisor@example.org")
    sunita.page.get_by_role("link", name="Team").first.click()
    row = sunita.page.get_by_role("row").filter(has_text=NIA)
    expect(row).to_contain_text("Complete")
    row.get_by_role("link", name=NIA).first.click()
    expect(sunita.page.locator("h1")).to_have_text(NIA)
    assert "Cerys Colleague" not in sunita.page.content()


def change_a_lesson(eddie: Visitor) -> None:
    eddie.sign_in("editor@example.org")
    page = eddie.page
    page.goto(f"{eddie.stack.url}/administration/courses/lesson/?q=Fear+and+Danger")
    page.get_by_role("link", name="Fear and Danger").first.click()
    page.get_by_role("textbox", name="Text", exact=True).click()
    for key in ("Control+End", "Enter"):
        page.wait_for_timeout(250)
        page.keyboard.press(key)
    page.wait_for_timeout(250)
    page.keyboard.type("Ask who is at home tonight.")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("Published")
    assert ADDRESS not in page.content()


def test_a_service_from_the_invitation_to_the_changed_lesson(somebody: Enter, tmp_path: Path) -> None:
    ada, nia, sunita, eddie = (somebody() for _person in range(4))
    invite(ada)
    accept(nia)
    learn_and_finish(nia)
    read_the_certificate(nia, tmp_path)
    see_it_in_the_grid(sunita)
    change_a_lesson(eddie)
    nia.page.goto(nia.stack.url + LESSON)
    expect(nia.page.locator("#text")).to_contain_text("Ask who is at home tonight.")
    assert [visitor.errors for visitor in (ada, nia, sunita, eddie)] == [[], [], [], []]
