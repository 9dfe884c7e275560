"""Who belongs to a team and who supervises it, and from which day."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Supervision, Team, User


def lock(person: User) -> None:
    """Holds back whoever would change the same person's memberships at the same moment."""
    User.objects.select_for_update().get(pk=person.pk)


def check_joining(person: User, since: date) -> None:
    """Raises ValidationError where the person joins another team after the day."""
    if Membership.objects.filter(person=person, since__gt=since).exclude(until=F("since")).exists():
        raise ValidationError(_("This person joins another team after that day. Change that first."))


@transaction.atomic
def join_team(person: User, team: Team, since: date | None = None) -> Membership:
    """The person's membership of the team from the day, today unless said; what held until then ends on that day.
    Raises ValidationError where the person joins another team later."""
    since = since or timezone.localdate()
    lock(person)
    memberships = Membership.objects.filter(person=person)
    held = memberships.filter(team=team, until=None, since__lte=since).first()
    if held:
        return held
    check_joining(person, since)
    memberships.reaching(since).update(until=since)
    return Membership.objects.create(person=person, team=team, since=since)


@transaction.atomic
def leave_team(person: User, until: date | None = None) -> None:
    """Ends the person's membership; `until`, today unless said, is the first day without. Who is in no team, stays so.
    Raises ValidationError where the membership begins after the day."""
    until = until or timezone.localdate()
    lock(person)
    memberships = Membership.objects.filter(person=person)
    if memberships.filter(since__gt=until).exclude(until=F("since")).exists():
        raise ValidationError(_("It can’t end before it begins."))
    memberships.reaching(until).update(until=until)


@transaction.atomic
def supervise(person: User, team: Team, since: date | None = None) -> Supervision:
    """The person's supervision of the team and of those beneath it, from the day, today unless said."""
    since = since or timezone.localdate()
    lock(person)
    supervisions = Supervision.objects.filter(person=person, team=team)
    held = supervisions.filter(until=None).first()
    if held is None:
        supervisions.reaching(since).filter(since__lte=since).update(until=since)
        return Supervision.objects.create(person=person, team=team, since=since)
    if held.since > since:
        held.since = since
        held.save(update_fields=["since"])
    return held


@transaction.atomic
def stop_supervising(person: User, team: Team, until: date | None = None) -> None:
    """Ends the person's supervision of the team; `until`, today unless said, is the first day without. Who doesn't
    supervise it, stays so."""
    until = until or timezone.localdate()
    lock(person)
    held = Supervision.objects.filter(person=person, team=team).reaching(until)
    held.filter(since__gt=until).delete()
    held.update(until=until)
