"""A quiz: which questions are drawn, and what it takes to pass."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.models.questions import Question, QuestionQuerySet
from courses.models import Lesson, Module


class QuizQuerySet(models.QuerySet["Quiz"]):
    def published(self) -> Self:
        return self.filter(lesson__live__isnull=False)


class Quiz(models.Model):
    class Shows(models.TextChoices):
        EVERYTHING = "everything", _("What is right and why, after each attempt")
        AFTER_PASSING = "after-passing", _("What is right and why only once it is passed; until then what was wrong")

    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="quiz", verbose_name=_("lesson"))
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"), null=True, blank=True, help_text=_("Empty: as many as somebody needs.")
    )
    wait_minutes = models.PositiveSmallIntegerField(_("minutes to wait after the second failure"), default=10)
    time_limit_minutes = models.PositiveSmallIntegerField(_("time limit in minutes"), null=True, blank=True)

    shows = models.CharField(_("the result shows"), max_length=20, choices=Shows, default=Shows.EVERYTHING)
    may_come_first = models.BooleanField(
        _("show what you know"),
        default=True,
        help_text=_("Who passes it before they have done the module’s lessons is done with those too."),
    )

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__gte=1, pass_mark__lte=100),
                name="pass_mark_is_a_percentage",
                violation_error_message=_("The pass mark is between 1 and 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed=None) | Q(attempts_allowed__gte=1),
                name="one_attempt_at_least",
                violation_error_message=_("Allow one attempt at least, or leave it empty."),
            ),
            models.CheckConstraint(
                condition=Q(time_limit_minutes=None) | Q(time_limit_minutes__gte=1),
                name="one_minute_at_least",
                violation_error_message=_("Give one minute at least, or leave it empty."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.lesson)


class QuizSlotQuerySet(models.QuerySet["QuizSlot"]):
    def with_available(self) -> Self:
        """Adds `available`: how many questions each could draw from now, beside those that are fixed."""
        fixed = QuizSlot.objects.filter(quiz=OuterRef(OuterRef("quiz")), question=OuterRef("pk"))
        drawn = (Q(lesson=OuterRef("lesson")) | Q(lesson__module=OuterRef("module"))) & ~Exists(fixed)
        counted = (
            Question.objects.askable()
            .filter(Q(pk=OuterRef("question")) | drawn)
            .order_by()
            .values(together=Value(1))
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(available=Coalesce(Subquery(counted), 0))


class QuizSlot(models.Model):
    """Either a fixed question, or `count` drawn from a module or a lesson."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="slots", verbose_name=_("quiz"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="+")
    module = models.ForeignKey(Module, models.PROTECT, null=True, blank=True, related_name="+")
    lesson = models.ForeignKey(Lesson, models.PROTECT, null=True, blank=True, related_name="+")
    count = models.PositiveSmallIntegerField(_("how many"), default=1)
    # Only on rows that were read `with_available`.
    available: int

    objects = QuizSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a quiz")
        verbose_name_plural = _("places in a quiz")
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=False, module=None, lesson=None, count=1)
                | Q(question=None, module__isnull=False, lesson=None, count__gte=1)
                | Q(question=None, module=None, lesson__isnull=False, count__gte=1),
                name="slot_has_one_source",
                violation_error_message=_("Choose one: a question, a module, or a lesson."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.question or self.module or self.lesson}"

    @property
    def breadth(self) -> int:
        """A fixed question is narrower than a lesson, and that than a module."""
        return 0 if self.question_id else 1 if self.lesson_id else 2

    def pool(self) -> QuestionQuerySet:
        """The questions it could draw from now."""
        askable = Question.objects.askable()
        if self.question_id:
            return askable.filter(pk=self.question_id)
        if self.lesson_id:
            return askable.filter(lesson=self.lesson_id)
        return askable.filter(lesson__module=self.module_id)
