"""Attempts at quizzes. Answers, marks and how many attempts there were belong to the learner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.asked import AskedQuerySet, AskedQuestion, OwnedByLearnerQuerySet
from assessments.models.questions import QuestionVersion
from assessments.models.quizzes import Quiz
from assessments.question_types import Response
from assessments.score import Score, points_to_pass
from courses.models import Enrolment

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(enrolment__learner=viewer.pk)

    def open(self) -> Self:
        return self.filter(submitted_at=None)

    def finished(self) -> Self:
        return self.exclude(submitted_at=None)

    def first_goes(self) -> Self:
        """The first that each person finished at each quiz, whichever enrolment it belongs to."""
        people = [F("quiz"), F("enrolment__learner")]
        turn = Window(RowNumber(), partition_by=people, order_by=[F("submitted_at"), F("pk")])
        return self.finished().annotate(turn=turn).filter(turn=1)

    def with_lesson(self) -> Self:
        """With everything that its pages name, in the same query."""
        return self.select_related("quiz__lesson__module__course", "enrolment__course")

    def finish(self, score: Score, passed: bool, now: datetime) -> bool:
        """Write the result of the one attempt in the queryset. False where it was submitted already."""
        fields = {"submitted_at": now, "points": score.points, "maximum": score.maximum, "passed": passed}
        return self.open().update(**fields) == 1


class Attempt(models.Model):
    """One go at a quiz, frozen as asked. `points` of `maximum` and the pass mark are what it was graded by."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    pass_mark = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    points = models.PositiveIntegerField(null=True, blank=True)
    maximum = models.PositiveIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["quiz", "enrolment"], condition=Q(submitted_at=None), name="one_open_attempt_a_quiz"
            ),
            models.UniqueConstraint(fields=["quiz", "enrolment", "number"], name="one_attempt_a_number"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, points=None, maximum=None, passed=None)
                | Q(submitted_at__isnull=False, points__lte=F("maximum"), maximum__gte=1, passed__isnull=False),
                name="submitted_is_graded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.number}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    def is_overdue(self, now: datetime | None = None) -> bool:
        """Whether its time had run out, by the server's clock: when it was submitted, or else by now."""
        return self.deadline_at is not None and (self.submitted_at or now or timezone.now()) > self.deadline_at

    @property
    def score(self) -> Score | None:
        """None until it is submitted."""
        return None if self.points is None or self.maximum is None else Score(self.points, self.maximum)

    @property
    def points_to_pass(self) -> int | None:
        return None if self.maximum is None else points_to_pass(self.maximum, self.pass_mark)


class AttemptQuestionQuerySet(AskedQuerySet):
    path = "attempt"

    def as_paper(self) -> Self:
        return super().as_paper().select_related("answer")

    def with_marks(self) -> Self:
        """Adds `current_marks`: the one mark of each that stands."""
        standing = Mark.objects.filter(superseded_at=None)
        return self.prefetch_related(models.Prefetch("marks", standing, to_attr="current_marks"))


class AttemptQuestion(AskedQuestion):
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="questions")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="asked")
    # Only on rows that were read `with_marks`.
    current_marks: list[Mark]

    objects = AttemptQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question as asked")
        verbose_name_plural = _("questions as asked")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "place"], name="one_question_a_place"),
            models.UniqueConstraint(fields=["attempt", "version"], name="one_version_an_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.place}"

    @property
    def response(self) -> Response:
        answer = getattr(self, "answer", None)
        return list(answer.response) if answer else []


class OfAQuestionAskedQuerySet(OwnedByLearnerQuerySet):
    path = "asked__attempt"


class Answer(models.Model):
    """What somebody answered: ids of choices, in the order that the type gives them meaning."""

    asked = models.OneToOneField(AttemptQuestion, models.CASCADE, related_name="answer")
    response = models.JSONField(default=list)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = OfAQuestionAskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return str(self.asked)


class Mark(models.Model):
    """Whole points out of a whole maximum. A mark that a regrade supersedes is kept."""

    asked = models.ForeignKey(AttemptQuestion, models.CASCADE, related_name="marks")
    points = models.PositiveSmallIntegerField()
    maximum = models.PositiveSmallIntegerField()
    graded_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = OfAQuestionAskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        constraints = [
            models.UniqueConstraint(fields=["asked"], condition=Q(superseded_at=None), name="one_current_mark"),
            models.CheckConstraint(condition=Q(maximum__gte=1, points__lte=F("maximum")), name="points_within_maximum"),
        ]

    def __str__(self) -> str:
        return str(self.score)

    @property
    def score(self) -> Score:
        return Score(self.points, self.maximum)
