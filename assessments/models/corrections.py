"""A key that was wrong, put right: what was asked is graded anew by the key of a later version."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.questions import Question, QuestionVersion


class KeyCorrectionQuerySet(models.QuerySet["KeyCorrection"]):
    def waiting(self) -> Self:
        return self.filter(done_at=None).order_by("requested_at", "pk")


class KeyCorrection(models.Model):
    """Asked for by an editor and carried out in the background. It counts people and names nobody."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="corrections", verbose_name=_("question"))
    asked = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+", verbose_name=_("as it was asked"))
    key = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+", verbose_name=_("with the right key"))
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    changed = models.PositiveIntegerField(_("attempts with other points"), default=0)
    gained = models.PositiveIntegerField(_("attempts that pass now"), default=0)

    objects = KeyCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of a key")
        verbose_name_plural = _("corrections of keys")
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "key"], name="one_correction_a_key"),
            models.CheckConstraint(condition=~Q(asked=F("key")), name="correction_changes_the_key"),
        ]

    def __str__(self) -> str:
        return f"{self.question} · {self.asked_id} → {self.key_id}"
