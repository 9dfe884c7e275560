"""How far somebody has come. Lesson and module are written together, in one transaction, by `completing`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.models.content import Lesson, LessonMedia, LessonRevision, Module
from courses.models.enrolment import Enrolment
from media_links.models import MediaLink

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class How(models.TextChoices):
    """How a lesson was completed: for the learner, and for others only in counts of five or more."""

    READ = "read", _("Read")
    WATCHED = "watched", _("Watched")
    ELSEWHERE = "elsewhere", _("Watched elsewhere")
    PASSED = "passed", _("Passed")
    WORKED_THROUGH = "worked-through", _("Worked through")
    REFLECTED = "reflected", _("Thought about it, or talked it over")
    TOGETHER = "together", _("With the supervisor")
    SHOWN = "shown", _("Shown by passing the quiz first")


Row = TypeVar("Row", bound=models.Model)


class OfAnEnrolmentQuerySet(models.QuerySet[Row]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(enrolment__in=Enrolment.objects.visible_to(viewer).values("pk"))


class LessonProgressQuerySet(OfAnEnrolmentQuerySet["LessonProgress"]):
    """Of what one may see."""


class LessonProgress(models.Model):
    """`opened_at` marks the place that somebody reached; only `completed_at` says anything about learning."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="lesson_progress")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="progress")
    revision = models.ForeignKey(LessonRevision, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=20, choices=How, blank=True)

    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress in a lesson")
        verbose_name_plural = _("progress in lessons")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="one_progress_a_lesson"),
            models.CheckConstraint(
                condition=Q(completed_at=None, how="")
                | (Q(completed_at__isnull=False, revision__isnull=False) & ~Q(how="")),
                name="completed_lesson_says_how_and_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.lesson_id}"


class ModuleProgressQuerySet(OfAnEnrolmentQuerySet["ModuleProgress"]):
    """Of what one may see."""


class ModuleProgress(models.Model):
    """`done` counts the required, published lessons completed. It never un-completes."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="module_progress")
    module = models.ForeignKey(Module, models.PROTECT, related_name="progress")
    done = models.PositiveSmallIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = ModuleProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress in a module")
        verbose_name_plural = _("progress in modules")
        constraints = [models.UniqueConstraint(fields=["enrolment", "module"], name="one_progress_a_module")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} · {self.module_id}"


class CoverageQuerySet(models.QuerySet["Coverage"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(learner=viewer.pk)

    def used_up_by(self, enrolment: Enrolment, lesson_ids: Collection[int]) -> Self:
        """Of these lessons’ recordings, those that stand in no other which the learner has yet to complete."""
        completed = enrolment.lesson_progress.filter(completed_at__isnull=False)
        in_course = Lesson.objects.filter(module__course=enrolment.course_id).published()
        left = in_course.exclude(pk__in=lesson_ids).exclude(pk__in=completed.values("lesson"))
        uses = LessonMedia.objects.filter(link=OuterRef("link"))
        return self.filter(
            Exists(uses.filter(lesson__in=lesson_ids)),
            ~Exists(uses.filter(lesson__in=left)),
            learner=enrolment.learner_id,
        )


class Coverage(models.Model):
    """What of a recording somebody has really watched: merged `[from, to]` intervals in seconds, and where they are.

    Theirs alone. It is deleted when the lesson is complete.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    link = models.ForeignKey(MediaLink, models.CASCADE, related_name="+")
    intervals = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("coverage of a recording")
        verbose_name_plural = _("coverage of recordings")
        constraints = [models.UniqueConstraint(fields=["learner", "link"], name="one_coverage_a_link")]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.link_id}"


class WatchSessionQuerySet(models.QuerySet["WatchSession"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(coverage__learner=viewer.pk)


class WatchSession(models.Model):
    """One sitting in one tab: the last sequence number taken from it makes its reports idempotent."""

    coverage = models.ForeignKey(Coverage, models.CASCADE, related_name="sessions")
    token = models.UUIDField()
    last_sequence = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    reported_at = models.DateTimeField(default=timezone.now)

    objects = WatchSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting at a recording")
        verbose_name_plural = _("sittings at recordings")
        constraints = [models.UniqueConstraint(fields=["coverage", "token"], name="one_sitting_a_token")]

    def __str__(self) -> str:
        return str(self.token)
