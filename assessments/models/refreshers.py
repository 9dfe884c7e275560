"""Refreshers: a few questions again, some time after a quiz was passed. Whether, when and how they were answered is the
learner's alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence
from assessments.models.asked import AskedQuerySet, AskedQuestion
from assessments.models.questions import QuestionVersion
from assessments.models.quizzes import Quiz
from assessments.question_types import Response
from assessments.score import Score
from courses.models import Enrolment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# So long a refresher may be made after its day, and so long it waits for its owner. After that it is let go.
PATIENCE = timedelta(days=14)


class RefresherChoiceQuerySet(models.QuerySet["RefresherChoice"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(learner=viewer.pk)

    def resting(self, day: date) -> Self:
        """Of those who want no refresher on a day."""
        return self.filter(Q(is_off=True) | Q(paused_until__gt=day))


class RefresherChoice(models.Model):
    """Whether somebody wants refreshers. Without a row they do; paused, they begin again on the day it names."""

    learner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_off = models.BooleanField(default=False)
    paused_until = models.DateField(null=True, blank=True)

    objects = RefresherChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice about refreshers")
        verbose_name_plural = _("choices about refreshers")
        constraints = [
            models.CheckConstraint(condition=Q(is_off=False) | Q(paused_until=None), name="switched_off_is_not_paused")
        ]

    def __str__(self) -> str:
        return "off" if self.is_off else f"paused until {self.paused_until}" if self.paused_until else "on"


class RefresherQuerySet(models.QuerySet["Refresher"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(enrolment__learner=viewer.pk)

    def waiting(self) -> Self:
        """Made, and neither finished nor withheld."""
        return self.filter(ready_on__isnull=False, finished_at=None, withheld_at=None)

    def wanted(self, day: date) -> Self:
        """Those to put before their owners on a day: they are here, and want them. The oldest first."""
        away = Absence.objects.filter(person=OuterRef("enrolment__learner"), starts__lte=day, ends__gte=day)
        resting = RefresherChoice.objects.resting(day).filter(learner=OuterRef("enrolment__learner"))
        present = self.waiting().filter(enrolment__closed_at=None, enrolment__learner__is_active=True)
        return present.filter(ready_on__gte=day - PATIENCE).exclude(Exists(away) | Exists(resting)).order_by("ready_on")

    def with_number(self) -> Self:
        """Adds `number`: how many questions it asks."""
        return self.annotate(number=Count("questions"))

    def finish(self, now: datetime) -> bool:
        """Finish the one refresher in the queryset. False where it was finished or withheld already."""
        return self.waiting().update(finished_at=now, opened_at=Coalesce("opened_at", now)) == 1

    def withhold(self, why: str, now: datetime) -> int:
        """Let go of those that wait."""
        return self.waiting().update(withheld_at=now, withheld_why=why)


class Refresher(models.Model):
    """One step after one quiz that somebody passed. `ready_on` is empty where it was let go before it was made."""

    class Step(models.IntegerChoices):
        WEEK = 7, _("after a week")
        MONTH = 30, _("after a month")
        QUARTER = 90, _("after three months")

    class Why(models.TextChoices):
        OFF = "off", _("Switched off")
        PAUSED = "paused", _("Paused")
        AWAY = "away", _("Away")
        WAITING = "waiting", _("Another was waiting")
        ENOUGH = "enough", _("There were enough already")
        LATE = "late", _("Its day was missed")
        NOTHING = "nothing", _("There was nothing to ask")
        LEFT = "left", _("Not taken up")
        CLOSED = "closed", _("The enrolment was closed")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="refreshers")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="refreshers")
    step = models.PositiveSmallIntegerField(choices=Step)
    ready_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    withheld_at = models.DateTimeField(null=True, blank=True)
    withheld_why = models.CharField(max_length=20, choices=Why, blank=True)
    # Only on rows that were read `with_number`.
    number: int

    objects = RefresherQuerySet.as_manager()

    class Meta:
        verbose_name = _("refresher")
        verbose_name_plural = _("refreshers")
        ordering = ["-ready_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiz", "step"], name="one_refresher_a_step"),
            models.CheckConstraint(condition=Q(step__in=[7, 30, 90]), name="refresher_is_one_of_three_steps"),
            models.CheckConstraint(
                condition=Q(withheld_at=None, withheld_why="") | Q(withheld_at__isnull=False) & ~Q(withheld_why=""),
                name="withheld_refresher_says_why",
            ),
            models.CheckConstraint(
                condition=Q(ready_on__isnull=False) | Q(withheld_at__isnull=False), name="refresher_is_made_or_withheld"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None)
                | Q(ready_on__isnull=False, opened_at__isnull=False, withheld_at=None, finished_at__isnull=False),
                name="finished_refresher_was_made_and_opened",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.get_step_display()}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def is_over(self) -> bool:
        """Withheld, or its enrolment closed: nothing can be answered any more."""
        return self.withheld_at is not None or self.enrolment.closed_at is not None

    @property
    def since(self) -> str:
        """How long ago the quiz was passed, roughly, as people say it."""
        if self.step == self.Step.WEEK:
            return _now("a short while ago")
        return _now("about a month ago") if self.step == self.Step.MONTH else _now("about three months ago")


class RefresherQuestionQuerySet(AskedQuerySet):
    path = "refresher"

    def answered(self) -> Self:
        """Of finished refreshers, those that were not left out."""
        return self.filter(maximum__isnull=False)


class RefresherQuestion(AskedQuestion):
    """`given` is what was answered. What was left out has no points, and counts nowhere."""

    refresher = models.ForeignKey(Refresher, models.CASCADE, related_name="questions")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="refreshed")
    given = models.JSONField(default=list)
    points = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = RefresherQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a refresher")
        verbose_name_plural = _("questions of refreshers")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["refresher", "place"], name="one_refresher_question_a_place"),
            models.UniqueConstraint(fields=["refresher", "version"], name="one_version_a_refresher"),
            models.CheckConstraint(
                condition=Q(points=None, maximum=None)
                | Q(points__isnull=False, maximum__gte=1, points__lte=F("maximum")),
                name="refresher_points_within_maximum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.refresher} · {self.place}"

    @property
    def response(self) -> Response:
        return list(self.given)

    def weigh(self) -> None:
        """Set its points by what was answered."""
        score = self.graded() if self.given else None
        self.points, self.maximum = (score.points, score.maximum) if score else (None, None)

    @property
    def score(self) -> Score:
        return self.graded()
