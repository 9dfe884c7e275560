"""Sending a mail once more because somebody asks for it."""

from django.db import transaction
from django.utils import timezone

from notifications.hours import next_opening
from notifications.models import Delivery, Notice


class NotAgain(Exception):
    """This mail is not one that can be sent again: account mail never, and others only once they came to an end."""


@transaction.atomic
def send_again(mail: Delivery) -> None:
    """Puts a failed, uncertain or withheld mail back among those that wait. It is checked once more when it is sent.
    Raises NotAgain; so a second click does nothing."""
    now = timezone.now()
    ended = Delivery.objects.filter(pk=mail.pk, state__in=Delivery.ENDED_UNSENT).exclude(kind=Delivery.Kind.ACCOUNT)
    changed = ended.update(
        state=Delivery.State.PENDING,
        due_at=next_opening(now) if mail.kind in Delivery.BY_DAY else now,
        # Counted from here, or an old mail would be given up at the first closed door.
        created_at=now,
        claims=0,
        withheld_why="",
    )
    if not changed:
        raise NotAgain
    Notice.objects.filter(delivery=mail.pk).update(withheld_why="")
