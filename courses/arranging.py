"""The order of modules and lessons. Whoever moves one does it here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from courses.models import Course, Lesson, Module
from courses.publishing import announce_change


@transaction.atomic
def order_modules(course: Course, wanted: Iterable[int]) -> None:
    """Put the course's modules in the order of `wanted`, their ids; those it doesn't name follow as they stood."""
    _renumber(list(course.modules.order_by("order", "pk")), wanted)
    announce_change(course.pk)


@transaction.atomic
def order_lessons(module: Module, wanted: Iterable[int]) -> None:
    """Put the module's lessons in the order of `wanted`, their ids; those it doesn't name follow as they stood."""
    _renumber(list(module.lessons.order_by("order", "pk")), wanted)
    announce_change(module.course_id)


def moved(ids: list[int], which: int, steps: int) -> list[int]:
    """The ids with one of them moved so many places, and no further than the end."""
    rest = [each for each in ids if each != which]
    place = max(0, min(len(rest), ids.index(which) + steps))
    return [*rest[:place], which, *rest[place:]]


def _renumber(rows: Sequence[Module] | Sequence[Lesson], wanted: Iterable[int]) -> None:
    """Number the rows from the lowest number that one has, and write only those whose number changes: a row in its
    old place is no edit, and follows the course's files as before."""
    known = {row.pk: row for row in rows}
    named = [known.pop(pk) for pk in dict.fromkeys(wanted) if pk in known]
    start = min((row.order for row in rows), default=0)
    for number, row in enumerate([*named, *known.values()], start=start):
        if row.order != number:
            type(row)._default_manager.filter(pk=row.pk).update(order=number)
