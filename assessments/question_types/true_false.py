"""True or false, and why: the stem says something, and one picks whether it holds together with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.question_types.contract import FeedbackRow, Response
from assessments.question_types.single import SingleBestAnswer

if TYPE_CHECKING:
    from assessments.models import Choice

TRUE, FALSE = "true", "false"
SAID = {TRUE: gettext_lazy("True"), FALSE: gettext_lazy("False")}


class TrueFalseWithReason(SingleBestAnswer):
    """One choice is right: `match` says to which verdict a reason belongs."""

    key = "true-false"
    label = gettext_lazy("True or false, with the reason")
    template = "assessments/question_types/true_false.html"
    choice_keys = ("holds", "text", "right", "feedback")

    def feedback(self, choices: Sequence[Choice], response: Response) -> list[FeedbackRow]:
        return [
            FeedbackRow(f"{SAID[each.match]}: {each.text}", each.feedback, each.pk in response, each.is_right)
            for each in choices
        ]

    def problem(self, choices: Sequence[Choice]) -> str:
        if trouble := super().problem(choices):
            return trouble
        if {choice.match for choice in choices} != set(SAID):
            return _("Give a reason for “true” and one for “false” at least: “goes with” says true or false.")
        return ""

    def describe(self, choice: Choice) -> dict[str, Any]:
        return {"holds": choice.match == TRUE, **super().describe(choice)}

    def fields_of(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"match": TRUE if data["holds"] else FALSE, **super().fields_of(data)}
