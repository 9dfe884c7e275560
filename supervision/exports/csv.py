"""Comma-separated values, as spreadsheets read them.

UTF-8 with a byte order mark, by which Excel knows it; days as 2026-11-30; what is not there is empty. A text that a
spreadsheet would take for a formula, because it begins with = + - @ a tab or a line end, is given an apostrophe in
front. Whoever reads a file back takes one leading apostrophe off where one of these follows it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from supervision.reports.report import Report, Value

FORMULAS_BEGIN = ("=", "+", "-", "@", "\t", "\r", "\n")
# Lines are sent in bundles: one at a time would be slow, and all at once would need the memory.
BUNDLE = 200


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


class Csv:
    key = "csv"
    content_type = "text/csv; charset=utf-8"

    def write(self, report: Report) -> Iterator[bytes]:
        """The file, piece by piece."""
        writer = csv.writer(_Echo())
        lines = ["\ufeff", writer.writerow([harmless(column.heading) for column in report.columns()])]
        for row in report.rows():
            lines.append(writer.writerow([harmless(value) for value in row]))
            if len(lines) >= BUNDLE:
                yield "".join(lines).encode()
                lines = []
        yield "".join(lines).encode()


def harmless(value: Value) -> str:
    """A value as it stands in the file: no text of it is run as a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULAS_BEGIN) else value
    return str(value)
