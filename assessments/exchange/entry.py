"""A question as it stands in a file: what every format writes and reads, in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

# What XML, and with it a spreadsheet, can't hold. PostgreSQL refuses the first of them.
UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# What is refused before it is looked at closely. The whole course has some two hundred questions.
MOST_BYTES = 2_000_000
MOST_QUESTIONS = 1_000
MOST_OPTIONS = 50
MOST_REMARKS = 100


class Unreadable(Exception):
    """Nothing can be read from this file; the message says why, for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Option:
    """What of a Choice stands in a file."""

    text: str
    is_right: bool = False
    match: str = ""
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A question. An empty `key` or `lesson`, and a `shuffle` or `state` that is None, were left open by the file.

    `place` is the line or row where it begins. `lesson_guessed` says that the file names a category, which may happen
    to be no lesson of ours.
    """

    key: str
    lesson: str
    kind: str
    stem: str
    options: tuple[Option, ...]
    shuffle: bool | None = None
    state: str | None = None
    place: int = field(default=0, compare=False)
    lesson_title: str = field(default="", compare=False)
    lesson_guessed: bool = field(default=False, compare=False)

    @property
    def choices(self) -> list[dict[str, Any]]:
        """As `write_version` wants them."""
        return [asdict(option) for option in self.options]

    @property
    def content(self) -> tuple[Any, ...]:
        """What it says, whatever it is called and whether or not it is in use."""
        return (self.kind, self.stem, self.options)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be told about a place in a file."""

    place: int
    text: str


@dataclass(slots=True)
class Reading:
    """What was found in a file: its questions, what is wrong, and what was left out or taken otherwise."""

    entries: list[Entry] = field(default_factory=list)
    wrong: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def refuse(self, place: int, text: str) -> None:
        """Keep what is wrong. Raises Unreadable once there is so much that nobody would read on."""
        self.wrong.append(Remark(place, text))
        if len(self.wrong) >= MOST_REMARKS:
            raise Unreadable(
                _("More than %(number)d places are wrong, the first on line %(place)d: %(text)s Is it the right file?")
                % {"number": MOST_REMARKS, "place": self.wrong[0].place, "text": self.wrong[0].text}
            )

    def note(self, place: int, text: str) -> None:
        remark = Remark(place, text)
        if remark not in self.notes[-1:]:
            self.notes.append(remark)

    def add(self, entry: Entry) -> None:
        """Raises Unreadable where there are too many."""
        if len(self.entries) >= MOST_QUESTIONS:
            raise Unreadable(too_many())
        self.entries.append(entry)


def too_many() -> str:
    return _("More than %(number)d questions at once. Divide the file, and import its parts.") % {
        "number": MOST_QUESTIONS
    }


def too_many_options() -> str:
    return _("It has more than %(number)d options.") % {"number": MOST_OPTIONS}


def canonical(text: str) -> str:
    """One form for what looks the same: line ends are line feeds, and nothing invisible stands around or in it."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def used(kind_keys: Iterable[str]) -> tuple[bool, bool]:
    """Whether the options of a type (by its `choice_keys`) are right or wrong, and whether they go with something."""
    keys = set(kind_keys)
    return "right" in keys, bool(keys & {"match", "holds"})
