"""Ending an enrolment that will not be completed."""

from __future__ import annotations

from django.utils import timezone

from courses.models import Enrolment


def close_enrolment(enrolment: Enrolment, why: Enrolment.ClosedWhy) -> bool:
    """Close the enrolment if it is open. What was learned stays on record. Returns whether this call closed it."""
    opened = Enrolment.objects.open().filter(pk=enrolment.pk)
    return opened.update(closed_at=timezone.now(), closed_why=why) == 1
