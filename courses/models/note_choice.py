"""What somebody decided at a content note. Theirs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.content import Lesson

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class NoteChoiceQuerySet(models.QuerySet["NoteChoice"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(learner=viewer.pk)


class NoteChoice(models.Model):
    """The last choice stands."""

    class Way(models.TextChoices):
        GO_ON = "go-on", _("Go on")
        TEXT_ONLY = "text-only", _("Read the text instead of the recording")
        TOGETHER = "together", _("Do this one with my supervisor")
        LATER = "later", _("Come back later")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    way = models.CharField(max_length=20, choices=Way)
    chosen_at = models.DateTimeField(default=timezone.now)

    objects = NoteChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice at a content note")
        verbose_name_plural = _("choices at content notes")
        constraints = [models.UniqueConstraint(fields=["learner", "lesson"], name="one_choice_a_lesson")]

    def __str__(self) -> str:
        return str(self.chosen_at)
