from datetime import date

from courses.models import Enrolment
from courses.models.enrolment import EnrolmentQuerySet
from notifications.hours import start_of
from notifications.reminders.days import DUE_IN_DAYS
from notifications.reminders.enrolments import DatedReminder


class DueInDays(DatedReminder):
    """The last days."""

    kind = "due-in-days"

    def concerned(self, day: date) -> EnrolmentQuerySet:
        return Enrolment.objects.open().filter(
            due_on__gte=day, due_on__lte=day + DUE_IN_DAYS, assigned_at__lt=start_of(day - DUE_IN_DAYS)
        )
