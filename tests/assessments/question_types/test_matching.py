"""Matching pairs."""

import pytest

from assessments.models import Choice
from assessments.question_types.matching import Matching, partners
from assessments.score import Score

matching = Matching()


def pairs() -> list[Choice]:
    rows = ((1, "Housing", "external"), (2, "Loyalty", "internal"), (3, "Debt", "external"))
    return [Choice(pk=pk, text=text, match=match, order=pk) for pk, text, match in rows]


@pytest.mark.parametrize(
    ("response", "points"),
    [([1, 2, 3], 3), ([3, 2, 1], 3), ([1, 2, 1], 3), ([2, 2, 2], 1), ([2, 1, 2], 0), ([1, 0, 0], 1), ([], 0)],
)
def test_each_right_pair_gets_a_point_whichever_of_equal_partners_is_named(response: list[int], points: int) -> None:
    assert matching.grade(pairs(), response) == Score(points, 3)


def test_what_was_chosen_wrongly_is_told_beside_what_is_right() -> None:
    rows = [(row.text, row.note, row.state) for row in matching.feedback(pairs(), [2, 2, 0])]
    assert rows == [
        ("Housing: external", "You chose “internal”.", "wrong"),
        ("Loyalty: internal", "", "right"),
        ("Debt: external", "", "plain"),
    ]


def test_the_form_offers_each_partner_once_in_an_order_that_tells_nothing() -> None:
    assert [choice.match for choice in partners(list(reversed(pairs())))] == ["external", "internal"]
    places = matching.places(pairs(), [3, 0, 0])
    assert [place.label for place in places] == ["Housing", "Loyalty", "Debt"]
    picked = [[option.text for option in place.options if option.selected] for place in places]
    assert picked == [["external"], [], []]


def test_pairs_need_two_partners_at_least() -> None:
    same = [Choice(pk=pk, text=f"Option {pk}", match="one") for pk in (1, 2)]
    missing = [Choice(pk=1, text="A", match="one"), Choice(pk=2, text="B", match=" ")]
    assert [bool(matching.problem(offered)) for offered in (same, missing, pairs())] == [True, True, False]
