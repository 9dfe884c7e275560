"""What every report is: columns, and rows for one viewer. Formats know nothing more of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from django.contrib.auth.models import AnonymousUser

from accounts.models import User

Value = str | int | date | None


class Kind(Enum):
    """What stands in a column, for formats that have types."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    kind: Kind = Kind.TEXT


class Report:
    """Made for a viewer and what their address asks for. Raises Http404 where the viewer has no business with it."""

    key: ClassVar[str]

    def __init__(self, viewer: User | AnonymousUser, asked: Mapping[str, str]) -> None:
        raise NotImplementedError

    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    def rows(self) -> Iterator[Sequence[Value]]:
        """One value a column. Reads as it goes, so that a long report needs little memory."""
        raise NotImplementedError
