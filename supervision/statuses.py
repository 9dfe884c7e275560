"""The words under which people are gathered: by the tiles, by the filter, and in the order of who needs time first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.standing import Standing
from supervision.roster import Person

NOT_ON_THE_COURSE = _("Not on the course")


@dataclass(frozen=True, slots=True)
class Status:
    """One or several standings under a name. `key` stands in the address; `tile` is what follows a number."""

    key: str
    label: Any
    standings: frozenset[Standing | None]
    tile: Any = ""
    tone: str = ""

    def count(self, people: Iterable[Person]) -> int:
        return sum(person.standing in self.standings for person in people)


TILES = (
    Status(
        "needs-time",
        _("Needs time soon"),
        frozenset({Standing.OVERDUE, Standing.DUE_SOON, Standing.BEHIND}),
        _("need time soon"),
        "soon",
    ),
    Status(
        "under-way",
        _("On track or new"),
        frozenset({Standing.ON_TRACK, Standing.NOT_STARTED}),
        _("on track or new"),
    ),
    Status("to-renew", _("To renew"), frozenset({Standing.EXPIRING, Standing.EXPIRED}), _("to renew")),
    Status("done", _("Complete, nothing to do"), frozenset({Standing.COMPLETE}), _("complete"), "ok"),
)
SINGLE = (
    *(Status(standing.value.replace("_", "-"), standing.label, frozenset({standing})) for standing in Standing),
    Status("not-on-the-course", NOT_ON_THE_COURSE, frozenset({None})),
)
STATUSES = {status.key: status for status in (*TILES, *SINGLE)}

TONES = {
    Standing.OVERDUE: "soon",
    Standing.DUE_SOON: "soon",
    Standing.BEHIND: "soon",
    Standing.EXPIRED: "soon",
    Standing.EXPIRING: "soon",
    Standing.COMPLETE: "ok",
}

# Who needs time first.
URGENCY: dict[Standing | None, int] = {
    standing: place
    for place, standing in enumerate(
        (
            Standing.OVERDUE,
            Standing.DUE_SOON,
            Standing.BEHIND,
            Standing.EXPIRED,
            Standing.EXPIRING,
            Standing.NOT_STARTED,
            Standing.ON_TRACK,
            Standing.AWAY,
            None,
            Standing.COMPLETE,
        )
    )
}


def by_name(person: Person) -> tuple[Any, ...]:
    return person.name.casefold(), person.pk


def by_need(person: Person) -> tuple[Any, ...]:
    deadline = person.enrolment.deadline if person.enrolment else None
    return URGENCY[person.standing], deadline or date.max, *by_name(person)


def by_due(person: Person) -> tuple[Any, ...]:
    """What is still to be done, by its day; then what has no day; then what is done."""
    is_open = person.enrolment is not None and person.enrolment.completed_at is None
    due = person.enrolment.due_on if person.enrolment and is_open else None
    return not is_open, due or date.max, *by_name(person)


@dataclass(frozen=True, slots=True)
class Sort:
    key: str
    label: Any
    place: Callable[[Person], tuple[Any, ...]]


SORTS = {
    sort.key: sort
    for sort in (
        Sort("need", _("Who needs time first"), by_need),
        Sort("name", _("Name"), by_name),
        Sort("due", _("Due date"), by_due),
    )
}
