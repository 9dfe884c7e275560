"""What follows from a completed course: the certificate's row, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from certificates.issuing import issue
from courses.models import Enrolment
from courses.signals import course_completed


@receiver(course_completed, dispatch_uid="certificates.issue")
def issue_certificate(sender: type[Enrolment], enrolment: Enrolment, **_facts: Any) -> None:
    issue(enrolment)
