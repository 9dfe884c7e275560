"""Reading a page as a screen reader does: piece by piece, by what the file says that its glyphs mean."""

from __future__ import annotations

import io
import re
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

GLYPHS = re.compile(rb"<([0-9A-Fa-f]+)> *<([0-9A-Fa-f]+)>")


def reader(file: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(file))


def pieces(file: bytes) -> list[str]:
    """The text of each marked piece of the first page, in reading order; of letters that form one shape together, what
    the file says they are."""
    page = reader(file).pages[0]
    meanings = {name: meaning(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    found: list[str] = []
    marks: list[Any] = []
    font: dict[int, str] = {}
    for operands, operator in operations(page):
        if operator == b"BDC":
            marks.append(operands[1])
            if "/MCID" in operands[1]:
                found.append("")
            elif "/ActualText" in operands[1]:
                found[-1] += operands[1]["/ActualText"]
        elif operator == b"BMC":
            marks.append({})
        elif operator == b"EMC":
            marks.pop()
        elif operator == b"Tf":
            font = meanings[operands[0]]
        elif operator in {b"Tj", b"TJ"} and not any("/ActualText" in mark for mark in marks):
            found[-1] += "".join(font[glyph] for glyph in glyphs(operands[0]))
    return found


def text_of(file: bytes) -> str:
    """All pieces, without white space and chances to break."""
    return squeezed("".join(pieces(file)))


def squeezed(text: str) -> str:
    return "".join(text.replace("\N{ZERO WIDTH SPACE}", "").split())


def operations(page: PageObject) -> list[tuple[Any, bytes]]:
    return ContentStream(page.get_contents(), page.pdf).operations


def glyphs(shown: Any) -> list[int]:
    """The numbers of the glyphs in an operand: two bytes each, with distances between."""
    strings = [part for part in (shown if isinstance(shown, list) else [shown]) if not isinstance(part, (int, float))]
    data = b"".join(part if isinstance(part, bytes) else part.original_bytes for part in strings)
    return [int.from_bytes(data[place : place + 2]) for place in range(0, len(data), 2)]


def meaning(font: Any) -> dict[int, str]:
    """What each glyph of a font stands for."""
    table = font["/ToUnicode"].get_object().get_data()
    return {
        int(glyph, 16): bytes.fromhex(letters.decode()).decode("utf-16-be") for glyph, letters in GLYPHS.findall(table)
    }
