"""Who has read a lesson as a practitioner, and when somebody should read it again."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_one_line
from courses.models.content import Lesson, LessonRevision


class LessonReviewQuerySet(models.QuerySet["LessonReview"]):
    def newest_first(self) -> Self:
        return self.order_by("-reviewed_on", "-pk")


class LessonReview(models.Model):
    """A practitioner's reading of one text of a lesson. The reviewer is named as learners see it, and need not be a
    user of the site."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="reviews", verbose_name=_("lesson"))
    revision = models.ForeignKey(LessonRevision, models.PROTECT, related_name="+", verbose_name=_("text"))
    reviewer = models.CharField(
        _("reviewed by"),
        max_length=150,
        validators=[validate_one_line],
        help_text=_("Name and role, as learners see it: “Jo Example, senior practitioner”."),
    )
    reviewed_on = models.DateField(_("reviewed on"), default=timezone.localdate)
    next_review_on = models.DateField(_("review again by"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = LessonReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review by a practitioner")
        verbose_name_plural = _("reviews by practitioners")
        ordering = ["-reviewed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_review_on=None) | Q(next_review_on__gt=F("reviewed_on")),
                name="next_review_is_later",
                violation_error_message=_("The next review comes after this one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.reviewer}"
