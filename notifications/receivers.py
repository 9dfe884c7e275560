"""What follows from a fact of a course: a notice of it, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from courses.models import Enrolment
from courses.signals import course_completed, enrolled
from notifications.planning import tell


@receiver(enrolled, dispatch_uid="notifications.welcome")
def welcome(sender: type[Enrolment], enrolment: Enrolment, **_facts: Any) -> None:
    tell("welcome", enrolment.learner_id, str(enrolment.pk))


@receiver(course_completed, dispatch_uid="notifications.certificate")
def send_certificate(sender: type[Enrolment], enrolment: Enrolment, **_facts: Any) -> None:
    """The certificate's row may be written before or after."""
    tell("certificate", enrolment.learner_id, str(enrolment.pk))
