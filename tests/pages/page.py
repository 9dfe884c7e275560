"""A page as one person meets it: a row of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as BrowserPage

from tests.pages.world import World

NOBODY = ""


@dataclass(frozen=True)
class Page:
    """`name` is that of its address, `who` opens it (a key of the cast; nobody is signed in without one).

    An address that needs an argument finds it in the world: `of="people.sam.pk"`. Where that doesn't do, `address` is
    the path itself, or makes it from the world. `then` is done on the page before anybody looks, such as sending its
    form. `note` tells rows with one name and person apart."""

    name: str
    who: str = NOBODY
    of: str = ""
    note: str = ""
    address: str | Callable[[World], str] = ""
    status: int = 200
    then: Callable[[BrowserPage], None] | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, [self.name, self.who and f"as {self.who}", self.note]))

    def path(self, world: World) -> str:
        if callable(self.address):
            return self.address(world)
        return self.address or reverse(self.name, args=[found(world, self.of)] if self.of else [])


def found(world: World, path: str) -> Any:
    at: Any = world
    for name in path.split("."):
        at = at[name] if isinstance(at, dict) else getattr(at, name)
    return at


def send(button: str) -> Callable[[BrowserPage], None]:
    """Presses a button of the page's form, however incomplete it is."""

    def press(page: BrowserPage) -> None:
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).first.click()

    return press
