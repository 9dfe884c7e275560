"""Questions in and out, in formats that other programs read. A new format is a module here and one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from assessments.exchange.csv import Csv
from assessments.exchange.entry import Entry, Reading
from assessments.exchange.gift import Gift
from assessments.exchange.xlsx import Xlsx


class Format(Protocol):
    """`key` stands in addresses, `ending` in files' names; `counts_rows` says whether places are rows or lines."""

    key: str
    ending: str
    content_type: str
    label: Any
    about: Any
    counts_rows: bool

    @property
    def differs(self) -> Sequence[Any]:
        """What means something a little other to those who read it."""

    def recognises(self, content: bytes) -> bool:
        """Whether it looks like a file of this format. Raises Unreadable."""

    def left_out(self, entry: Entry) -> str:
        """Why a question can't be written; empty where it can."""

    def write(self, entries: Iterable[Entry]) -> bytes:
        """The file. Whatever is not `left_out` comes back as it was."""

    def read(self, content: bytes) -> Reading:
        """What is in a file. Raises Unreadable."""


# The last takes whatever no other recognises.
FORMATS: dict[str, Format] = {each.key: each for each in (Xlsx(), Csv(), Gift())}


def format_of(name: str, content: bytes) -> Format:
    """By the ending of the file's name, or else by what is in it. Raises Unreadable."""
    named = (each for each in FORMATS.values() if name.lower().endswith(each.ending))
    return next(named, None) or next(each for each in FORMATS.values() if each.recognises(content))
