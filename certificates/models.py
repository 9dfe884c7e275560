"""Certificates: what somebody completed, frozen as it was on the day."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from certificates.facts import Facts
from courses.models import Enrolment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

# Without vowels, so that no word comes out, and without what is mistaken for something else on paper.
SERIAL_LETTERS = "34679CDFGHJKMNPQRTVWXY"


def new_public_id() -> str:
    """128 random bits as 32 hexadecimal digits: not to be guessed."""
    return secrets.token_hex(16)


def new_serial(year: int) -> str:
    """A number to say on the telephone: `2026-7K3M-Q9TD`."""
    letters = "".join(secrets.choice(SERIAL_LETTERS) for _place in range(8))
    return f"{year}-{letters[:4]}-{letters[4:]}"


class State(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Those of the people one may see; to those who see everyone, also what an erased person left."""
        if viewer.is_authenticated and viewer.is_active and viewer.sees_everyone():
            return self
        return self.filter(holder__in=User.objects.visible_to(viewer).values("pk"))

    def actable_by(self, viewer: User | AnonymousUser) -> Self:
        return self.visible_to(viewer).exclude(holder=viewer.pk)

    def current(self) -> Self:
        """Neither withdrawn nor replaced, be it expired or not."""
        return self.filter(withdrawn_at=None, superseded_at=None)

    def in_state(self, state: State) -> Self:
        today = timezone.localdate()
        match state:
            case State.WITHDRAWN:
                return self.exclude(withdrawn_at=None)
            case State.REPLACED:
                return self.filter(withdrawn_at=None).exclude(superseded_at=None)
            case State.EXPIRED:
                return self.current().filter(expires_on__lt=today)
            case State.VALID:
                return self.current().filter(expires_on__gte=today)


class Certificate(models.Model):
    """Never changed once issued, but for its states and, on erasure, the name. `scope` is `course` or a domain."""

    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="certificates", verbose_name=_("holder")
    )
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="certificates")
    scope = models.CharField(_("for"), max_length=20, default="course")
    serial = models.CharField(_("serial number"), max_length=20, unique=True)
    public_id = models.CharField(_("public id"), max_length=32, unique=True, default=new_public_id)
    issued_on = models.DateField(_("issued"))
    expires_on = models.DateField(_("valid until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_why = models.CharField(_("withdrawn, why"), max_length=200, blank=True)
    superseded_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    superseded_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="supersedes", verbose_name=_("replaced by")
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    course_title = models.CharField(_("course"), max_length=200)
    content_version = models.CharField(_("version of the content"), max_length=20)
    hours = models.DecimalField(_("hours of learning"), max_digits=5, decimal_places=1)
    service_name = models.CharField(_("service"), max_length=150, blank=True)
    template = models.PositiveSmallIntegerField(_("template"), default=1)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-id"]
        constraints = [
            # A withdrawn one keeps its place, so that nothing issues it again by itself.
            models.UniqueConstraint(
                fields=["enrolment", "scope"],
                condition=Q(superseded_at=None),
                name="one_current_certificate_an_enrolment_and_scope",
            ),
            models.CheckConstraint(condition=Q(expires_on__gt=F("issued_on")), name="certificate_ends_after_issue"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                name="withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | Q(superseded_at__isnull=False), name="superseded_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    def get_absolute_url(self) -> str:
        return reverse("certificates:detail", args=[self.pk])

    def state(self) -> State:
        """What the public page answers, in one word."""
        if self.withdrawn_at:
            return State.WITHDRAWN
        if self.superseded_at:
            return State.REPLACED
        return State.EXPIRED if self.expires_on < timezone.localdate() else State.VALID

    @property
    def public_url(self) -> str:
        """The whole address of the page where anybody can check it, as it stands in the QR code."""
        return settings.SITE_URL + reverse("certificates:verify", args=[self.public_id])

    def facts(self) -> Facts:
        """What is printed."""
        return Facts(
            name=self.name,
            course_title=self.course_title,
            content_version=self.content_version,
            hours=self.hours,
            issued_on=self.issued_on,
            expires_on=self.expires_on,
            serial=self.serial,
            service_name=self.service_name,
            address=self.public_url,
            template=self.template,
        )
