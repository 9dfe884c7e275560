"""Comma-separated values: UTF-8 with a byte order mark, by which Excel knows it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.exchange.entry import Entry, Reading, Unreadable
from assessments.exchange.table import NEEDED, Row, harmless, plain, read_rows, rows_of
from assessments.exchange.text import decode

# A comma here, a semicolon where Excel counts with commas, a tab where cells were copied from it.
DELIMITERS = (",", ";", "\t")
LONGEST_HEAD = 2_000


class Csv:
    key = "csv"
    ending = ".csv"
    content_type = "text/csv; charset=utf-8"
    label = gettext_lazy("CSV")
    about = gettext_lazy("For any spreadsheet. Every type of question, with everything that it says.")
    differs: Sequence[str] = ()
    counts_rows = True

    def recognises(self, content: bytes) -> bool:
        """Whether its first line names the columns."""
        return _delimiter(decode(content)[0]) is not None

    def left_out(self, entry: Entry) -> str:
        return ""

    def write(self, entries: Iterable[Entry]) -> bytes:
        file = io.StringIO(newline="")
        csv.writer(file).writerows([harmless(cell) for cell in row] for row in rows_of(entries))
        return file.getvalue().encode("utf-8-sig")

    def read(self, content: bytes) -> Reading:
        text, note = decode(content)
        reading = read_rows(_rows(text, _delimiter(text) or ","))
        if note:
            reading.note(1, note)
        return reading


def _delimiter(text: str) -> str | None:
    """What stands between the names of the columns in the first line, if that is what it holds."""
    line = text.partition("\n")[0][:LONGEST_HEAD].lower()
    for delimiter in DELIMITERS:
        if {name.strip(' "') for name in line.split(delimiter)} >= NEEDED:
            return delimiter
    return None


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Numbered as a spreadsheet numbers them, whatever lines a cell has. Raises Unreadable."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, start=1):
            yield number, [plain(cell) for cell in cells]
    except csv.Error as error:
        raise Unreadable(
            _("The table can’t be read: a quotation mark is missing somewhere, or a cell is far too long.")
        ) from error
