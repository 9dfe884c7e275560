"""Several answers: every choice that fits, with credit for a part of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.question_types.contract import Refused, Response
from assessments.question_types.single import SingleBestAnswer, trouble_with_words
from assessments.score import Score

if TYPE_CHECKING:
    from django.http import QueryDict

    from assessments.models import Choice

# A hidden field of this name comes with the ticks: it tells a form without any from one that doesn't ask.
ASKED = "asked-"


class SeveralAnswers(SingleBestAnswer):
    """Worth a point for each right choice. Each wrong one takes a point away, and ticking everything gets none."""

    key = "several"
    label = gettext_lazy("Several answers")
    template = "assessments/question_types/several.html"
    picked_label = gettext_lazy("who ticked what")

    def parse(self, data: QueryDict, name: str, offered: Sequence[int]) -> Response | None:
        known = {str(pk): pk for pk in offered}
        values = data.getlist(name)
        if not set(values) <= set(known) or len(set(values)) < len(values):
            raise Refused
        if not values and f"{ASKED}{name}" not in data:
            return None
        return [known[value] for value in values]

    def grade(self, choices: Sequence[Choice], response: Response) -> Score:
        right = {choice.pk for choice in choices if choice.is_right}
        ticked = set(response) & {choice.pk for choice in choices}
        if len(ticked) == len(choices):
            return Score(0, len(right))
        return Score(max(0, len(ticked & right) - len(ticked - right)), len(right))

    def guess(self, choices: Sequence[Choice]) -> Fraction:
        """Over all sets of ticks but the empty one, each as likely: who answers at all ticks something."""
        right = sum(choice.is_right for choice in choices)
        wrong = len(choices) - right
        points = sum(
            comb(right, hits) * comb(wrong, misses) * (hits - misses)
            for hits in range(right + 1)
            for misses in range(wrong + 1)
            if hits > misses and hits + misses < len(choices)
        )
        return Fraction(points, right * (2 ** len(choices) - 1))

    def problem(self, choices: Sequence[Choice]) -> str:
        if trouble := trouble_with_words(choices):
            return trouble
        right = sum(choice.is_right for choice in choices)
        if right < 2 or right == len(choices):
            return _("Mark two or more options as right, and leave at least one that is not.")
        return ""
