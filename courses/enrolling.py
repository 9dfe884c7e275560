"""Putting somebody on a course, and beginning it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from courses.models import Course, Enrolment
from courses.signals import enrolled


@transaction.atomic
def enrol(learner: User, course: Course, by: User | None = None, due_on: date | None = None) -> Enrolment:
    """Put `learner` on `course`, due on a day or as long from today as the course allows. Twice is harmless."""
    existing = Enrolment.objects.open().filter(learner=learner, course=course).first()
    if existing is not None:
        return existing
    due_on = due_on or timezone.localdate() + timedelta(days=course.days_to_complete)
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(learner=learner, course=course, assigned_by=by, due_on=due_on)
    except IntegrityError:
        # Somebody else assigned it in the same moment: theirs stands.
        return Enrolment.objects.open().get(learner=learner, course=course)
    enrolled.send(Enrolment, enrolment=enrolment)
    return enrolment


def start(enrolment: Enrolment) -> None:
    """Note when somebody began. The first time stands."""
    now = timezone.now()
    Enrolment.objects.filter(pk=enrolment.pk, started_at=None).update(started_at=now, last_active_at=now)
