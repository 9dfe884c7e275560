"""Printing a certificate: facts in, a tagged PDF out. Pure: the same facts make the same bytes."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal, cast

import segno
import typst

if TYPE_CHECKING:
    from collections.abc import Callable

    from certificates.facts import Facts

HERE = Path(__file__).parent
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
HOUSE_FONT = "Atkinson Hyperlegible Next"
SCRIPTS = [
    *("Arabic", "Hebrew", "Bengali", "Devanagari", "Gujarati", "Gurmukhi", "Tamil", "Telugu", "Kannada", "Malayalam"),
    *("Oriya", "Sinhala", "Thai", "Lao", "Khmer", "Myanmar", "Armenian", "Georgian", "Ethiopic", "Syriac", "Thaana"),
    *("NKo", "Tifinagh", "Adlam", "Ol Chiki", "Hanifi Rohingya"),
]
# In the order in which they are asked for a glyph.
FAMILIES = [
    "Noto Sans",
    *(f"Noto Sans {script}" for script in SCRIPTS),
    "Noto Serif Tibetan",
    "NanumGothic",
    "Droid Sans Fallback",
]
# The letters below U+0180 that the house font lacks. A word in two fonts looks broken, so a name with one of them, or
# with one from further up, is set in Noto Sans as a whole.
LACKING = frozenset("µĈĉĔĕĜĝĤĥĨĩĬĭĴĵĸĿŀŊŋŌōŎŏŖŗŜŝŦŧŨũŬŭſ")
HOUSE_EXTRAS = frozenset("ȘșȚțẀẁẂẃẄẅẞỲỳ–—‘’“”")

# One compiler a process, since its first work loads the fonts; one page at a time, since it keeps its inputs.
_turn = Lock()


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])
    return typst.Compiler(root=HERE / "designs", font_paths=fonts)


def render_pdf(facts: Facts) -> bytes:
    """The certificate as PDF/UA-1, A4 landscape, fonts embedded. A character that no font has becomes �."""
    with _turn:
        try:
            return _print(facts, tidy)
        except typst.TypstError:
            return _print(facts, _legible)


def _print(facts: Facts, clean: Callable[[str], str]) -> bytes:
    issued_at = datetime.combine(facts.issued_on, time(), UTC)
    return _compile(str(facts.template), _said(facts, clean), int(issued_at.timestamp()))


def _compile(design: str, said: dict[str, str | list[str]], timestamp: int = 0) -> bytes:
    # Text travels as JSON and never in the source, so that a name has no markup to break out into.
    file = _compiler().compile(
        HERE / "designs" / f"{design}.typ",
        format="pdf",
        sys_inputs={"facts": json.dumps(said)},
        pdf_standards=["ua-1"],
        timestamp=timestamp,
    )
    return cast("bytes", file)


def _said(facts: Facts, clean: Callable[[str], str]) -> dict[str, str | list[str]]:
    """What a design reads."""
    name = clean(facts.name)
    return {
        "name": name,
        "name_direction": direction(name),
        "name_fonts": [HOUSE_FONT, *FAMILIES] if suits_house_font(name) else FAMILIES,
        "fonts": [HOUSE_FONT, *FAMILIES],
        "course_title": breakable(clean(facts.course_title)),
        "content_version": breakable(clean(facts.content_version)),
        "hours": f"{facts.hours.normalize():f}",
        "issued_on": facts.issued_on.isoformat(),
        "expires_on": facts.expires_on.isoformat(),
        "serial": facts.serial,
        "service_name": breakable(clean(facts.service_name)),
        "address": facts.address,
        "qr": qr_svg(facts.address),
    }


def qr_svg(address: str) -> str:
    """The address as a QR code, drawn with one path, without the margin: the design leaves it. Random digits look the
    same under every mask, and trying out which is best would take as long as all else together."""
    return segno.make(address, error="m", micro=False, mask=2).svg_inline(border=0, omitsize=True, dark="#1c2a33")


def tidy(text: str) -> str:
    """Composed, on one line, without what can't be printed: control characters, lone surrogates, and the invisible
    marks that turn the direction of everything after them."""
    kept = (
        " " if unicodedata.category(character) in {"Cc", "Cs"} else character
        for character in unicodedata.normalize("NFC", text)
        if unicodedata.category(character) != "Cf" or character in JOINERS
    )
    return " ".join("".join(kept).split())


def breakable(text: str) -> str:
    """With a chance to break in words too long for their place, which would else run into their neighbours."""
    return re.sub(r"\S{16}(?=\S{4})", "\\g<0>\N{ZERO WIDTH SPACE}", text)


def direction(text: str) -> Literal["ltr", "rtl"]:
    """Which way a line runs: as its first letter does."""
    strong = (unicodedata.bidirectional(character) for character in text)
    return "rtl" if next((way for way in strong if way in {"L", "R", "AL"}), "L") != "L" else "ltr"


def suits_house_font(text: str) -> bool:
    return all((character < "\u0180" and character not in LACKING) or character in HOUSE_EXTRAS for character in text)


def _legible(text: str) -> str:
    """`tidy`, with � for each character that no font has."""
    return "".join(cluster if _prints(cluster) else _rescued(cluster) for cluster in _clusters(tidy(text)))


def _rescued(cluster: str) -> str:
    """The letter without its marks, or � where even that can't be printed."""
    return cluster[0] if _prints(cluster[0]) else REPLACEMENT


def _clusters(text: str) -> list[str]:
    """Each letter with the marks and joiners that follow it."""
    clusters: list[str] = []
    for character in text:
        if clusters and (unicodedata.category(character)[0] == "M" or character in JOINERS):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


@lru_cache(maxsize=4096)
def _prints(cluster: str) -> bool:
    try:
        _compile("trial", {"text": cluster, "fonts": FAMILIES})
    except typst.TypstError:
        return False
    return True
