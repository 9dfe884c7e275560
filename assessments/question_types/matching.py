"""Matching: each choice goes with a partner, which is picked from the partners of all."""

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


class Matching(FilledPlaces):
    """A point for each right pair. A response names, for each choice as it was asked, the choice whose partner was
    picked; two choices may have the same partner."""

    key = "matching"
    label = gettext_lazy("Match the pairs")
    template = "assessments/question_types/matching.html"
    choice_keys = ("text", "match", "feedback")

    def grade(self, choices: Sequence[Choice], response: Response) -> Score:
        return Score(sum(row.right for row in self.feedback(choices, response)), len(choices))

    def feedback(self, choices: Sequence[Choice], response: Response) -> list[FeedbackRow]:
        partner_of = {choice.pk: choice.match for choice in choices}
        picked = [partner_of.get(pk, "") for pk in response] + [""] * (len(choices) - len(response))
        rows = []
        for choice, partner in zip(choices, picked, strict=False):
            right = partner == choice.match
            note = "" if right or not partner else _("You chose “%(partner)s”.") % {"partner": partner}
            text = f"{choice.text}: {choice.match}"
            rows.append(FeedbackRow(text, choice.feedback, chosen=bool(partner), right=right, note=note, tells=True))
        return rows

    def places(self, choices: Sequence[Choice], response: Response) -> list[Place]:
        partner_of = {choice.pk: choice.match for choice in choices}
        filled = response or [EMPTY] * len(choices)
        return [
            Place(
                choice.text,
                tuple(Option(each.pk, each.match, each.match == partner_of.get(pk)) for each in partners(choices)),
            )
            for choice, pk in zip(choices, filled, strict=False)
        ]

    def guess(self, choices: Sequence[Choice]) -> Fraction:
        """For each any of the partners there are, each as likely."""
        return Fraction(1, len({choice.match for choice in choices}))

    def picked(self, choices: Sequence[Choice], response: Response) -> list[int]:
        partner_of = {choice.pk: choice.match for choice in choices}
        pairs = zip(choices, response, strict=False)
        return [choice.pk for choice, pk in pairs if partner_of.get(pk) == choice.match]

    def problem(self, choices: Sequence[Choice]) -> str:
        if trouble := trouble_with_words(choices):
            return trouble
        partners = {choice.match.strip() for choice in choices}
        if "" in partners or len(partners) < 2:
            return _("Say what each option goes with, and give at least two different partners.")
        return ""


def partners(choices: Sequence[Choice]) -> list[Choice]:
    """One choice for each partner there is, by the alphabet: their order tells nothing."""
    by_partner = {choice.match: choice for choice in sorted(choices, key=lambda choice: choice.pk, reverse=True)}
    return [by_partner[name] for name in sorted(by_partner, key=str.lower)]
