"""What is arranged for one person: more time in quizzes that have a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User

if TYPE_CHECKING:
    from datetime import timedelta

    from django.contrib.auth.models import AnonymousUser


class ExtraTimeQuerySet(models.QuerySet["ExtraTime"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(learner__in=User.objects.visible_to(viewer).values("pk"))


class ExtraTime(models.Model):
    """Says how much, and on purpose not why."""

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="extra_time", verbose_name=_("learner")
    )
    percent = models.PositiveSmallIntegerField(
        _("more time in per cent"),
        default=25,
        validators=[MinValueValidator(1), MaxValueValidator(300)],
        help_text=_("25 makes 40 minutes of 32. It holds for attempts that begin from now on."),
    )

    objects = ExtraTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("extra time")
        verbose_name_plural = _("extra time")
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=300), name="extra_time_is_one_to_300_percent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner} · {self.percent} %"

    def stretch(self, limit: timedelta) -> timedelta:
        return limit * (100 + self.percent) / 100
