"""The grid: people by modules. A cell says how far somebody has come in a module, and nothing of how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from courses.models import Domain, ModuleProgress
from courses.outline import ModuleOutline
from courses.standing import Standing
from supervision.roster import Enrolled, Person
from supervision.statuses import NOT_ON_THE_COURSE, TONES


@dataclass(frozen=True, slots=True)
class Cell:
    """One person's progress in one module."""

    module: ModuleOutline
    done: int
    is_complete: bool
    completed_at: datetime | None

    @property
    def state(self) -> str:
        """done, begun or todo."""
        return "done" if self.is_complete else "begun" if self.done else "todo"

    @property
    def amount(self) -> str:
        """The state in words, without the module: “Complete”, “2 of 4”, “Not started”."""
        if self.is_complete:
            return _("Complete")
        if not self.done:
            return _("Not started")
        return _("%(done)d of %(total)d") % {"done": self.done, "total": len(self.module.required)}

    @property
    def spoken(self) -> str:
        """The state in words, with its day: “Complete, 18 Nov”."""
        if self.is_complete and self.completed_at:
            return _("Complete, %(day)s") % {"day": short_day(self.completed_at)}
        return self.amount


@dataclass(frozen=True, slots=True)
class DomainCells:
    key: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def done(self) -> int:
        return sum(cell.is_complete for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Row:
    """A person's line in the grid. Without an enrolment there are no cells."""

    person: Person
    cells: tuple[Cell, ...]

    @property
    def url(self) -> str:
        return reverse("supervision:person", args=[self.person.pk])

    @property
    def status(self) -> str:
        return status_words(self.person.standing)

    @property
    def tone(self) -> str:
        return tone_of(self.person.standing)

    @property
    def when(self) -> str:
        return when_words(self.person.enrolment)

    @property
    def since(self) -> str:
        return since_words(self.person.enrolment)

    @property
    def done(self) -> int:
        return sum(cell.is_complete for cell in self.cells)

    @property
    def domains(self) -> list[DomainCells]:
        return by_domain(self.cells)


def by_domain(cells: Sequence[Cell]) -> list[DomainCells]:
    """The cells of each domain that has any, in the order of domains."""
    order = list(Domain.values)
    ranked = sorted(cells, key=lambda cell: order.index(cell.module.domain))
    return [
        DomainCells(key, str(Domain(key).label), tuple(group))
        for key, group in groupby(ranked, key=lambda cell: cell.module.domain)
    ]


def read_rows(viewer: User | AnonymousUser, people: Iterable[Person], modules: Sequence[ModuleOutline]) -> list[Row]:
    """The people's lines, in the same order. One query for all of them."""
    people = list(people)
    enrolments = [person.enrolment.pk for person in people if person.enrolment]
    progress = read_progress(viewer, enrolments)
    return [Row(person, cells_of(person.enrolment, modules, progress)) for person in people]


# By enrolment and module: how many lessons are done, and when the module became complete.
Progress = dict[tuple[int, int], tuple[int, datetime | None]]


def read_progress(viewer: User | AnonymousUser, enrolments: Sequence[int]) -> Progress:
    rows = ModuleProgress.objects.visible_to(viewer).filter(enrolment__in=enrolments)
    columns = rows.values_list("enrolment_id", "module_id", "done", "completed_at")
    return {(enrolment, module): (done, completed_at) for enrolment, module, done, completed_at in columns}


def cells_of(enrolment: Enrolled | None, modules: Sequence[ModuleOutline], progress: Progress) -> tuple[Cell, ...]:
    """A cell for each module. While somebody learns, a module is complete by what it requires now; what was complete
    when the course was completed stays so."""
    if enrolment is None:
        return ()
    cells = []
    for module in modules:
        done, completed_at = progress.get((enrolment.pk, module.pk), (0, None))
        is_complete = completed_at is not None if enrolment.completed_at else done >= len(module.required)
        cells.append(Cell(module, done, is_complete, completed_at))
    return tuple(cells)


def status_words(standing: Standing | None) -> str:
    return str(standing.label if standing else NOT_ON_THE_COURSE)


def tone_of(standing: Standing | None) -> str:
    return TONES.get(standing, "plain") if standing else "plain"


def when_words(enrolment: Enrolled | None) -> str:
    """The day that belongs to a standing."""
    if enrolment is None:
        return ""
    if enrolment.completed_at:
        if enrolment.standing in {Standing.EXPIRING, Standing.EXPIRED} and enrolment.expires_on:
            words = _("Ended %(day)s") if enrolment.standing == Standing.EXPIRED else _("Valid until %(day)s")
            return words % {"day": short_day(enrolment.expires_on)}
        return _("Completed %(day)s") % {"day": short_day(enrolment.completed_at)}
    if enrolment.due_on is None:
        return _("No due date")
    words = _("Was due %(day)s") if enrolment.due_on < timezone.localdate() else _("Due %(day)s")
    return words % {"day": short_day(enrolment.due_on)}


def since_words(enrolment: Enrolled | None) -> str:
    if enrolment is None:
        return ""
    if enrolment.started_at:
        return _("Started %(day)s") % {"day": short_day(enrolment.started_at)}
    return _("Assigned %(day)s") % {"day": short_day(enrolment.assigned_at)}


def local_day(moment: date | datetime) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def short_day(moment: date | datetime) -> str:
    """“18 Nov”, with its year where that is another than this."""
    day = local_day(moment)
    return date_format(day, "j M" if day.year == timezone.localdate().year else "j M Y")
