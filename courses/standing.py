"""Where somebody stands on a course: one definition, for whatever shows it, sends it or counts it.

    Enrolment.objects.visible_to(viewer).annotate(standing=standing_on())

The words don't blame: nobody is “late” here.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import GreaterThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence
from courses.models import Lesson, ModuleProgress

DUE_SOON = timedelta(days=10)
EXPIRING = timedelta(days=90)
# Days of the time given that pass before anybody is expected to have got anywhere.
GRACE_DAYS = 7


class Standing(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    ON_TRACK = "on_track", _("On track")
    BEHIND = "behind", _("Needs time")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Past due")
    COMPLETE = "complete", _("Complete")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", _("Expired")
    AWAY = "away", _("Away")


class DaysBetween(Func):
    """The whole days from one date to another, as a number of the database's own."""

    arity = 2
    output_field = IntegerField()
    arg_joiner = " - "
    template = "(%(expressions)s)"

    def __init__(self, start: Any, end: Any, **extra: Any) -> None:
        super().__init__(end, start, **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        days = self.copy()
        days.set_source_expressions(
            [Func(each, function="JULIANDAY", output_field=IntegerField()) for each in self.get_source_expressions()]
        )
        return days.as_sql(compiler, connection, template="CAST(%(expressions)s AS INTEGER)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, **context)


def standing_on(today: date | None = None) -> Case:
    """An expression for querysets of enrolments: the Standing of each on a day, today unless said; None where the
    enrolment was closed. Costs no query of its own."""
    today = today or timezone.localdate()
    is_open = Q(completed_at=None)
    return Case(
        When(closed_at__isnull=False, then=Value(None)),
        When(~is_open & Q(expires_on__lt=today), then=Value(Standing.EXPIRED.value)),
        When(~is_open & Q(expires_on__lte=today + EXPIRING), then=Value(Standing.EXPIRING.value)),
        When(~is_open, then=Value(Standing.COMPLETE.value)),
        When(_is_away(today), then=Value(Standing.AWAY.value)),
        When(due_on__lt=today, then=Value(Standing.OVERDUE.value)),
        When(due_on__lte=today + DUE_SOON, then=Value(Standing.DUE_SOON.value)),
        When(started_at=None, then=Value(Standing.NOT_STARTED.value)),
        When(_is_behind(today), then=Value(Standing.BEHIND.value)),
        default=Value(Standing.ON_TRACK.value),
        output_field=CharField(null=True),
    )


def _is_away(today: date) -> Exists:
    return Exists(Absence.objects.filter(person=OuterRef("learner"), starts__lte=today, ends__gte=today))


def _is_behind(today: date) -> GreaterThan:
    """Whether the share of the time used, less the grace, is more than the share of the modules done. Both shares
    multiplied out, so that whole numbers are compared."""
    assigned = TruncDate("assigned_at")
    used = DaysBetween(assigned, Value(today, DateField())) - Value(GRACE_DAYS)
    given = DaysBetween(assigned, F("due_on"))
    return GreaterThan(used * _modules_to_do(), given * _modules_done())


def _modules_to_do() -> Coalesce:
    """How many modules of the course count: those with a published, required lesson."""
    lessons = Lesson.objects.counting().filter(module__course=OuterRef("course"))
    counted = lessons.order_by().values("module__course").annotate(number=Count("module", distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)


def _modules_done() -> Coalesce:
    """How many of those are complete, by what they require now."""
    lessons = Lesson.objects.counting().filter(module=OuterRef("module"))
    required = lessons.order_by().values("module").annotate(number=Count("pk")).values("number")
    complete = ModuleProgress.objects.filter(enrolment=OuterRef("pk"), done__gte=Subquery(required))
    counted = complete.order_by().values("enrolment").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)
