"""Browser windows of people who are signed in, on the live server of a test."""

from __future__ import annotations

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext

from accounts.models import User


def sign_in(context: BrowserContext, person: User, address: str) -> None:
    """Give the window the person's session, as if they had signed in there."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def drafts(context_page) -> list[str]:
    """The drafts that the browser keeps, by name."""
    return context_page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")
