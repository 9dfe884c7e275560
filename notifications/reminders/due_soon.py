from datetime import date

from courses.models import Enrolment
from courses.models.enrolment import EnrolmentQuerySet
from notifications.hours import start_of
from notifications.reminders.days import DUE_IN_DAYS, DUE_SOON, SETTLING_IN
from notifications.reminders.enrolments import DatedReminder


class DueSoon(DatedReminder):
    """Two weeks are left: time enough to plan."""

    kind = "due-soon"

    def concerned(self, day: date) -> EnrolmentQuerySet:
        return Enrolment.objects.open().filter(
            due_on__gt=day + DUE_IN_DAYS, due_on__lte=day + DUE_SOON, assigned_at__lt=start_of(day - SETTLING_IN)
        )
