"""A question as somebody was asked it: what an attempt and a refresher have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.questions import Choice, QuestionVersion
from assessments.question_types import FeedbackRow, QuestionType, Response, type_of
from assessments.question_types.places import FilledPlaces, Place

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from assessments.score import Score

# What the names of all questions' fields in a form begin with.
FIELD_PREFIX = "question-"


class OwnedByLearnerQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that belong to the learner of an enrolment, to which `path` leads."""

    path: str

    def owned_by(self, viewer: User | AnonymousUser) -> Self:
        return self.filter(**{f"{self.path}__enrolment__learner": viewer.pk})


class AskedQuerySet(OwnedByLearnerQuerySet):
    def as_paper(self) -> Self:
        """In their places, with wording, choices and what was answered: few queries however many there are."""
        return (
            self.select_related("version__question__lesson")
            .prefetch_related("version__choices", "key__choices")
            .order_by("place")
        )


class AskedQuestion(models.Model):
    """Which version was asked, in which place, its options in which order (ids of choices).

    Where the version's key was wrong, `key` is the version by whose key it is graded.
    """

    version: models.ForeignKey[QuestionVersion, QuestionVersion]
    key = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.PositiveSmallIntegerField()
    option_order = models.JSONField(default=list)

    class Meta:
        abstract = True
        verbose_name = _("question as asked")

    @property
    def response(self) -> Response:
        """What was answered; empty where nothing was."""
        raise NotImplementedError

    @property
    def type(self) -> QuestionType:
        return type_of(self.version.kind)

    @property
    def field_name(self) -> str:
        """The name of its fields in the form."""
        return f"{FIELD_PREFIX}{self.place}"

    @property
    def choices(self) -> list[Choice]:
        """In the order in which they were asked, with the key that counts."""
        by_pk = {choice.pk: choice for choice in self.version.choices.all()}
        asked = [by_pk[pk] for pk in self.option_order if pk in by_pk]
        return with_key_of(self.key, asked) if self.key is not None else asked

    @property
    def is_answered(self) -> bool:
        return self.type.is_answered(self.choices, self.response)

    @property
    def places(self) -> list[Place]:
        """What there is to fill, for the types that have it."""
        kind = self.type
        return kind.places(self.choices, self.response) if isinstance(kind, FilledPlaces) else []

    def graded(self) -> Score:
        """What the response is worth, whatever mark is written."""
        return self.type.grade(self.choices, self.response)

    def feedback(self) -> list[FeedbackRow]:
        return self.type.feedback(self.choices, self.response)


def with_key_of(version: QuestionVersion, asked: Sequence[Choice]) -> list[Choice]:
    """The choices as they were asked, each with what `version` says of the choice of the same words."""
    key = {choice.text: choice for choice in version.choices.all()}
    return [
        Choice(
            pk=choice.pk,
            text=choice.text,
            order=key[choice.text].order,
            is_right=key[choice.text].is_right,
            match=key[choice.text].match,
            feedback=key[choice.text].feedback,
        )
        for choice in asked
    ]
