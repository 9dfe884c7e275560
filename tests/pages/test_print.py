"""On paper: the text, dark on white, without what only helps on a screen."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Page as BrowserPage
from pypdf import PdfReader

from tests.pages.conftest import Enter
from tests.pages.page import Page
from tests.pages.rows.learning import FEAR

pytestmark = pytest.mark.needs_chromium

# What is printed, a line of it, and what must not stand on the paper.
PRINTED = [
    (Page("courses:lesson", "sam", address=FEAR), "Audio 8: Why can’t children just leave?"),
    (Page("supervision:person", "sunita", of="people.sam.pk"), "Issues of Risk and Danger"),
    (Page("certificates:detail", "fatima", of="certificate.pk"), "Fatima Finished"),
    (Page("assessments:result", "sam", of="attempts.failed.pk"), "Question 1 of"),
    (Page("reflection:print", "sam"), "What I would ask first"),
]
ON_SCREEN_ONLY = ["My learning", "Library", "Worried about a child now?", "Skip to the content"]
DARK = """() => [...document.querySelectorAll("body, body *")].filter((element) => {
    const colour = getComputedStyle(element).backgroundColor.match(/[\\d.]+/g).map(Number);
    const [red, green, blue, opacity = 1] = colour;
    return element.checkVisibility() && opacity > 0.5 && 0.3 * red + 0.6 * green + 0.1 * blue < 140
        && element.getBoundingClientRect().width > 60;
}).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture
def on_paper(enter: Enter) -> Iterator[list[BrowserPage]]:
    """Windows that were made to look as the printer does are made to look as before."""
    changed: list[BrowserPage] = []
    yield changed
    for page in changed:
        page.emulate_media(media="null", color_scheme="light")


@pytest.mark.parametrize(("page", "line"), PRINTED, ids=str)
def test_it_prints_dark_on_white_and_whole(page: Page, line: str, enter: Enter, on_paper: list[BrowserPage]) -> None:
    window = enter(page.who)
    window.open(page)
    on_paper.append(window.page)
    window.page.emulate_media(media="print", color_scheme="dark")
    window.resize((690, 1000))
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 690
    assert window.page.evaluate(DARK) == []
    sheets = PdfReader(BytesIO(window.page.pdf(format="A4", print_background=True))).pages
    text = " ".join(" ".join(sheet.extract_text().split()) for sheet in sheets)
    assert line in text
    assert [words for words in ON_SCREEN_ONLY if words in text] == []


def test_a_recording_on_paper_says_where_it_is(enter: Enter, on_paper: list[BrowserPage]) -> None:
    window = enter("sam")
    window.open(PRINTED[0][0])
    on_paper.append(window.page)
    text = PdfReader(BytesIO(window.page.pdf(format="A4"))).pages
    said = "".join("".join(sheet.extract_text().split()) for sheet in text)
    assert "https://www.youtube.com/watch?v=N0eVP5dfq34" in said
