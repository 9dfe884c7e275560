"""One site and one browser window a person for all these tests: what they look at is made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.pages.page import NOBODY
from tests.pages.window import Window
from tests.pages.world import PASSWORD, World, build

Enter = Callable[[str], Window]


@pytest.fixture(scope="package")
def database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database of the tests. It is made here where these are the only tests of a run, for none of them says that
    it wants one of its own."""
    default = connections["default"].settings_dict
    with django_db_blocker.unblock():
        if default["NAME"] == default["TEST"]["NAME"]:
            yield
        else:
            made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
            yield
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="package")
def world(database: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Committed rows, which all these tests read and none changes. Tests that ask for a database of their own run
    before those that don't, so nobody else meets them."""
    changes = {
        "ROOT_URLCONF": "tests.pages.addresses",
        "MAIL_URL": f"file://{tmp_path_factory.mktemp('mails')}",
        "EMAIL_BACKEND": "notifications.outbox.OutboxBackend",
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 3600,
        "ACCOUNT_RATE_LIMITS": False,
        "ALLOWED_HOSTS": ["localhost", "testserver"],
    }
    with override_settings(**changes), short_lists():
        yield build()
        call_command("flush", verbosity=0, interactive=False)


@contextmanager
def short_lists() -> Iterator[None]:
    """Ten rows of a list in the administration are as good as a hundred, and looked at in a tenth of the time."""
    before = {each: each.list_per_page for each in admin.site._registry.values()}
    for each in before:
        each.list_per_page = 10
    yield
    for each, length in before.items():
        each.list_per_page = length


@pytest.fixture(scope="package")
def site(world: World) -> Iterator[str]:
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture(scope="package")
def cookie_of(world: World) -> Callable[[str], str]:
    """The session cookie of somebody who has just signed in with their password."""
    made: dict[str, str] = {NOBODY: ""}

    def sign_in(who: str) -> str:
        if who not in made:
            key, between, _the_steps = who.partition(", between")
            client = Client()
            if not between:
                client.force_login(world.people[key])
            address = reverse("account_login" if between else "account_reauthenticate")
            client.post(address, {"login": f"{key}@example.org", "password": PASSWORD})
            made[who] = client.cookies["sessionid"].value
        return made[who]

    return sign_in


@pytest.fixture(scope="package")
def enter(browser: Browser, site: str, world: World, cookie_of: Callable[[str], str]) -> Iterator[Enter]:
    """The window of a person, kept open from one page to the next."""
    windows: dict[str, Window] = {}

    def open_window(who: str) -> Window:
        if who not in windows:
            windows[who] = Window(browser, site, world, cookie_of(who))
        return windows[who]

    yield open_window
    for window in windows.values():
        window.context.close()
