"""What follows from a fact of a course: a notice of it, in the same transaction."""

from typing import Any

from django.dispatch import receiver

# Connected before ours, so that the certificate stands when it is told of.
from certificates import receivers as _certificates_first  # noqa: F401
from certificates.issuing import COURSE
from certificates.models import Certificate
from courses.models import Enrolment
from courses.signals import course_completed, enrolled
from notifications.planning import tell


@receiver(enrolled, dispatch_uid="notifications.welcome")
def welcome(sender: type[Enrolment], enrolment: Enrolment, **_facts: Any) -> None:
    tell("welcome", enrolment)


@receiver(course_completed, dispatch_uid="notifications.certificate")
def send_certificate(sender: type[Enrolment], enrolment: Enrolment, **_facts: Any) -> None:
    certificate = Certificate.objects.filter(enrolment=enrolment, scope=COURSE, superseded_at=None).first()
    if certificate is not None and certificate.holder_id is not None:
        tell("certificate", certificate)
