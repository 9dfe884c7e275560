"""Ways of reading that change the page itself: no scripts, the keyboard alone, colours of one's own, more contrast."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.pages.conftest import Enter
from tests.pages.page import Page
from tests.pages.table import PAGES
from tests.pages.window import Window
from tests.pages.world import World

pytestmark = pytest.mark.needs_chromium

BY_TITLE = {str(page): page for page in PAGES}
# One of each kind.
KINDS = [
    BY_TITLE[title]
    for title in (
        "account_login",
        "accounts:accept",
        "home as sam",
        "courses:module as sam begun",
        "courses:lesson as sam with a recording",
        "courses:lesson as sam quiz to come",
        "courses:lesson as olu scenario ends",
        "assessments:attempt as sam",
        "assessments:result as sam failed",
        "reflection:journal as sam page 2",
        "reflection:new as sam",
        "certificates:detail as fatima",
        "supervision:team as sunita",
        "supervision:person as sunita",
        "gallery as ada",
    )
]
# Shows or sends nothing: a button that only a script would hear, a form that nobody can send.
DEAD = """() => {
    const buttons = [...document.querySelectorAll("button")].filter((button) =>
        button.checkVisibility() && (button.type === "button" || !button.form));
    const forms = [...document.forms].filter((form) =>
        form.checkVisibility() && ![...form.elements].some((element) => element.type === "submit"));
    const links = [...document.querySelectorAll("a:not([href])")].filter((link) => link.checkVisibility());
    return [...buttons, ...forms, ...links].map((element) => element.outerHTML.slice(0, 120));
}"""
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    window.met ??= [];
    const again = window.met.includes(element);
    const last = window.met.at(-1);
    const back = last && !!(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
    window.met.push(element);
    return [element.className + " " + element.textContent.trim().slice(0, 40), again, back];
}"""
# In colours of one's own, backgrounds are gone: what is pressed has an edge, what is chosen another than what is not.
EDGELESS = """() => [".btn", ".chip", ".card", ".choice", ".bar", ".notice", "input", "select", "textarea"]
    .flatMap((name) => [...document.querySelectorAll(`main ${name}`)])
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 2)
    .filter((element) => {
        const style = getComputedStyle(element);
        const edges = [style.borderTopStyle, style.borderInlineStartStyle, style.outlineStyle];
        const native = element.matches("input:is([type=checkbox], [type=radio])") && style.appearance === "auto";
        return !native && edges.every((edge) => edge === "none");
    })
    .map((element) => element.outerHTML.slice(0, 100))"""
ALIKE = """() => {
    const look = (label) => [label, label.querySelector("input")].map((element) => {
        const { borderWidth, borderColor, outline, backgroundColor, appearance } = getComputedStyle(element);
        return [borderWidth, borderColor, outline, backgroundColor, appearance].join();
    }).join();
    const labels = [...document.querySelectorAll("label.choice")];
    const drawn = labels.filter((label) => getComputedStyle(label.querySelector("input")).appearance !== "auto");
    const chosen = drawn.filter((label) => label.querySelector("input").checked);
    const open = drawn.filter((label) => !label.querySelector("input").checked).map(look);
    return chosen.filter((label) => open.includes(look(label))).map((label) => label.textContent);
}"""


@pytest.fixture
def enter_with(
    browser: Browser, site: str, world: World, cookie_of: Callable[[str], str]
) -> Iterator[Callable[..., Window]]:
    """A window of its own, as somebody has set it up."""
    windows: list[Window] = []

    def open_window(page: Page, **options: object) -> Window:
        windows.append(Window(browser, site, world, cookie_of(page.who), **options))
        windows[-1].open(page)
        return windows[-1]

    yield open_window
    for window in windows:
        window.context.close()


@pytest.mark.parametrize("page", KINDS, ids=str)
def test_without_scripts_nothing_on_it_is_dead(page: Page, enter_with: Callable[..., Window]) -> None:
    window = enter_with(page, java_script_enabled=False)
    assert window.page.locator("h1").count() == 1
    if page.name != "gallery":
        assert window.page.evaluate(DEAD) == []


# In the gallery a form's errors have the focus from the beginning, as they should.
@pytest.mark.parametrize("page", [page for page in KINDS if page.name != "gallery"], ids=str)
def test_the_tab_key_goes_through_it_in_order_and_out_again(page: Page, enter: Enter) -> None:
    window = enter(page.who)
    window.open(page)
    window.page.evaluate("document.activeElement?.blur()")
    window.page.locator("body").press("Tab")
    visited = []
    while (focused := window.page.evaluate(FOCUSED)) is not None:
        visited.append(focused)
        assert len(visited) < 250
        if focused[1]:
            break
        window.page.keyboard.press("Tab")
    inside = visited[:-1] if visited[-1][1] else visited
    assert "Skip to the content" in inside[0][0]
    assert [name for name, _again, back in inside if back] == []
    assert "Accessibility" in inside[-1][0], "the footer's last link is where one leaves"


@pytest.mark.parametrize("page", KINDS, ids=str)
def test_in_colours_of_ones_own_things_keep_their_edges(page: Page, enter: Enter) -> None:
    window = enter(page.who)
    window.open(page)
    window.load_checks()
    window.page.emulate_media(forced_colors="active")
    try:
        assert window.page.evaluate(EDGELESS) == []
        assert window.page.evaluate(ALIKE) == []
        assert window.check("focus") == []
    finally:
        window.page.emulate_media(forced_colors="none")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", KINDS, ids=str)
def test_with_more_contrast_text_reaches_seven_to_one(page: Page, scheme: str, enter: Enter) -> None:
    window = enter(page.who)
    window.open(page)
    window.load_checks()
    window.page.emulate_media(contrast="more", color_scheme=scheme)
    try:
        assert window.axe(["color-contrast-enhanced"]) == []
    finally:
        window.page.emulate_media(contrast="no-preference", color_scheme="light")
