"""What courses do when others announce a fact."""

from typing import Any

from django.dispatch import receiver

from accounts.models import Invitation, User
from accounts.signals import person_welcomed
from courses.enrolling import enrol
from courses.models import Course
from courses.publishing import announce_change
from media_links.signals import links_changed


@receiver(links_changed)
def show_recordings_as_they_are(**kwargs: Any) -> None:
    """A recording's title stands in the outline."""
    announce_change()


@receiver(person_welcomed)
def put_on_the_induction(person: User, invitation: Invitation, **kwargs: Any) -> None:
    """Who was invited to the induction is on it from the first moment."""
    course = Course.objects.first()
    if invitation.for_induction and course is not None:
        enrol(person, course, by=invitation.invited_by)
