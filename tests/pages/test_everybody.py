"""Every page, as everybody who opens it: in light and dark, wide and narrow, at 400 %, by keyboard, without motion.

axe-core looks for what breaks the Web Content Accessibility Guidelines 2.2 at level AA, and good practice besides; the
checks of `checks.js` look for what it doesn't see."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Enter
from tests.pages.page import Page
from tests.pages.table import PAGES

pytestmark = pytest.mark.needs_chromium


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_everybody_can_use_it(page: Page, enter: Enter) -> None:
    window = enter(page.who)
    window.open(page)
    problems = list(window.problems())
    assert not problems, "\n".join([str(page), *problems])
