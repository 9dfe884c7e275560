"""A stand-in for the provider's player, on an origin of its own, and Sam, who plays from it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.models import User
from tests.courses.player.visiting import Visit, sign_in
from tests.courses.watching import ServerClock, someone_with_a_film
from tests.player import StandIn


@pytest.fixture(scope="package")
def stand_in() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def sam(transactional_db: None, settings: Any, stand_in: StandIn) -> User:
    """Sam learns; the lesson on fear has one recording, of a hundred seconds, played by the stand-in."""
    policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
    policy["DIRECTIVES"]["frame-src"] = [stand_in.origin]
    settings.CONTENT_SECURITY_POLICY = policy
    settings.PLAYER_ORIGINS = {"youtube": stand_in.origin}
    return someone_with_a_film()


@pytest.fixture
def visit(
    browser: Browser, live_server: Any, sam: User, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> Iterator:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(10_000)
    sign_in(context, sam, live_server.url)
    yield Visit(context, live_server.url, ServerClock(monkeypatch), stand_in.origin)
    context.close()
