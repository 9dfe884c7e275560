"""Marks are exact, in whole numbers."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessments.score import Score, points_to_pass

maxima = st.integers(1, 500)
marks = st.integers(1, 100)


def test_four_of_five_is_eighty_per_cent_and_passes_at_eighty() -> None:
    assert Score(4, 5).percentage == 80
    assert Score(4, 5).passes(80)
    assert str(Score(4, 5)) == "4/5"


def test_just_below_is_never_shown_as_enough() -> None:
    assert Score(799, 1000).percentage == 79
    assert not Score(799, 1000).passes(80)


@given(st.data(), maxima, marks)
def test_it_passes_exactly_when_the_fraction_reaches_the_mark(data: st.DataObject, maximum: int, mark: int) -> None:
    points = data.draw(st.integers(0, maximum))
    reaches = Fraction(points, maximum) >= Fraction(mark, 100)
    assert Score(points, maximum).passes(mark) == reaches
    assert (Score(points, maximum).percentage >= mark) == reaches
    assert (points >= points_to_pass(maximum, mark)) == reaches


@given(maxima, marks)
def test_what_is_needed_to_pass_can_be_reached(maximum: int, mark: int) -> None:
    assert 1 <= points_to_pass(maximum, mark) <= maximum
