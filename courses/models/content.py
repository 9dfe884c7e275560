"""What there is to learn: a course of modules of lessons, each lesson with its revisions."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_plain_text
from media_links.models import MediaLink


class Domain(models.TextChoices):
    KNOWLEDGE = "knowledge", _("Knowledge")
    SKILLS = "skills", _("Skills")
    VALUES = "values", _("Values")
    AROUND = "around", _("Around the course")


class Course(models.Model):
    """`outline_stamp` is new with every published change; a process keeps the outline that it has read by it."""

    key = models.SlugField(_("key"), max_length=100, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain_text])
    summary = models.TextField(_("summary"), blank=True, max_length=1000)
    content_version = models.CharField(_("version of the content"), max_length=20)
    hours = models.DecimalField(_("hours of learning"), max_digits=5, decimal_places=1, default=0)
    days_to_complete = models.PositiveSmallIntegerField(_("days to complete it in"), default=56)
    valid_months = models.PositiveSmallIntegerField(_("months a certificate is valid"), default=24)
    outline_stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_months__gte=1),
                name="certificate_is_valid_for_a_month",
                violation_error_message=_("A certificate is valid for one month at least."),
            ),
            models.CheckConstraint(
                condition=Q(days_to_complete__gte=1),
                name="course_takes_a_day",
                violation_error_message=_("Give people one day at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Module(models.Model):
    course = models.ForeignKey(Course, models.PROTECT, related_name="modules", verbose_name=_("course"))
    key = models.SlugField(_("key"), max_length=100, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=100)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain_text])
    summary = models.TextField(_("summary"), blank=True, max_length=1000)
    domain = models.CharField(_("domain"), max_length=20, choices=Domain)
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["course", "slug"], name="one_module_an_address")]

    def __str__(self) -> str:
        return self.title


class LessonQuerySet(models.QuerySet["Lesson"]):
    def published(self) -> Self:
        return self.filter(live__isnull=False)

    def counting(self) -> Self:
        """The lessons that make a module complete: published and required."""
        return self.published().filter(required=True)

    def without_wanted_note(self) -> Self:
        """Where the service's own procedure belongs, and is not written yet."""
        return self.published().filter(wants_local_note=True, local_note="")

    def due_for_review(self, day: date) -> Self:
        """Whose last review by a practitioner said to read it again by `day` or earlier."""
        last = (
            self.model.objects.filter(pk=OuterRef("pk"))
            .order_by("-reviews__reviewed_on", "-reviews__pk")
            .values("reviews__next_review_on")[:1]
        )
        return self.published().annotate(next_review=Subquery(last)).filter(next_review__lte=day)


class Lesson(models.Model):
    """One element of the toolkit, or a quiz, scenario or reflection. `kind` is the key of one in LESSON_KINDS."""

    module = models.ForeignKey(Module, models.PROTECT, related_name="lessons", verbose_name=_("module"))
    key = models.CharField(_("key"), max_length=200, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=100)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain_text])
    kind = models.CharField(_("kind"), max_length=20, default="reading")
    order = models.PositiveIntegerField(_("order"), default=0, db_index=True)
    required = models.BooleanField(_("required"), default=True)
    live = models.OneToOneField(
        "LessonRevision",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="live_on",
        verbose_name=_("published text"),
    )
    draft = models.OneToOneField(
        "LessonRevision", models.SET_NULL, null=True, blank=True, related_name="draft_on", verbose_name=_("draft")
    )
    first_week = models.PositiveSmallIntegerField(
        _("place in the first week"),
        null=True,
        blank=True,
        help_text=_("Its number among the lessons to do before meeting a child. Empty for all others."),
    )
    wants_local_note = models.BooleanField(
        _("needs your own procedure"),
        default=False,
        help_text=_("Learners are told that your service’s procedure belongs here, even while it is empty."),
    )
    local_note = models.TextField(_("how we do it here"), blank=True, max_length=8000)
    local_note_checked_by = models.CharField(_("checked by"), max_length=150, blank=True)
    local_note_checked_on = models.DateField(_("checked on"), null=True, blank=True)
    media = models.ManyToManyField(MediaLink, through="LessonMedia", related_name="+")
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["module__order", "module_id", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["module", "slug"], name="one_lesson_an_address")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.live_id is not None


class PublishedIsFixed(Exception):
    """Somebody tried to change the text of a revision that learners may have read. Make a new one."""


class LessonRevisionQuerySet(models.QuerySet["LessonRevision"]):
    def update(self, **fields: Any) -> int:
        if set(fields) - {"published_at"} and self.exclude(published_at=None).exists():
            raise PublishedIsFixed
        return super().update(**fields)


class LessonRevision(models.Model):
    """One text of a lesson. Once published it never changes: a certificate or a progress row may point to it."""

    class ChangeKind(models.TextChoices):
        MINOR = "minor", _("Minor")
        TELL = "tell", _("Tell people")
        REFRESH = "refresh", _("Refresh needed")

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="revisions", verbose_name=_("lesson"))
    number = models.PositiveIntegerField(_("number"))
    aim = models.CharField(_("aim"), max_length=300, blank=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    key_points = models.JSONField(_("hold on to this"), default=list, blank=True)
    practice = models.TextField(_("in practice"), blank=True)
    prompt = models.TextField(_("reflection prompt"), blank=True, max_length=1000)
    content_notes = models.JSONField(_("content notes"), default=list, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes of reading"), default=1)
    change_kind = models.CharField(_("kind of change"), max_length=10, choices=ChangeKind, default=ChangeKind.MINOR)
    digest = models.CharField(max_length=64, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    objects = LessonRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a lesson")
        verbose_name_plural = _("texts of lessons")
        ordering = ["lesson", "-number"]
        constraints = [models.UniqueConstraint(fields=["lesson", "number"], name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"{self.lesson} ({self.number})"

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk and type(self).objects.filter(pk=self.pk).exclude(published_at=None).exists():
            raise PublishedIsFixed
        super().save(*args, **options)


class LessonMedia(models.Model):
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="lesson_media", verbose_name=_("lesson"))
    link = models.ForeignKey(MediaLink, models.PROTECT, related_name="+", verbose_name=_("recording or document"))
    order = models.PositiveIntegerField(_("order"), default=0)
    required = models.BooleanField(_("required"), default=False)

    class Meta:
        verbose_name = _("recording of a lesson")
        verbose_name_plural = _("recordings of a lesson")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["lesson", "link"], name="one_link_a_lesson_once")]

    def __str__(self) -> str:
        return f"{self.lesson} · {self.link}"
