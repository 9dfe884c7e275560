"""The grid under a keyboard, a pointer and in narrow windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.supervision.conftest import World, signed_in

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, live_server, world: World) -> Iterator[Open]:
    """Opens a page as Farah, who supervises East."""
    cookie = signed_in(world.people.farah).cookies[settings.SESSION_COOKIE_NAME].value
    made = []

    def open_page(address: str = "/team/", **options) -> Page:
        made.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        made[-1].add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = made[-1].new_page()
        page.goto(live_server.url + address)
        return page

    yield open_page
    for context in made:
        context.close()


def in_sight(page: Page) -> list[str]:
    """The names of squares that one sees now."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".cell-name")]
            .filter((name) => name.offsetWidth > 1 && getComputedStyle(name).visibility === "visible")
            .map((name) => name.innerText.trim())"""
    )


def test_the_squares_of_a_person_are_one_stop_and_arrows_move_among_them(visit: Open) -> None:
    page = visit()
    page.locator(".people tbody a").first.focus()
    page.keyboard.press("Tab")
    assert in_sight(page)[0].startswith("Module trauma: Complete")
    page.keyboard.press("ArrowRight")
    assert in_sight(page) == ["Module coercion: Not started"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert in_sight(page) == ["Module trauma: 1 of 2"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").split() == ["View", "Bilal", "Example"]


def test_a_name_comes_with_the_pointer_and_goes_with_escape(visit: Open) -> None:
    page = visit()
    assert in_sight(page) == []
    page.locator(".cell").nth(1).hover()
    assert in_sight(page) == ["Module coercion: Not started"]
    page.keyboard.press("Escape")
    assert in_sight(page) == []
    page.locator(".cell").nth(2).hover()
    assert in_sight(page) == ["Module respect: Not started"]


def test_without_javascript_everything_is_reached_and_named(visit: Open) -> None:
    page = visit(java_script_enabled=False)
    page.locator(".people tbody a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(".cell:focus .cell-name").inner_text().strip() == "Module coercion: Not started"
    page.get_by_label("Find a person").fill("bilal")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".people tbody tr").count() == 1


def test_a_search_writes_only_what_was_asked_into_the_address(visit: Open) -> None:
    page = visit()
    page.get_by_label("Find a person").fill("bilal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/team/?find=bilal")


@pytest.mark.parametrize("width", [320, 375, 724, 960, 1280])
def test_nothing_scrolls_sideways(visit: Open, world: World, width: int) -> None:
    for address in ("/team/", f"/team/{world.people.anwen.pk}/"):
        page = visit(address, viewport={"width": width, "height": 800})
        if address == "/team/":
            page.locator(".cell").last.focus()
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("width", [375, 1280])
def test_it_is_a_table_to_those_who_hear_it_at_any_width(visit: Open, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    assert page.get_by_role("table", name="East").get_by_role("row").count() == 4
    row = page.get_by_role("row", name="Anwen Example")
    assert row.get_by_role("cell").count() == 4
    assert row.get_by_role("link", name="Module coercion: Not started", exact=True).count() == 1


def test_what_one_presses_is_large_enough(visit: Open) -> None:
    page = visit(viewport={"width": 375, "height": 800}, has_touch=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, select, input)")]
            .map((piece) => [piece.innerText, piece.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([text]) => text)"""
    )
    assert small == []
