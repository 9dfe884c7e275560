"""Putting in order: the choices are steps, and their own order is the right one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.question_types.contract import FeedbackRow, Response
from assessments.question_types.places import EMPTY, FilledPlaces, Option, Place
from assessments.question_types.single import trouble_with_words
from assessments.score import Score

if TYPE_CHECKING:
    from assessments.models import Choice


class Ordering(FilledPlaces):
    """A point for each choice in its right place. A choice that fills two places is right in neither."""

    key = "ordering"
    label = gettext_lazy("Put in order")
    template = "assessments/question_types/ordering.html"
    choice_keys = ("text", "feedback")

    def grade(self, choices: Sequence[Choice], response: Response) -> Score:
        return Score(sum(row.right for row in self.feedback(choices, response)), len(choices))

    def feedback(self, choices: Sequence[Choice], response: Response) -> list[FeedbackRow]:
        right_places = {choice.pk: place for place, choice in enumerate(in_order(choices), start=1)}
        rows = []
        for choice in choices:
            had = [place for place, pk in enumerate(response, start=1) if pk == choice.pk]
            place = right_places[choice.pk]
            right = had == [place]
            note = "" if right or not had else _("You had it in place %(place)s.") % {"place": ", ".join(map(str, had))}
            text = f"{place}. {choice.text}"
            rows.append(
                FeedbackRow(text, choice.feedback, chosen=bool(had), right=right, note=note, tells=True, place=place)
            )
        return rows

    def places(self, choices: Sequence[Choice], response: Response) -> list[Place]:
        filled = response or [EMPTY] * len(choices)
        return [
            Place(
                _("Step %(number)d") % {"number": number},
                tuple(Option(choice.pk, choice.text, choice.pk == pk) for choice in choices),
            )
            for number, pk in enumerate(filled, start=1)
        ]

    def guess(self, choices: Sequence[Choice]) -> Fraction:
        """Any order, each as likely: one place of as many as there are, on average."""
        return Fraction(1, len(choices))

    def picked(self, choices: Sequence[Choice], response: Response) -> list[int]:
        placed = zip(in_order(choices), response, strict=False)
        return [pk for choice, pk in placed if choice.pk == pk and response.count(pk) == 1]

    def problem(self, choices: Sequence[Choice]) -> str:
        if len(choices) < 3:
            return _("Give at least three steps.")
        return trouble_with_words(choices)


def in_order(choices: Sequence[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: choice.order)
