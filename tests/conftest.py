"""What every test can ask for, and what becomes of tests that can't run here."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from tests import machine, twins
from tests.stack import Stack
from tools import chromium


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    config.stash[machine.LEFT_OUT] = []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Adds the twins on PostgreSQL; leaves out what lacks something here, unless this is CI: there it has to fail."""
    items.extend(twins.twins(items))
    lacking = {} if machine.CI else machine.missing()
    kept = []
    for item in items:
        lacks = [what for marker, what in lacking.items() if needs(item, marker)]
        if lacks:
            config.stash[machine.LEFT_OUT].append(f"{item.nodeid} needs {' and '.join(lacks)}")
        else:
            kept.append(item)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def needs(item: pytest.Item, marker: str) -> bool:
    """Whether a test can't do without what the marker names. Tests marked for both databases run on one as well."""
    if marker == "both_databases":
        return isinstance(item, twins.Twin)
    return item.get_closest_marker(marker) is not None


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    twins.start(session)


def pytest_sessionfinish(session: pytest.Session) -> None:
    twins.stop(session)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    twins.write_down(report)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if left_out := config.stash[machine.LEFT_OUT]:
        terminalreporter.section("could not run here")
        for line in left_out:
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite is tested as it is run: a file in WAL, which several processes can share."""
    default = connections["default"]
    if default.vendor == "sqlite":
        default.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The site as `make run` starts it, with the course and the demo people: `stack.url`, `stack.var`."""
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium.find(), args=arguments)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser window, signed out."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    yield context.new_page()
    context.close()
