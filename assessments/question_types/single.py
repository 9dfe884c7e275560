"""The single best answer: one choice is right, each has feedback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.question_types.contract import FeedbackRow, Refused, Response
from assessments.score import Score

if TYPE_CHECKING:
    from django.http import QueryDict

    from assessments.models import Choice


class SingleBestAnswer:
    key = "single"
    label = gettext_lazy("Single best answer")
    template = "assessments/question_types/single.html"
    choice_keys: tuple[str, ...] = ("text", "right", "feedback")
    picked_label = gettext_lazy("who chose what")

    def parse(self, data: QueryDict, name: str, offered: Sequence[int]) -> Response | None:
        if name not in data:
            return None
        # Compared as text: whatever else was posted, however long, is simply not among them.
        known = {str(pk): pk for pk in offered}
        match data.getlist(name):
            case [value] if value in known:
                return [known[value]]
        raise Refused

    def is_answered(self, choices: Sequence[Choice], response: Response) -> bool:
        return bool(response)

    def grade(self, choices: Sequence[Choice], response: Response) -> Score:
        right = {choice.pk for choice in choices if choice.is_right}
        return Score(int(len(response) == 1 and response[0] in right), 1)

    def feedback(self, choices: Sequence[Choice], response: Response) -> list[FeedbackRow]:
        return [FeedbackRow(each.text, each.feedback, each.pk in response, each.is_right) for each in choices]

    def guess(self, choices: Sequence[Choice]) -> Fraction:
        """One choice of them all, each as likely."""
        return Fraction(sum(choice.is_right for choice in choices), len(choices))

    def picked(self, choices: Sequence[Choice], response: Response) -> list[int]:
        return list(response)

    def problem(self, choices: Sequence[Choice]) -> str:
        if trouble := trouble_with_words(choices):
            return trouble
        if sum(choice.is_right for choice in choices) != 1:
            return _("Mark exactly one option as right.")
        return ""

    def describe(self, choice: Choice) -> dict[str, Any]:
        return {"text": choice.text, "right": choice.is_right, "feedback": choice.feedback}

    def fields_of(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"text": data["text"], "is_right": data["right"], "feedback": data["feedback"]}


def trouble_with_words(choices: Sequence[Choice]) -> str:
    """What is wrong with the options whatever their type, or nothing."""
    texts = [choice.text.strip() for choice in choices]
    if len(texts) < 2:
        return _("Give at least two options.")
    if not all(texts) or len(set(texts)) < len(texts):
        return _("Each option needs words of its own.")
    return ""
