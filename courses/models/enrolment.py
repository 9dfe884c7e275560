"""One person on one course, from being assigned it to completing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.models.content import Course

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        if viewer.is_authenticated and viewer.sees_everyone():
            return self
        return self.filter(learner__in=User.objects.visible_to(viewer).values("pk"))

    def actable_by(self, viewer: User | AnonymousUser) -> Self:
        return self.visible_to(viewer).exclude(learner=viewer.pk)

    def open(self) -> Self:
        return self.filter(completed_at=None, closed_at=None)

    def current(self) -> Self:
        """Open or completed, the open one first: what a person sees of their own learning."""
        return self.filter(closed_at=None).order_by(models.F("completed_at").desc(nulls_first=True), "-id")


class Enrolment(models.Model):
    class ClosedWhy(models.TextChoices):
        LEFT = "left", _("Left the service")
        WITHDRAWN = "withdrawn", _("No longer assigned")
        REPLACED = "replaced", _("Replaced by another")

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments", verbose_name=_("learner")
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", verbose_name=_("course"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned by"),
    )
    assigned_at = models.DateTimeField(_("assigned"), default=timezone.now, editable=False)
    due_on = models.DateField(_("due"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    last_active_at = models.DateTimeField(_("last active"), null=True, blank=True, editable=False)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_why = models.CharField(_("closed, why"), max_length=20, choices=ClosedWhy, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    renews = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="renewed_by", verbose_name=_("renews")
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-assigned_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"],
                condition=Q(completed_at=None, closed_at=None),
                name="one_open_enrolment_a_learner_and_course",
                violation_error_message=_("This person is on the course already."),
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(started_at__isnull=False), name="completed_was_started"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_why="") | (Q(closed_at__isnull=False) & ~Q(closed_why="")),
                name="closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(completed_at__isnull=False), name="only_completed_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} · {self.course}"

    @property
    def is_open(self) -> bool:
        return self.completed_at is None and self.closed_at is None
