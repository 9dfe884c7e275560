"""What all reminders about an open enrolment have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.dates import from_today
from courses.models import Enrolment
from courses.outline import outline_of
from courses.overview import course_overview
from courses.places import steps_of
from courses.standing import Standing, standing_on
from notifications.hours import london_date
from notifications.reminders.contract import Button, Reminder

if TYPE_CHECKING:
    from datetime import date, datetime

    from courses.models.enrolment import EnrolmentQuerySet

FINISHED = {Standing.COMPLETE, Standing.EXPIRING, Standing.EXPIRED}


def standing_at(day: date) -> EnrolmentQuerySet:
    return Enrolment.objects.annotate(standing=standing_on(day))


class EnrolmentReminder(Reminder[Enrolment]):
    """Told to the learner of an open enrolment who is active and not away."""

    def concerned(self, day: date) -> EnrolmentQuerySet:
        """Among open enrolments, those that this reminder is about on a day."""
        raise NotImplementedError

    def due(self, now: datetime) -> EnrolmentQuerySet:
        day = london_date(now)
        present = self.concerned(day).alias(standing=standing_on(day)).exclude(standing=Standing.AWAY)
        return present.filter(learner__is_active=True)

    def key(self, row: Enrolment) -> str:
        return str(row.pk)

    def recipient(self, row: Enrolment) -> int:
        return row.learner_id

    def find(self, key: str, now: datetime) -> Enrolment | None:
        found = standing_at(london_date(now)).filter(pk=key.partition(":")[0])
        return found.select_related("learner", "course").first()

    def why_withhold(self, row: Enrolment, now: datetime) -> str:
        standing = getattr(row, "standing", None)
        if row.closed_at:
            return _("The enrolment was closed.")
        if standing in FINISHED:
            return _("The course was completed.")
        if not row.learner.is_active:
            return _("The person is no longer active.")
        if standing == Standing.AWAY:
            return _("The person is away.")
        if not self.concerned(london_date(now)).filter(pk=row.pk).exists():
            return _("It no longer holds.")
        return ""

    def context(self, row: Enrolment) -> dict[str, Any]:
        overview = course_overview(outline_of(row.course), steps_of(row))
        return {
            "enrolment": row,
            "course": row.course,
            "due_on": row.due_on,
            "due": from_today(row.due_on) if row.due_on else "",
            "modules_done": overview.modules_done,
            "modules_total": overview.modules_total,
            "next": overview.next,
        }

    def button(self, row: Enrolment) -> Button:
        label = gettext_lazy("Go on with the course") if row.started_at else gettext_lazy("Begin the course")
        return Button(label, settings.SITE_URL + settings.LOGIN_REDIRECT_URL)


class DatedReminder(EnrolmentReminder):
    """About the day on which a course is due. A new date is a new fact."""

    def key(self, row: Enrolment) -> str:
        return f"{row.pk}:{row.due_on:%Y-%m-%d}"
