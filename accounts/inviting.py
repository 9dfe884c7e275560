"""Inviting somebody by mail, and what becomes of it.

The link holds a token that stands nowhere else; the database knows only its hash. It works once, for two weeks, and
only as long as whoever gave it could still give it. Nobody learns by inviting who is here already, unless they may
see that person.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.joining import join_team, supervise
from accounts.models import Invitation, Team, User
from accounts.models.invitation import two_weeks_on
from accounts.registering import register_person, whose_is
from accounts.signals import person_welcomed
from accounts.writing import write_mail

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN_BYTES = 32


class NoLongerHolds(Exception):
    """The invitation was used, withdrawn or replaced, is too old, or never was."""


def hash_of(token: str) -> str:
    """A plain hash is enough: nobody guesses 256 random bits."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


@transaction.atomic
def invite(
    by: User, address: str, name: str, team: Team | None = None, *, supervises: bool = False, for_induction: bool = True
) -> Invitation:
    """Invites the address by mail. Asked for the same again, it gives the open invitation and sends nothing.

    Raises PermissionDenied where `by` may not invite into that team. Raises ValidationError for input that can’t be
    kept, and on `address` for somebody whom `by` may know to be here or to be invited already."""
    refuse_out_of_reach(by, team)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        address=User.objects.normalize_email(address), name=name.strip(), team=team, supervises=supervises,
        for_induction=for_induction, invited_by=by, token_hash=hash_of(token),
    )  # fmt: skip
    invitation.full_clean(validate_unique=False, validate_constraints=False)
    refuse_known(by, invitation.address)
    try:
        with transaction.atomic():
            earlier = make_room(invitation)
            if earlier:
                return earlier
            invitation.save()
    except IntegrityError:
        # Somebody else invited the address in the same moment. Now that their row can be seen, it counts as earlier.
        earlier = make_room(invitation)
        if earlier:
            return earlier
        invitation.save()
    tell(invitation, token)
    return invitation


def make_room(invitation: Invitation) -> Invitation | None:
    """Returns the open invitation that says the same. Withdraws one that is too old or holds no longer, and one that
    whoever invites now can’t see: they must not learn of it, and the latest counts. Raises ValidationError where one
    that they can see says something else."""
    by = invitation.invited_by
    assert by is not None
    unfinished = Invitation.objects.unfinished().filter(address=invitation.address)
    # One look for all that follows: another's row that comes a moment later must not be withdrawn unseen.
    found = list(unfinished.values_list("pk", flat=True))
    holding = Invitation.objects.holding().filter(pk__in=found)
    earlier = Invitation.objects.visible_to(by).filter(pk__in=holding.values("pk")).first()
    if earlier is None:
        unfinished.filter(pk__in=found).update(withdrawn_at=timezone.now())
        return None
    same = ("invited_by_id", "name", "team_id", "supervises", "for_induction")
    if all(getattr(earlier, field) == getattr(invitation, field) for field in same):
        return earlier
    raise ValidationError(
        {"address": _("This person is invited already. Send the invitation again from the list, or withdraw it first.")}
    )


@transaction.atomic
def invite_again(invitation: Invitation, by: User) -> Invitation:
    """Sends the invitation once more, with a new link; the old one is dead, and it is `by` now who invites. Raises
    NoLongerHolds for one that was accepted or withdrawn, and what `invite` raises."""
    refuse_out_of_reach(by, invitation.team)
    refuse_known(by, invitation.address)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    fresh = {"token_hash": hash_of(token), "expires_at": two_weeks_on(), "invited_by": by}
    if not step(invitation, fresh):
        raise NoLongerHolds
    invitation.refresh_from_db()
    tell(invitation, token)
    return invitation


def withdraw(invitation: Invitation) -> bool:
    """The link is dead from now on. Says whether it was this call that withdrew it."""
    return step(invitation, {"withdrawn_at": timezone.now()})


def find(token: str) -> Invitation | None:
    """The invitation that the link opens, or None where it opens nothing: used, too old, withdrawn, made up, or for an
    address that has an account by now."""
    rows = Invitation.objects.holding().select_related("team", "invited_by")
    invitation = rows.filter(token_hash=hash_of(token)).first()
    return None if invitation is None or whose_is(invitation.address) else invitation


def accept(token: str, name: str, password: str) -> User:
    """Makes the person who holds the link: known by the address, in the team, supervising it if so invited. Announces
    `person_welcomed`. Raises NoLongerHolds."""
    # Hashing takes its time, and nobody else should wait for it.
    password_hash = make_password(password)
    try:
        return welcome(token, name, password_hash)
    except IntegrityError:
        # Somebody else made an account for the address in the same moment.
        raise NoLongerHolds from None


@transaction.atomic
def welcome(token: str, name: str, password_hash: str) -> User:
    invitation = find(token)
    if invitation is None or not claim(invitation):
        raise NoLongerHolds
    person = register_person(invitation.address, name)
    person.password = password_hash
    person.save(update_fields=["password"])
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=person)
    if invitation.team:
        join_team(person, invitation.team)
        if invitation.supervises:
            supervise(person, invitation.team)
    person_welcomed.send(User, person=person, invitation=invitation)
    return person


def claim(invitation: Invitation) -> bool:
    """Of several who hold the link, one gets it."""
    return step(invitation, {"accepted_at": timezone.now()})


def step(invitation: Invitation, changes: Mapping[str, object]) -> bool:
    """Compare-and-set: makes the changes if the invitation is unfinished and its link still the same, and says whether
    it was. Names columns only, for PostgreSQL looks again at those when it had to wait for another writer."""
    unchanged = Invitation.objects.unfinished().filter(pk=invitation.pk, token_hash=invitation.token_hash)
    return unchanged.update(**changes) == 1


def refuse_out_of_reach(by: User, team: Team | None) -> None:
    if team is None:
        allowed = by.is_active and by.invites_anywhere()
    else:
        allowed = Team.objects.invitable_by(by).filter(pk=team.pk).exists()
    if not allowed:
        raise PermissionDenied


def refuse_known(by: User, address: str) -> None:
    person = whose_is(address)
    if person is None or not may_know(by, person):
        return
    if person.is_active:
        raise ValidationError({"address": _("%(name)s is here already.") % {"name": person}})
    raise ValidationError(
        {"address": _("%(name)s has an inactive account here. Make it active again instead.") % {"name": person}}
    )


def may_know(by: User, person: User) -> bool:
    return by.invites_anywhere() or User.objects.visible_to(by).filter(pk=person.pk).exists()


def tell(invitation: Invitation, token: str) -> None:
    """Sends the link; or, to somebody who is here already, a note without one."""
    if whose_is(invitation.address):
        link = reverse("account_login")
        template = "account/email/invitation_not_needed"
    else:
        link = reverse("accounts:accept", args=[token])
        template = "account/email/invitation"
    write_mail(template, invitation.address, invitation=invitation, link=f"{settings.SITE_URL}{link}")
