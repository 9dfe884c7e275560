"""What runs by the clock."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.db.models import Exists, OuterRef

from certificates.issuing import COURSE, issue
from certificates.models import Certificate
from courses.models import Enrolment

logger = logging.getLogger(__name__)


@shared_task
def sweep() -> int:
    """Issue what is missing for completed courses, and return how many that were. One that fails holds up no other."""
    there = Certificate.objects.filter(enrolment=OuterRef("pk"), scope=COURSE)
    missing = Enrolment.objects.exclude(completed_at=None).exclude(Exists(there)).values_list("pk", flat=True)
    return sum(_issue_missing(pk) for pk in list(missing))


def _issue_missing(enrolment_id: int) -> bool:
    enrolment = Enrolment.objects.select_related("learner", "course").filter(pk=enrolment_id).first()
    if enrolment is None:
        return False
    try:
        issue(enrolment)
    except (DatabaseError, ValueError):
        logger.exception("No certificate could be issued for enrolment %s.", enrolment_id)
        return False
    return True
