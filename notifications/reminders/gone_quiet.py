from datetime import date

from django.db.models import Exists, OuterRef

from accounts.models import Absence
from courses.models import Enrolment
from courses.models.enrolment import EnrolmentQuerySet
from notifications.hours import london_date, start_of
from notifications.reminders.days import DUE_SOON, GONE_QUIET
from notifications.reminders.enrolments import EnrolmentReminder


class GoneQuiet(EnrolmentReminder):
    """Somebody began, and hasn't been here for some days, of which none was a day away. Near or past the date, the
    mail about the date says enough."""

    kind = "gone-quiet"

    def concerned(self, day: date) -> EnrolmentQuerySet:
        quiet_since = day - GONE_QUIET
        was_away = Absence.objects.filter(person=OuterRef("learner"), starts__lte=day, ends__gte=quiet_since)
        quiet = Enrolment.objects.open().filter(started_at__isnull=False, last_active_at__lt=start_of(day - GONE_QUIET))
        return quiet.exclude(due_on__lte=day + DUE_SOON).exclude(Exists(was_away))

    def key(self, row: Enrolment) -> str:
        """Being here again and quiet again is another fact."""
        return f"{row.pk}:{london_date(row.last_active_at):%Y-%m-%d}" if row.last_active_at else str(row.pk)
