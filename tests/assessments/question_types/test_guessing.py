"""What guessing earns is what the type's own rule gives on average, over everything that could be answered."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.models import Choice
from assessments.question_types import Response, type_of


def written(*fields: dict[str, object]) -> list[Choice]:
    return [Choice(pk=number, order=number, text=f"option {number}", **each) for number, each in enumerate(fields, 1)]


def flags(pattern: str, **more: object) -> list[Choice]:
    """“rw” is a right option and a wrong one."""
    return written(*({"is_right": each == "r", **more} for each in pattern))


def average(kind: str, choices: list[Choice], responses: Iterator[tuple[int, ...]]) -> Fraction:
    scores = [type_of(kind).grade(choices, list(response)) for response in responses]
    return Fraction(sum(score.points for score in scores), sum(score.maximum for score in scores))


def ids(choices: list[Choice]) -> list[int]:
    return [choice.pk for choice in choices]


@pytest.mark.parametrize("kind", ["single", "true-false"])
@pytest.mark.parametrize("size", [2, 3, 5])
def test_one_of_so_many(kind: str, size: int):
    choices = flags("w" * (size - 1) + "r", match="true")
    assert type_of(kind).guess(choices) == Fraction(1, size) == average(kind, choices, product(ids(choices)))


def test_several_by_hand():
    """Two right, one wrong. Of seven sets of ticks: each right one alone earns 1, both earn 2, the wrong one nothing,
    one of each nothing, all nothing. 1 + 1 + 2 = 4 points of 7 times 2."""
    assert type_of("several").guess(flags("rrw")) == Fraction(4, 14)


@given(st.text("rw", min_size=3, max_size=8).filter(lambda each: 2 <= each.count("r") < len(each)))
def test_several_over_all_sets_of_ticks(pattern: str):
    choices = flags(pattern)
    ticks = chain.from_iterable(combinations(ids(choices), size) for size in range(1, len(choices) + 1))
    assert type_of("several").guess(choices) == average("several", choices, ticks)


@pytest.mark.parametrize("size", [3, 4, 5])
def test_ordering_over_all_orders(size: int):
    choices = flags("w" * size)
    assert (
        type_of("ordering").guess(choices)
        == Fraction(1, size)
        == average("ordering", choices, permutations(ids(choices)))
    )


@pytest.mark.parametrize(
    ("partners", "expected"), [("abc", Fraction(1, 3)), ("aab", Fraction(1, 2)), ("abcb", Fraction(1, 3))]
)
def test_matching_over_all_partners_for_each(partners: str, expected: Fraction):
    choices = written(*({"match": each} for each in partners))
    one_of_each = [min(choice.pk for choice in choices if choice.match == each) for each in sorted(set(partners))]
    responses = product(one_of_each, repeat=len(choices))
    assert type_of("matching").guess(choices) == expected == average("matching", choices, responses)


# --- What was picked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["single", "true-false", "several"])
def test_picked_is_what_was_ticked(kind: str):
    assert type_of(kind).picked(flags("rrw", match="true"), [3]) == [3]


def right_rows(kind: str, choices: list[Choice], response: Response) -> list[int]:
    rows = type_of(kind).feedback(choices, response)
    return [choice.pk for choice, row in zip(choices, rows, strict=True) if row.right]


@given(asked=st.permutations([1, 2, 3, 4]), response=st.lists(st.sampled_from([0, 1, 2, 3, 4]), min_size=4, max_size=4))
@pytest.mark.parametrize("kind", ["ordering", "matching"])
def test_where_places_are_filled_it_is_what_stands_right_there(kind: str, asked: list[int], response: Response):
    """In whatever order the choices were asked, it is what the result calls right, and as many as there are points."""
    by_pk = {choice.pk: choice for choice in written(*({"match": each} for each in "xyxz"))}
    choices = [by_pk[pk] for pk in asked]
    picked = type_of(kind).picked(choices, response)
    assert sorted(picked) == sorted(right_rows(kind, choices, response))
    assert len(picked) == type_of(kind).grade(choices, response).points
