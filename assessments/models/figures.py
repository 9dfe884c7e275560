"""Figures of questions and quizzes as they were last worked out. No row is about a person."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.figures.rules import ANSWERS_NEEDED, Missing, Option, QuestionInFigures, Verdict
from assessments.models.asked import with_key_of
from assessments.models.questions import Choice, QuestionVersion
from assessments.models.quizzes import Quiz
from assessments.question_types import type_of

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter_of(place: int) -> str:
    """A, B … Z, then AA: what an option is called, by its place from 0."""
    return (letter_of(place // 26 - 1) if place >= 26 else "") + LETTERS[place % 26]


class QuestionFigures(models.Model):
    """Of one version; where its key was wrong, by that of `key`.

    `choices` has a row for each choice in order, and one with the id 0 for left empty: its id, and the shares of all
    and of the thirds that chose it; thirds stand there only where those are shown.
    """

    version = models.OneToOneField(QuestionVersion, models.CASCADE, primary_key=True, related_name="figures")
    key = models.ForeignKey(QuestionVersion, models.CASCADE, null=True, related_name="+")
    number = models.PositiveIntegerField(_("attempts"))
    facility = models.FloatField(_("share of the points"), null=True)
    full = models.PositiveIntegerField(_("got all of it"), null=True)
    guess = models.FloatField(_("share that guessing earns"), null=True)
    compared = models.PositiveIntegerField(_("attempts compared"), null=True)
    discrimination = models.FloatField(_("agreement with the other questions"), null=True)
    no_discrimination = models.CharField(max_length=20, choices=Missing, blank=True)
    choices = models.JSONField(default=list)
    verdict = models.CharField(_("what the figures say"), max_length=20, choices=Verdict)
    worked_out_at = models.DateTimeField(_("worked out"))

    class Meta:
        verbose_name = _("figures of a question")
        verbose_name_plural = _("figures of questions")
        # Nobody writes or reads these by themselves: they stand on the question's page.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=ANSWERS_NEEDED)
                | Q(facility=None, full=None, guess=None, compared=None, discrimination=None, choices=[]),
                name="few_answers_tell_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)

    def in_figures(self) -> QuestionInFigures:
        rows = type_of(self.version.kind).feedback(choices := self.graded_choices(), [])
        is_right = {choice.pk: row.right or row.tells for choice, row in zip(choices, rows, strict=True)}
        options = [
            Option(letter_of(place), is_right[each["choice"]], **{key: each[key] for key in each if key != "choice"})
            for place, each in enumerate(each for each in self.choices if each["choice"] in is_right)
        ]
        figures = (self.number, self.facility, self.full, self.guess, self.compared, self.discrimination)
        return QuestionInFigures(*figures, options, self.has_thirds)

    def graded_choices(self) -> list[Choice]:
        """The choices of the version with the key that counts."""
        choices = list(self.version.choices.all())
        return with_key_of(self.key, choices) if self.key is not None else choices

    @property
    def has_thirds(self) -> bool:
        return any("upper" in each for each in self.choices)


class QuizFigures(models.Model):
    """Of one quiz, in shares of its points. `alpha` is of `alpha_number` attempts that were asked the same
    `alpha_questions` questions."""

    quiz = models.OneToOneField(Quiz, models.CASCADE, primary_key=True, related_name="figures")
    number = models.PositiveIntegerField(_("first attempts"))
    finished = models.PositiveIntegerField(_("finished attempts"), null=True)
    mean = models.FloatField(_("mean"), null=True)
    median = models.FloatField(_("median"), null=True)
    spread = models.FloatField(_("standard deviation"), null=True)
    alpha = models.FloatField(_("Cronbach’s alpha"), null=True)
    alpha_number = models.PositiveIntegerField(null=True)
    alpha_questions = models.PositiveIntegerField(null=True)
    no_alpha = models.CharField(max_length=20, choices=Missing, blank=True)
    worked_out_at = models.DateTimeField(_("worked out"))

    class Meta:
        verbose_name = _("figures of a quiz")
        verbose_name_plural = _("figures of quizzes")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=ANSWERS_NEEDED)
                | Q(finished=None, mean=None, median=None, spread=None, alpha=None, alpha_number=None),
                name="few_attempts_tell_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.quiz)


class FiguresRun(models.Model):
    """One row: as of when the figures stand, and since when somebody has wished for newer ones."""

    worked_out_at = models.DateTimeField(null=True)
    wished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_row_of_figures_run")]

    def __str__(self) -> str:
        return str(self.worked_out_at or "")

    @classmethod
    def load(cls) -> Self:
        """The row, or what it would say where none has been written."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def held(cls) -> Self:
        """The row, for this transaction alone."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

    def wish(self) -> None:
        self.wished_at = timezone.now()
        self.save(update_fields=["wished_at"])
