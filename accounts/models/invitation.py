"""Somebody is asked to join by mail: who, into which team, by whom, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.team import Supervision, Team
from accounts.models.user import ADD_PEOPLE, User, holders
from accounts.validators import validate_bare_address, validate_one_line

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

VALID_FOR = timedelta(days=14)


def two_weeks_on() -> datetime:
    return timezone.now() + VALID_FOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Those into the teams one supervises and those beneath, one’s own as long as one could still give them, and
        all for those who hold `accounts.view_everyone`."""
        if not viewer.is_authenticated or not viewer.is_active:
            return self.none()
        if viewer.sees_everyone():
            return self
        own = Q(invited_by=viewer.pk, is_backed=True)
        return self.with_backing().filter(Q(team__in=Team.objects.supervised_by(viewer)) | own)

    def actable_by(self, viewer: User | AnonymousUser) -> Self:
        """Those one may send again or withdraw: of those one sees, the ones that one could give oneself."""
        if viewer.is_authenticated and viewer.invites_anywhere():
            return self.visible_to(viewer)
        return self.visible_to(viewer).filter(team__in=Team.objects.supervised_by(viewer))

    def unfinished(self) -> Self:
        """Neither accepted nor withdrawn; the time of some of them is over."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def unused_since(self, moment: datetime) -> Self:
        """Those never accepted whose time was over before the moment."""
        return self.filter(accepted_at=None, expires_at__lt=moment)

    def with_backing(self) -> Self:
        """Adds `is_backed`: whether the person who invited could still do so. They may have left, or lost the team."""
        head = Supervision.objects.current().filter(
            person=OuterRef("invited_by"),
            team__path=Substr(OuterRef("team__path"), 1, Length("team__path")),
        )
        anywhere = Q(is_superuser=True) | Q(Exists(holders(ADD_PEOPLE)))
        inviter = User.objects.filter(pk=OuterRef("invited_by"), is_active=True)
        return self.annotate(
            is_backed=Exists(inviter.filter(anywhere)) | (Exists(inviter) & Exists(head)),
        )

    def holding(self) -> Self:
        """Those whose link works: unfinished, not too old, and backed."""
        return self.unfinished().with_backing().filter(expires_at__gt=timezone.now(), is_backed=True)


class Invitation(models.Model):
    """A link that makes an account, once. Of the token in it only a hash is kept: who reads the database can’t use it.
    Rows are made, sent again, accepted and withdrawn by `inviting`."""

    address = models.EmailField(_("e-mail address"), max_length=254, validators=[validate_bare_address])
    name = models.CharField(_("full name"), max_length=150, validators=[validate_one_line])
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("team")
    )
    supervises = models.BooleanField(_("as a supervisor of the team"), default=False)
    for_induction = models.BooleanField(_("starts the induction"), default=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by")
    )
    created_at = models.DateTimeField(_("invited"), default=timezone.now)
    expires_at = models.DateTimeField(_("works until"), default=two_weeks_on)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_an_address",
                violation_error_message=_("This person has been invited already."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="accepted_or_withdrawn_but_not_both"
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | Q(accepted_at__isnull=False), name="accepted_says_when"
            ),
            models.CheckConstraint(
                condition=Q(supervises=False) | Q(team__isnull=False), name="who_supervises_has_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.address}"

    def clean(self) -> None:
        if self.supervises and self.team_id is None:
            raise ValidationError({"team": _("Choose the team that this person is to supervise.")})

    @property
    def state(self) -> str:
        """accepted, withdrawn, expired, unbacked or open. Needs a row loaded `with_backing`."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        if self.expires_at <= timezone.now():
            return "expired"
        return "open" if self.is_backed else "unbacked"  # type: ignore[attr-defined]
