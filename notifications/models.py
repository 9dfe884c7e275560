"""The outbox. A fact is told once; one mail may tell several; the rows are the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(person__in=User.objects.visible_to(viewer).values("pk"))

    def due(self) -> Self:
        """What a sender may take up now: waiting and its time has come, or left behind by one whose lease ran out."""
        return self.filter(state__in=Delivery.UNFINISHED, due_at__lte=timezone.now()).order_by("due_at")

    def waiting(self) -> Self:
        """Mails that tell facts and that no sender has taken up: they can tell one more."""
        return self.filter(state__in=[Delivery.State.PENDING, Delivery.State.RETRY]).exclude(kind=Delivery.Kind.ACCOUNT)


class Delivery(models.Model):
    """One mail to one address, from being asked for to its end.

    Account mail is kept in `payload`, encrypted, and deleted at its end. All other mail is written from its notices
    when it is sent."""

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("Account")
        REMINDER = "reminder", _("Reminder")
        DIGEST = "digest", _("Digest")
        CERTIFICATE = "certificate", _("Certificate")

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        CLAIMED = "claimed", _("Claimed by a sender")
        TRANSMITTING = "transmitting", _("Being handed over")
        SENT = "sent", _("Sent")
        WITHHELD = "withheld", _("Withheld")
        RETRY = "retry", _("To be tried again")
        FAILED = "failed", _("Failed")
        UNCERTAIN = "uncertain", _("Uncertain")

    UNFINISHED = (State.PENDING, State.RETRY, State.CLAIMED, State.TRANSMITTING)
    ENDED_UNSENT = (State.FAILED, State.UNCERTAIN, State.WITHHELD)
    # What leaves only by day; all else somebody is waiting for.
    BY_DAY = (Kind.REMINDER, Kind.DIGEST)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    address = models.EmailField(_("address"), max_length=254)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    # When a sender may take it up: at once, after a pause, or, where another has claimed it, when the lease is over.
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    # Every claim counts one more, so that a sender can tell its own claim from a later one.
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    claims = models.PositiveSmallIntegerField(_("claims without an outcome"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    message_id = models.CharField(max_length=255, unique=True)
    server_answer = models.CharField(_("the server’s answer"), max_length=500, blank=True)
    withheld_why = models.CharField(_("withheld, why"), max_length=200, blank=True)
    payload = models.BinaryField(null=True, blank=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_due")]
        permissions = [("send_again", _("Can send a mail again"))]
        constraints = [
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_says_when"),
            models.CheckConstraint(condition=~Q(state="withheld") | ~Q(withheld_why=""), name="withheld_says_why"),
            models.CheckConstraint(
                condition=~Q(kind="account", state__in=["sent", "failed", "uncertain", "withheld"])
                | Q(payload__isnull=True),
                name="finished_account_mail_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.address}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(person__in=User.objects.visible_to(viewer).values("pk"))

    def untold(self) -> Self:
        """Those that no mail tells yet."""
        return self.filter(delivery=None, withheld_why="")


class Notice(models.Model):
    """A fact to be told to a person. `key` names it, such as `17:2026-12-01`; it is never told twice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=50)
    key = models.CharField(_("fact"), max_length=200)
    created_at = models.DateTimeField(_("noticed"), default=timezone.now)
    delivery = models.ForeignKey(
        Delivery, models.SET_NULL, null=True, blank=True, related_name="notices", verbose_name=_("told by")
    )
    withheld_why = models.CharField(_("withheld, why"), max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["person"], condition=Q(delivery=None, withheld_why=""), name="notice_untold"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="a_fact_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.key}"
