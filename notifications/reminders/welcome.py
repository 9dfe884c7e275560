from datetime import date

from courses.models import Enrolment
from courses.models.enrolment import EnrolmentQuerySet
from notifications.hours import start_of
from notifications.reminders.days import STILL_NEWS
from notifications.reminders.enrolments import EnrolmentReminder


class Welcome(EnrolmentReminder):
    """Somebody was put on a course. Written with the enrolment; the planner heals what was missed."""

    kind = "welcome"

    def concerned(self, day: date) -> EnrolmentQuerySet:
        return Enrolment.objects.open().filter(assigned_at__gte=start_of(day - STILL_NEWS))
