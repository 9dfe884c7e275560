"""Mails are read by everybody, too: on a phone, in the dark, by ear."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Enter
from tests.pages.page import NOBODY
from tests.pages.window import COLOURS, ZOOMED
from tests.pages.world import World

pytestmark = pytest.mark.needs_chromium


def test_every_mail_keeps_nobody_out(world: World, enter: Enter) -> None:
    window = enter(NOBODY)
    found = {}
    for letter in world.mails:
        window.page.goto("about:blank")
        window.page.set_content(letter.html)
        window.load_checks()
        problems = window.axe()
        window.page.emulate_media(color_scheme="dark")
        problems += window.axe(COLOURS)
        window.page.emulate_media(color_scheme="light")
        window.resize(ZOOMED)
        problems += window.check("sideways")
        found[letter.subject] = problems
    assert {subject: problems for subject, problems in found.items() if problems} == {}
    assert len(found) >= 5
