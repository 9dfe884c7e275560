"""A lesson's page weighs at most 90 KB on a first visit, font and all; and asks no other host for anything."""

import re
from pathlib import Path

import brotli
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from tests.look import reading

KILOBYTE = 1000
# What is left for the text of the longest lesson, compressed, and for the answers' headers.
ROOM_FOR_THE_PAGE = 20 * KILOBYTE


def weight(path: str) -> int:
    found = finders.find(path)
    assert isinstance(found, str)
    content = Path(found).read_bytes()
    return len(content) if path.endswith(".woff2") else len(brotli.compress(content))


def test_what_a_first_visit_loads_leaves_room_for_the_page() -> None:
    head = render_to_string("components/look.html")
    loaded = set(re.findall(r"/static/([^\"]+)", head))
    loaded |= {"scripts/frame.js", "scripts/player.js"}
    loaded |= {f"scripts/player/{module}.js" for module in ("network", "reporter", "sitting", "youtube")}
    assert sum(map(weight, loaded)) <= 90 * KILOBYTE - ROOM_FOR_THE_PAGE


def test_no_stylesheet_asks_another_host() -> None:
    asked = {
        (reading.name(sheet), address)
        for sheet in reading.stylesheets()
        for address in re.findall(r"url\([\"']?([^\"')]+)", sheet.read_text())
        if not address.startswith("../fonts/")
    }
    assert asked == set()


def test_every_font_that_is_named_exists() -> None:
    fonts = {
        found for sheet in reading.stylesheets() for found in re.findall(r"\.\./(fonts/[\w.-]+)", sheet.read_text())
    }
    assert fonts == {"fonts/atkinson-hyperlegible-next.woff2", "fonts/atkinson-hyperlegible-next-extended.woff2"}
    assert all(finders.find(font) for font in fonts)


def test_the_licence_of_the_font_stands_beside_it() -> None:
    licence = finders.find("fonts/OFL.txt")
    assert isinstance(licence, str)
    assert "SIL OPEN FONT LICENSE" in Path(licence).read_text()
