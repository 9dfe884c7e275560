"""One kind of row that the course's files hold. Upper apps bring parts of their own, named in COURSE_PARTS."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

Data = dict[str, Any]
Place = int | list[str]


class WrongFile(Exception):
    """Something in the course's files can't be loaded; the message says what and where."""


class Part:
    """A kind of row. `section` is the name under which its rows stand in a file.

    `keys` are the names that a row's data has, in order; others are refused.
    """

    section: str
    keys: tuple[str, ...]
    optional_keys: tuple[str, ...] = ()
    # What of its place counts as the row's own: its number, or the order of the rows that it holds (their section).
    # Where neither does, who holds the row has its order: one that is moved is no edit of all that shift.
    numbered = False
    holds = ""

    def find(self, key: str) -> Model | None:
        """The row of this permanent key."""
        raise NotImplementedError

    def describe(self, row: Any) -> Data:
        """The row as it stands in a file, in the order of `keys`."""
        raise NotImplementedError

    def place_of(self, row: Any) -> Place:
        """What of its place counts as the row's own."""
        if self.holds:
            return list(self.held_by(row).values_list("key", flat=True))
        return int(row.order) if self.numbered else 0

    def held_by(self, row: Any) -> QuerySet[Any]:
        """The rows it holds, in their order."""
        raise NotImplementedError

    def arrange(self, row: Any, place: Place) -> None:
        """Put the rows it holds in the order of the file."""
        for number, key in enumerate(place if isinstance(place, list) else []):
            self.held_by(row).filter(key=key).exclude(order=number).update(order=number)

    def write(self, row: Any, data: Data, order: int, theme: str) -> Model:
        """Make or change the row. `theme` is the key of the theme whose file it stands in, or empty."""
        raise NotImplementedError

    def rows_of(self, theme: str) -> Iterable[Any]:
        """The rows that belong into the file of a theme (or, for an empty one, into the file of the section)."""
        raise NotImplementedError

    def finish(self) -> None:
        """Write what has to wait until the rows of every part are there."""

    def check(self, data: Any, where: str) -> None:
        """Raises WrongFile where the data does not have the names it should."""
        if not isinstance(data, dict):
            raise WrongFile(f"{where}: expected names and values, found {type(data).__name__}.")
        missing = [name for name in self.keys if name not in data]
        unknown = [name for name in data if name not in self.keys and name not in self.optional_keys]
        if missing or unknown:
            wrong = [f"missing: {', '.join(missing)}"] * bool(missing)
            wrong += [f"unknown: {', '.join(unknown)}"] * bool(unknown)
            raise WrongFile(f"{where}: {'; '.join(wrong)}.")


def digest(data: Data, place: Place) -> str:
    """What tells whether a row is as it was loaded: SHA-256 over its data and its place."""
    text = json.dumps([place, data], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def course_parts() -> dict[str, Part]:
    """The parts there are, by section, in the order in which they have to be loaded."""
    parts = (import_string(path)() for path in settings.COURSE_PARTS)
    return {part.section: part for part in parts}
