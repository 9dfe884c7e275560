"""The text in a sheet of an .xlsx file, read without trusting it.

A library that builds the whole workbook takes minutes over a small file that was made to be large. This reads three of
its members as they stream by, keeps nothing but text, and stops at its bounds.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from assessments.exchange.entry import Unreadable
from assessments.exchange.table import MOST_ROWS, Row

MAGIC = b"PK\x03\x04"
SHEET = "Questions"

MOST_UNPACKED = 12_000_000
MOST_ELEMENTS = 600_000
MOST_COLUMNS = 40
DEEPEST = 40
PIECE = 64_000
# How many pieces may be one single tag.
MOST_OF_A_TAG = 4

_BOOK, _RELATIONS, _STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BOOLEANS = {"1": "TRUE", "0": "FALSE"}
FAULTS = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, ValueError, LookupError, EOFError, OSError, RuntimeError,
)  # fmt: skip


class _TooMuch(Exception):
    """The file goes beyond a bound."""


def read_sheet(content: bytes) -> list[Row]:
    """The rows that hold anything, numbered, of the sheet “Questions” or else the first. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _rows_in(_Members(archive))
    except _TooMuch as trouble:
        raise Unreadable(
            _("This spreadsheet is too large, or made oddly. Save it anew, with nothing else in it.")
        ) from trouble
    except FAULTS as trouble:
        raise Unreadable(
            _("This is no spreadsheet that could be read. Save it as .xlsx, without a password.")
        ) from trouble


def _rows_in(members: _Members) -> list[Row]:
    strings = _Strings()
    if _STRINGS in members.names:
        members.walk(_STRINGS, strings)
    sheet = _Sheet(strings.found)
    members.walk(members.path_of_sheet(), sheet)
    return sheet.rows


class _Members:
    """The members of an archive, all of which together stay within the bounds."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.unpacked = 0
        self.elements = 0
        self.depth = 0
        self.silence = 0

    def path_of_sheet(self) -> str:
        book, relations = _Attributes("sheet"), _Attributes("Relationship")
        self.walk(_BOOK, book)
        self.walk(_RELATIONS, relations)
        sheets = sorted(book.found, key=lambda each: each.get("name", "").lower() != SHEET.lower())
        targets = {each.get("Id"): each.get("Target", "") for each in relations.found}
        target = targets[next(value for name, value in [*sheets[0].items(), (":id", "")] if name.endswith(":id"))]
        return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"

    def walk(self, name: str, handler: Any) -> None:
        """Let `handler` see the elements of a member: `start`, `end` and `text`. Raises _TooMuch."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = self._counted(handler.start)
        parser.EndElementHandler = self._closed(handler.end)
        parser.CharacterDataHandler = self._heard(handler.text)
        self.depth = self.silence = 0
        with self.archive.open(name) as stream:
            while piece := stream.read(PIECE):
                self.unpacked += len(piece)
                self.silence += 1
                if self.unpacked > MOST_UNPACKED or self.silence > MOST_OF_A_TAG:
                    raise _TooMuch
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _counted(self, start: Callable[[str, dict[str, str]], None]) -> Callable[[str, dict[str, str]], None]:
        def counted(name: str, attributes: dict[str, str]) -> None:
            self.elements += 1
            self.depth += 1
            self.silence = 0
            if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
                raise _TooMuch
            start(name.rpartition(":")[2], attributes)

        return counted

    def _closed(self, end: Callable[[str], None]) -> Callable[[str], None]:
        def closed(name: str) -> None:
            self.depth -= 1
            self.silence = 0
            end(name.rpartition(":")[2])

        return closed

    def _heard(self, text: Callable[[str], None]) -> Callable[[str], None]:
        def heard(said: str) -> None:
            self.silence = 0
            text(said)

        return heard


def _refuse(*_declared: Any) -> None:
    raise _TooMuch


class _Attributes:
    """The attributes of all elements of one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[dict[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.name:
            self.found.append(attributes)

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Strings:
    """The strings that cells share. What tells how to pronounce one is no part of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.said: list[str] = []
        self.listens = False
        self.aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.said = []
        self.aside = self.aside or name == "rPh"
        self.listens = name == "t" and not self.aside

    def end(self, name: str) -> None:
        self.listens = False
        if name == "rPh":
            self.aside = False
        elif name == "si":
            self.found.append(_decoded("".join(self.said)))

    def text(self, text: str) -> None:
        if self.listens:
            self.said.append(text)


class _Sheet:
    """The rows of a sheet, as text."""

    def __init__(self, strings: list[str]) -> None:
        self.strings = strings
        self.rows: list[Row] = []
        self.number = 0
        self.cells: list[str] = []
        self.column = -1
        self.letters = 0
        self.type = ""
        self.said: list[str] = []
        self.listens = False
        self.aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.number = int(attributes.get("r", self.number + 1))
            self.cells, self.column = [], -1
        elif name == "c":
            self.column = _column(attributes["r"]) if "r" in attributes else self.column + 1
            self.type, self.said = attributes.get("t", "n"), []
        self.aside = self.aside or name == "rPh"
        self.listens = name in ("v", "t") and not self.aside

    def end(self, name: str) -> None:
        self.listens = False
        if name == "rPh":
            self.aside = False
        elif name == "c" and self.said and 0 <= self.column < MOST_COLUMNS:
            self.cells += [""] * (self.column + 1 - len(self.cells))
            self.cells[self.column] = self._value("".join(self.said))
            # A single long string may be shared by a great many cells.
            self.letters += len(self.cells[self.column])
            if self.letters > MOST_UNPACKED:
                raise _TooMuch
        elif name == "row" and any(self.cells):
            self.rows.append((self.number, self.cells))
            if len(self.rows) > MOST_ROWS + 1:
                raise _TooMuch

    def text(self, text: str) -> None:
        if self.listens:
            self.said.append(text)

    def _value(self, said: str) -> str:
        if self.type == "s":
            return self.strings[int(said)]
        if self.type == "b":
            return _BOOLEANS.get(said, said)
        return _decoded(said) if self.type in ("str", "inlineStr") else said


def _decoded(said: str) -> str:
    """Excel writes some characters by their number, as _x000D_."""
    return _CODED.sub(lambda found: chr(int(found.group(1), 16)), said)


def _column(reference: str) -> int:
    """The place of a column, from nought: 2 for C7."""
    place = 0
    for letter in reference[:4]:
        if not letter.isalpha():
            break
        place = place * 26 + ord(letter.upper()) - ord("A") + 1
    return place - 1
