"""Spreadsheets as Excel and LibreOffice write them. All cells are text: nothing is a formula, a number or a date."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assessments.exchange.entry import Entry, Reading
from assessments.exchange.table import HEADS, MEANINGS, read_rows, rows_of
from assessments.exchange.workbook import MAGIC, SHEET, read_sheet
from assessments.question_types import question_types

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = {"key": 26, "lesson": 34, "lesson title": 28, "question": 60, "option": 50, "goes with": 28, "feedback": 60}
NARROW = 11
TEXT = "@"
# How many rows beneath what is there offer a list to pick from.
ROWS_TO_FILL = 500
# What Excel would take for a character written by its number.
LOOKS_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Xlsx:
    key = "xlsx"
    ending = ".xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    label = gettext_lazy("Excel")
    about = gettext_lazy(
        "For Excel or LibreOffice, easiest to work with. Every type of question, with all that it says."
    )
    differs: Sequence[str] = ()
    counts_rows = True

    def recognises(self, content: bytes) -> bool:
        return content.startswith(MAGIC)

    def left_out(self, entry: Entry) -> str:
        return ""

    def write(self, entries: Iterable[Entry]) -> bytes:
        book = Workbook()
        sheet: Worksheet = book.active
        sheet.title = SHEET
        for number, row in enumerate(rows_of(entries), start=1):
            for column, text in enumerate(row, start=1):
                _write_text(sheet, number, column, text)
        _lay_out(sheet)
        _offer_choices(sheet)
        _explain(book.create_sheet("How to fill it in"))
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def read(self, content: bytes) -> Reading:
        return read_rows(read_sheet(content))


def _write_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.number_format = TEXT
    if text:
        cell.value = LOOKS_CODED.sub("_x005F_", text)
        # openpyxl takes what begins with = for a formula.
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.quotePrefix = text.startswith(("=", "+", "-", "@", "'"))


def _lay_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, head in enumerate(HEADS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = WIDTHS.get(head, NARROW)
        dimension.number_format = TEXT
    _make_heads(sheet)


def _make_heads(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="0F4C5C")


def _offer_choices(sheet: Worksheet) -> None:
    choices = {
        "type": list(question_types()),
        "state": ["draft", "in use", "retired"],
        "shuffle": ["yes", "no"],
        "right": ["yes"],
    }
    last = sheet.max_row + ROWS_TO_FILL
    for head, words in choices.items():
        letter = get_column_letter(HEADS.index(head) + 1)
        listed = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False)
        listed.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(listed)


def _explain(sheet: Worksheet) -> None:
    for number, (head, meaning) in enumerate([("column", "what it holds"), *MEANINGS.items()], start=1):
        _write_text(sheet, number, 1, head)
        _write_text(sheet, number, 2, str(meaning))
    _make_heads(sheet)
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 100
