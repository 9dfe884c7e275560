"""The team grid as rows: the same people in the same order as on the screen, all pages of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from supervision.grid import Cell, Row, local_day, read_rows
from supervision.reports.report import Column, Kind, Report, Value
from supervision.scope import scope_of

# So many people's progress is read at a time.
STEP = 500


class TeamReport(Report):
    key = "team"

    def __init__(self, viewer: User | AnonymousUser, asked: Mapping[str, str]) -> None:
        self.scope = scope_of(viewer, asked)
        self.words: dict[tuple[int, int, bool], str] = {}

    def columns(self) -> Sequence[Column]:
        return [
            Column(_("Person")),
            Column(_("Team")),
            Column(_("Status")),
            Column(_("Assigned"), Kind.DATE),
            Column(_("Started"), Kind.DATE),
            Column(_("Due"), Kind.DATE),
            Column(_("Completed"), Kind.DATE),
            Column(_("Valid until"), Kind.DATE),
            *(Column(module.title) for module in self.scope.modules),
            Column(_("Modules complete"), Kind.NUMBER),
            Column(_("Modules in all"), Kind.NUMBER),
        ]

    def rows(self) -> Iterator[Sequence[Value]]:
        people = self.scope.people
        for start in range(0, len(people), STEP):
            for row in read_rows(self.scope.viewer, people[start : start + STEP], self.scope.modules):
                yield self._values(row)

    def _values(self, row: Row) -> list[Value]:
        person, enrolled = row.person, row.person.enrolment
        if enrolled is None:
            return [person.name, person.team, row.status, *[None] * (len(self.scope.modules) + 7)]
        return [
            person.name,
            person.team,
            row.status,
            local_day(enrolled.assigned_at),
            local_day(enrolled.started_at) if enrolled.started_at else None,
            enrolled.due_on,
            local_day(enrolled.completed_at) if enrolled.completed_at else None,
            enrolled.expires_on,
            *(self._amount(cell) for cell in row.cells),
            row.done,
            len(row.cells),
        ]

    def _amount(self, cell: Cell) -> str:
        """What the cell says. Translated once and not again for every person: there are few words and many cells."""
        key = (cell.module.pk, cell.done, cell.is_complete)
        if key not in self.words:
            self.words[key] = cell.amount
        return self.words[key]
