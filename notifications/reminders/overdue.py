from datetime import date

from courses.models import Enrolment
from courses.models.enrolment import EnrolmentQuerySet
from notifications.reminders.days import OVERDUE
from notifications.reminders.enrolments import DatedReminder


class Overdue(DatedReminder):
    """The day has passed: an offer of help, once."""

    kind = "overdue"

    def concerned(self, day: date) -> EnrolmentQuerySet:
        return Enrolment.objects.open().filter(due_on__lte=day - OVERDUE)
