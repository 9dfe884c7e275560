"""Rubbish is refused, or told to be wrong, before it costs much: as large as a file may be, and made to be slow."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.exchange import format_of, workbook
from assessments.exchange.entry import MOST_BYTES, MOST_REMARKS, Unreadable
from assessments.exchange.forms import ImportForm
from tests.assessments.exchange.test_tables import workbook as packed

SECONDS = 5
HEADS = b"question,option\n"
ROW = '<row><c t="inlineStr"><is><t>{}</t></is></c><c t="inlineStr"><is><t>{}</t></is></c></row>'
SHEET_HEADS = ROW.format("question", "option")


def full(piece: str | bytes, start: bytes = b"") -> bytes:
    """As much of it as a file may hold."""
    each = piece.encode() if isinstance(piece, str) else piece
    return (start + each * (MOST_BYTES // len(each)))[:MOST_BYTES]


def block(inside: str) -> bytes:
    """Questions that are as long as one may be."""
    return full(inside + "\n\n")


def noise() -> bytes:
    return random.Random(7).randbytes(MOST_BYTES)


def sheet(rows: str) -> bytes:
    return packed(f"<worksheet>{SHEET_HEADS}{rows}</worksheet>")


REFUSED: dict[str, Callable[[], bytes]] = {
    "random bytes": noise,
    "random bytes as UTF-16": lambda: b"\xff\xfe" + noise(),
    "random bytes as a spreadsheet": lambda: b"PK\x03\x04" + noise(),
    "nothing but NUL": lambda: b"\0" * MOST_BYTES,
    "NUL in a word": lambda: b"Who\0?{=a ~b}",
    "UTF-16 without a mark": lambda: "Who?{=a ~b}".encode("utf-16-le"),
    "an old Excel file": lambda: b"\xd0\xcf\x11\xe0" + noise(),
    "spaces": lambda: full(" "),
    "a file of opened braces": lambda: full("{\n\n"),
    "questions without end": lambda: full("Who?{=a ~b}\n\n"),
    "rows without end": lambda: full("a,b\n", HEADS),
    "empty rows without end": lambda: full("\n", HEADS),
    "options without end": lambda: full(",a\n", HEADS + b"q,a\n"),
    "quotation marks": lambda: full('"', HEADS),
    "one cell": lambda: full("a", HEADS),
    "columns without end": lambda: full("question,option,"),
    "a zip bomb": lambda: sheet(" " * 300_000_000),
    "a million rows": lambda: sheet("<row><c><v>1</v></c></row>" * 1_000_000),
    "cells without end": lambda: sheet("<row>" + "<c/>" * 700_000 + "</row>"),
    "deep nesting": lambda: packed("<a>" * 1_000_000),
    "entities": lambda: packed('<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'),
    "one string in all cells": lambda: packed(
        f"<worksheet>{SHEET_HEADS}" + ('<row>' + '<c t="s"><v>0</v></c>' * 20 + "</row>") * 9_000 + "</worksheet>",
        "<sst><si><t>" + "a" * 9_000_000 + "</t></si></sst>",
    ),
    "no shared string": lambda: sheet('<row><c t="s"><v>9</v></c></row>'),
    "no sheet": lambda: zipped({"word/document.xml": "<w/>"}),
    "many members": lambda: zipped(dict.fromkeys(map(str, range(12_000)), "")),
    "attributes without end": lambda: packed("<a " + " ".join(f'a{n}="1"' for n in range(600_000)) + "/>"),
}  # fmt: skip

WRONG: dict[str, Callable[[], bytes]] = {
    "a million braces": lambda: b"{" * 1_000_000,
    "braces in long questions": lambda: block("{" * 39_000),
    "marks in long questions": lambda: block("Who?{=a" + "~" * 39_000 + "}"),
    "feedback in feedback": lambda: block("Who?{=a" + "#" * 39_000 + "}"),
    "pairs without end": lambda: block("Who?{" + "=a->b" * 7_000 + "}"),
    "nested tags": lambda: block("[html]" + "".join(f"<b x{n}><p>" for n in range(3_000))),
    "ampersands": lambda: block("[html]" + "&" * 39_000),
    "tags in comments": lambda: b"//" + full("[tag:")[:-100] + b"\nWho?{=a}",
    "a category without end": lambda: b"$CATEGORY:" + full("a/")[:-100] + b"\n\nWho?{=a}",
    "backslashes": lambda: full("\\~"),
}  # fmt: skip


def zipped(members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_a_sentence(name: str) -> None:
    content = REFUSED[name]()
    begun = time.process_time()
    with pytest.raises(Unreadable, match=r"[A-Z].*[.?]$"):
        format_of("", content).read(content)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("name", WRONG)
def test_it_is_told_to_be_wrong(name: str) -> None:
    content = WRONG[name]()
    begun = time.process_time()
    reading = format_of("", content).read(content)
    assert time.process_time() - begun < SECONDS
    assert 1 <= len(reading.wrong) < MOST_REMARKS


@pytest.mark.parametrize("name", ["a zip bomb", "one string in all cells", "a million rows"])
def test_it_takes_little_memory(name: str) -> None:
    content = REFUSED[name]()
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            format_of("", content).read(content)
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_no_more_of_a_zip_bomb_is_unpacked_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[int] = []
    original = zipfile.ZipExtFile.read

    def counting(self: Any, n: int = -1) -> bytes:
        piece = original(self, n)
        unpacked.append(len(piece))
        return piece

    monkeypatch.setattr(zipfile.ZipExtFile, "read", counting)
    with pytest.raises(Unreadable, match="too large"):
        workbook.read_sheet(REFUSED["a zip bomb"]())
    assert sum(unpacked) <= workbook.MOST_UNPACKED + workbook.PIECE


@pytest.mark.django_db
def test_a_file_of_ten_megabytes_is_refused_before_it_is_read() -> None:
    class Unread(SimpleUploadedFile):
        def read(self, *_asked: Any) -> bytes:
            pytest.fail("It was read.")

    form = ImportForm({}, {"file": Unread("questions.gift", b"{" * 10_000_000)})
    assert form.non_field_errors() == ["This is larger than 2 MB. A whole course is far less: is it the right file?"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["random bytes", "deep nesting", "a file of opened braces"])
def test_the_form_says_why(name: str) -> None:
    form = ImportForm({}, {"file": SimpleUploadedFile("questions", REFUSED[name]())})
    assert not form.is_valid()
    (said,) = form.non_field_errors()
    assert said.endswith((".", "?"))
