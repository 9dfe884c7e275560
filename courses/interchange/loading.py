"""From files to rows: what nobody has edited follows the files, what an editor has changed stays, and both are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from courses.interchange.files import SECTIONS, THEMES, read
from courses.interchange.part import Data, Part, Place, WrongFile, course_parts, digest
from courses.publishing import announce_change


@dataclass
class Report:
    """What loading did, by the rows' names."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@dataclass
class Item:
    """A row's data as found in a file."""

    data: Data
    order: int
    theme: str
    where: str


@transaction.atomic
def load_course(folder: Path) -> Report:
    """Load the course's files in `folder`, all or nothing. Raises WrongFile.

    A row carries the digest of what was last loaded into it. A row that still is what was loaded follows the file; one
    that an editor has changed is left alone and stands in `kept`.
    """
    items = _gather(folder)
    report = Report()
    parts = course_parts()
    for section, part in parts.items():
        for item in items.get(section, []):
            part.check(item.data, item.where)
            _load(part, item, _place(part, item, items), report)
    for part in parts.values():
        part.finish()
    if report.created or report.updated:
        announce_change()
    return report


def _gather(folder: Path) -> dict[str, list[Item]]:
    """Every row of every file, by section."""
    items: dict[str, list[Item]] = {}

    def add(section: str, rows: Any, theme: str, name: str) -> None:
        if section not in course_parts():
            raise WrongFile(f"{name}: there is no section {section!r}.")
        for order, data in enumerate(rows or []):
            key = data.get("key") if isinstance(data, dict) else order
            items.setdefault(section, []).append(Item(data, order, theme, f"{name}: {section} {key}"))

    for name, sections in SECTIONS.items():
        document = read(folder / name)
        for section, rows in document.items():
            if section not in sections:
                raise WrongFile(f"{name}: {section!r} does not belong here.")
            add(section, rows, "", name)
    for number, path in enumerate(sorted((folder / THEMES).glob("*.yaml"))):
        document = read(path)
        own = {key: value for key, value in document.items() if not isinstance(value, list)}
        items.setdefault("module", []).append(Item(own, number, "", f"{path.name}: module"))
        for section, rows in document.items():
            if isinstance(rows, list):
                add(section, rows, str(own.get("key")), path.name)
    return items


def _place(part: Part, item: Item, items: dict[str, list[Item]]) -> Place:
    """What of the place in the file counts as the row's own."""
    if part.holds:
        return [held.data["key"] for held in items.get(part.holds, []) if held.theme in {"", item.data["key"]}]
    return item.order if part.numbered else 0


def _load(part: Part, item: Item, place: Place, report: Report) -> None:
    name = f"{part.section} {item.data['key']}"
    row: Any = part.find(item.data["key"])
    new = digest(item.data, place)
    if row is not None:
        now = digest(part.describe(row), part.place_of(row))
        if now == new:
            report.unchanged.append(name)
            _stamp(row, new)
            return
        if row.loaded_digest != now:
            report.kept.append(name)
            return
    try:
        written = part.write(row, item.data, item.order, item.theme)
    except ValidationError as error:
        raise WrongFile(f"{item.where}: {'; '.join(error.messages)}") from error
    if part.holds:
        part.arrange(written, place)
    _stamp(written, new)
    (report.created if row is None else report.updated).append(name)


def _stamp(row: Any, new: str) -> None:
    if row.loaded_digest != new:
        type(row)._default_manager.filter(pk=row.pk).update(loaded_digest=new)
