"""Text can be read and edges be seen: the contrast of every pair of colours that meet, in each of the four schemes."""

import re
from pathlib import Path

import django.contrib.admin
import pytest

from tests.look import reading

# Sheets for the administration, whose colours have the names that Django gives to them.
IN_THE_ADMINISTRATION = {"admin.css", "admin_access.css", "prose.css", "outline.css", "pairing.css", "exchange.css"}

BLOCK = re.compile(r"(?:@media ([^{]+){\s*)?:root\s*{([^}]*)}")
TEXT, EDGE = 4.5, 3.0

ON_PAGES = ["paper", "card"]
TINTS = [
    "ok-tint",
    "soon-tint",
    "late-tint",
    "brand-tint",
    "plain-tint",
    "knowledge-tint",
    "skills-tint",
    "values-tint",
]
PAIRS: list[tuple[str, str, float]] = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-soft", "link") for ground in [*ON_PAGES, *TINTS, "field"]],
    *[(f"{name}", f"{name}-tint", TEXT) for name in ("knowledge", "skills", "values", "ok", "soon", "late")],
    *[(name, ground, TEXT) for name in ("ok", "soon", "late", "danger") for ground in ON_PAGES],
    *[("on-tone", name, TEXT) for name in ("knowledge", "skills", "values", "action")],
    *[(name, ground, EDGE) for name in ("knowledge", "skills", "values", "action") for ground in [*ON_PAGES, "track"]],
    *[("line-strong", ground, EDGE) for ground in [*ON_PAGES, "field"]],
    ("action-ink", "action", TEXT),
    ("action-ink", "action-hover", TEXT),
    ("action", "paper", TEXT),
    ("action", "card", TEXT),
    ("danger-ink", "danger", TEXT),
    ("danger-ink", "danger-hover", TEXT),
    ("danger", "late-tint", TEXT),
    ("brand-tint-ink", "brand-tint", TEXT),
    ("ink-soft", "track", TEXT),
    *[(ink, ground, TEXT) for ink in ("hero-ink", "hero-soft") for ground in ("hero-from", "hero-through", "hero-to")],
    *[("hero-ring", ground, EDGE) for ground in ("hero-from", "hero-to")],
    ("hero-action-ink", "hero-action", TEXT),
    ("hero-action-ink", "hero-action-hover", TEXT),
    ("hero-action-ink", "hero-ring", EDGE),
    ("focus", "focus-edge", EDGE),
]


def schemes() -> dict[str, dict[str, str]]:
    """The colours of each scheme, with what it inherits from those before it."""
    blocks = {
        (media or "").strip(): dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
        for media, body in BLOCK.findall((reading.LOOK / "tokens.css").read_text())
    }
    light, dark = blocks[""], blocks["screen and (prefers-color-scheme: dark)"]
    more = blocks["(prefers-contrast: more)"]
    both = blocks["screen and (prefers-contrast: more) and (prefers-color-scheme: dark)"]
    return {
        "light": light,
        "dark": light | dark,
        "light, more contrast": light | more,
        "dark, more contrast": light | dark | more | both,
    }


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", schemes())
def test_every_pair_can_be_told_apart(scheme: str) -> None:
    colours = schemes()[scheme]
    weak = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, ground, least in PAIRS
        if contrast(colours[ink], colours[ground]) < least
    }
    assert weak == {}


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_stylesheets_use_only_colours_that_have_a_name() -> None:
    bare = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(", re.IGNORECASE)
    may = {"tokens.css", "print.css", *IN_THE_ADMINISTRATION}
    found = {
        reading.name(sheet): sorted(set(bare.findall(sheet.read_text())) - {"#000", "#fff"})
        for sheet in reading.stylesheets()
        if sheet.name not in may
    }
    assert {sheet: colours for sheet, colours in found.items() if colours} == {}


def admin_names() -> set[str]:
    """The names that Django's own administration gives to its colours, and those that a sheet of ours defines there."""
    sheets = [Path(django.contrib.admin.__file__).parent / "static/admin/css/base.css"]
    sheets += [sheet for sheet in reading.stylesheets() if sheet.name in IN_THE_ADMINISTRATION]
    return {name for sheet in sheets for name in re.findall(r"--([\w-]+)\s*:", sheet.read_text())}


def test_stylesheets_use_only_names_that_exist() -> None:
    own = {"tone", "tint", "side"}
    known = set(schemes()["light"]) | own
    unknown = {
        (reading.name(sheet), token)
        for sheet in reading.stylesheets()
        for token in re.findall(r"var\(--([\w-]+)", sheet.read_text())
        if token not in (admin_names() if sheet.name in IN_THE_ADMINISTRATION else known)
    }
    assert unknown == set()
