"""What courses do when others announce a fact."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BigIntegerField, Case, ExpressionWrapper, F, Value, When
from django.dispatch import receiver

from accounts.models import Invitation, User
from accounts.signals import person_welcomed
from courses.enrolling import enrol
from courses.models import Course, Coverage
from courses.publishing import announce_change
from media_links.models import MediaLink
from media_links.signals import addresses_moved, links_changed, recording_replaced


@receiver(links_changed)
def show_recordings_as_they_are(**kwargs: Any) -> None:
    """A recording's title stands in the outline."""
    announce_change()


@receiver(addresses_moved)
def let_coverage_follow(moves: Mapping[int, int], **kwargs: Any) -> None:
    """What somebody has watched is the recording, whatever title it stands at."""
    # Nobody has two rows at one link, not even half-way: they wait at links that can't be. Keys are checked at the end.
    away = ExpressionWrapper(F("link_id") * -1, output_field=BigIntegerField())
    Coverage.objects.filter(link__in=moves).update(link_id=away)
    homes = [When(link_id=-source, then=Value(pk)) for pk, source in moves.items()]
    waiting = Coverage.objects.filter(link_id__in=[-source for source in moves.values()])
    waiting.update(link_id=Case(*homes, output_field=BigIntegerField()))


@receiver(recording_replaced)
def forget_what_was_watched_of_the_old_one(link: MediaLink, **kwargs: Any) -> None:
    """Seconds of one recording say nothing about another."""
    Coverage.objects.filter(link=link).delete()


@receiver(person_welcomed)
def put_on_the_induction(person: User, invitation: Invitation, **kwargs: Any) -> None:
    """Who was invited to the induction is on it from the first moment."""
    course = Course.objects.first()
    if invitation.for_induction and course is not None:
        enrol(person, course, by=invitation.invited_by)
