"""The bank: questions tied to lessons, each with versions that never change once asked."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.figures.rules import POOR
from courses.models import Lesson


class QuestionQuerySet(models.QuerySet["Question"]):
    def askable(self) -> Self:
        """In use, and about a lesson that learners can read."""
        return self.filter(state=Question.State.LIVE, live__isnull=False, lesson__live__isnull=False)

    def with_poor_figures(self) -> Self:
        """In use, with a wording whose figures are worth an editor's time."""
        return self.filter(state=Question.State.LIVE, live__figures__verdict__in=POOR)


class Question(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        LIVE = "live", _("In use")
        RETIRED = "retired", _("Retired")

    key = models.SlugField(_("key"), max_length=150, unique=True, editable=False)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="questions", verbose_name=_("lesson"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    live = models.OneToOneField(
        "QuestionVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="live_on",
        verbose_name=_("version in use"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["lesson__order", "order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="live") | Q(live__isnull=False), name="question_in_use_has_a_version"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class VersionIsFixed(Exception):
    """Somebody tried to change a wording that may have been asked. Make a new version."""


class WrittenOnce(models.Model):
    """Rows that are made and never changed, since attempts were frozen with them."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise VersionIsFixed
        super().save(*args, **options)


class QuestionVersion(WrittenOnce):
    """One wording of a question. `kind` is the key of one in QUESTION_TYPES."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions", verbose_name=_("question"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("type"), max_length=20, default="single")
    stem = models.TextField(_("question"), max_length=2000)
    shuffle = models.BooleanField(_("shuffle the options"), default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ["question", "-number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return self.stem


class Choice(WrittenOnce):
    """An option, with what its type needs: `is_right`, the right `order`, or what it is to `match`."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="choices", verbose_name=_("question"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("option"), max_length=1000)
    is_right = models.BooleanField(_("right"), default=False)
    match = models.CharField(_("goes with"), max_length=500, blank=True)
    feedback = models.TextField(_("feedback"), blank=True, max_length=1000)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="one_option_a_place")]

    def __str__(self) -> str:
        return self.text
