"""What belongs to the writer: journal, self-checks, and what they chose to share."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_plain_text
from courses.models import Lesson, Module

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class JournalEntryQuerySet(models.QuerySet["JournalEntry"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(writer=viewer.pk)


class JournalEntry(models.Model):
    """A private reflection, with the prompt as it was when somebody wrote."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, blank=True, related_name="+")
    prompt = models.TextField(blank=True, max_length=1000)
    text = models.TextField(_("your reflection"), max_length=20_000, validators=[validate_plain_text])
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = JournalEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-updated_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["writer", "lesson"], condition=Q(lesson__isnull=False), name="one_reflection_a_lesson"
            ),
        ]

    def __str__(self) -> str:
        return str(self.created_at)

    def texts(self) -> tuple[str, str, str, str]:
        """What of an entry is read: the lesson's and the module's title, the prompt, and what was written."""
        titles = (self.lesson.title, self.lesson.module.title) if self.lesson else ("", "")
        return (*titles, self.prompt, self.text)


def version_of(entry: JournalEntry | None) -> str:
    """Names the text as it stands: whoever saves says over which version they wrote. Empty where there is nothing."""
    return entry.updated_at.astimezone(UTC).isoformat() if entry else ""


class SelfCheckQuerySet(models.QuerySet["SelfCheck"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(writer=viewer.pk)


class SelfCheck(models.Model):
    """One look at oneself, over a theme or, without one, over all."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    module = models.ForeignKey(Module, models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-check")
        verbose_name_plural = _("self-checks")
        ordering = ["-taken_at", "-id"]

    def __str__(self) -> str:
        return str(self.taken_at)


class RatingQuerySet(models.QuerySet["Rating"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(self_check__writer=viewer.pk)


class Rating(models.Model):
    """Where somebody sees themselves in one element. Values have no level: there one writes."""

    class Level(models.TextChoices):
        NEW = "new", _("New to me")
        FINDING = "finding", _("Finding my feet")
        CONFIDENT = "confident", _("Confident")
        HELPING = "helping", _("Could help others")

    self_check = models.ForeignKey(SelfCheck, models.CASCADE, related_name="ratings")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, blank=True)
    note = models.TextField(blank=True, max_length=4000, validators=[validate_plain_text])

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [models.UniqueConstraint(fields=["self_check", "lesson"], name="one_rating_an_element")]

    def __str__(self) -> str:
        return self.level


class ShareQuerySet(models.QuerySet["Share"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(sharer=viewer.pk)


class Share(models.Model):
    """One thing shared with one supervisor by a deliberate act, until it is withdrawn."""

    sharer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    shared_with = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    entry = models.ForeignKey(JournalEntry, models.CASCADE, null=True, blank=True, related_name="shares")
    self_check = models.ForeignKey(SelfCheck, models.CASCADE, null=True, blank=True, related_name="shares")
    question = models.TextField(blank=True, max_length=2000, validators=[validate_plain_text])
    shared_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared thing")
        verbose_name_plural = _("shared things")
        ordering = ["-shared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, self_check=None, question="")
                | Q(entry=None, self_check__isnull=False, question="")
                | (Q(entry=None, self_check=None) & ~Q(question="")),
                name="share_is_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(sharer=models.F("shared_with")), name="share_is_with_somebody_else"),
        ]

    def __str__(self) -> str:
        return str(self.shared_at)
