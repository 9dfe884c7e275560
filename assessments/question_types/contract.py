"""What a type of question must be able to do. A type knows choices and responses; it knows no request and no table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.http import QueryDict

    from assessments.models import Choice
    from assessments.score import Score

# Ids of choices. What their order means is for the type to say. Empty: not answered.
Response = list[int]


class Refused(Exception):
    """What was posted was never offered: nothing of it may be kept."""


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One choice, as the result shows it.

    `note` is what was answered in its place, where that is not what it should be. `tells` says that the text tells
    what is right whether or not somebody chose it; `place` is where it stands among those.
    """

    text: str
    feedback: str
    chosen: bool
    right: bool
    note: str = ""
    tells: bool = False
    place: int = 0

    @property
    def state(self) -> str:
        """right, wrong (chosen, and not right) or plain, as `components/answer.html` has it."""
        if self.right:
            return "right"
        return "wrong" if self.chosen else "plain"


class QuestionType(Protocol):
    """`key` stands in the versions' rows and never changes. `choice_keys` are the names that a choice has in the
    course's files, in order. `template` renders the fields of one question: it gets `asked` (an AttemptQuestion).
    `picked_label` names the table of figures of what people `picked`."""

    key: str
    label: Any
    template: str
    choice_keys: tuple[str, ...]
    picked_label: Any

    def parse(self, data: QueryDict, name: str, offered: Sequence[int]) -> Response | None:
        """The response in what was posted under `name`, or None where the data says nothing about the question.

        `offered` are the ids of the choices it was asked with. Raises Refused.
        """

    def is_answered(self, choices: Sequence[Choice], response: Response) -> bool:
        """Whether nothing of the question is left to answer."""

    def grade(self, choices: Sequence[Choice], response: Response) -> Score:
        """Whole points out of a whole maximum of at least 1. An empty response gets none."""

    def feedback(self, choices: Sequence[Choice], response: Response) -> list[FeedbackRow]:
        """A row for each choice, in the order given."""

    def guess(self, choices: Sequence[Choice]) -> Fraction:
        """The share of the points that somebody earns on average who knows nothing and answers all the same."""

    def picked(self, choices: Sequence[Choice], response: Response) -> list[int]:
        """The ids of the choices that the response went for or, where the answer fills places, had right."""

    def problem(self, choices: Sequence[Choice]) -> str:
        """Why a question can't be asked with these choices, for an editor; empty where it can."""

    def describe(self, choice: Choice) -> dict[str, Any]:
        """The choice as it stands in the course's files, by `choice_keys`."""

    def fields_of(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of the model that a choice in the course's files fills."""
