"""Thirds of exactly a third each, ties shared out."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.figures.thirds import Thirds, Tied, thirds


def of(*attempts: tuple[int, str]) -> Thirds:
    """Each attempt is how it did on the other questions, and the letters of what it chose."""
    did = Counter(how for how, _ in attempts)
    chose: dict[int, Counter[int]] = {how: Counter() for how in did}
    for how, letters in attempts:
        chose[how].update(map(ord, letters))
    return thirds(Tied(Fraction(how), number, chose[how]) for how, number in did.items())


def letters(shares: dict[int, Fraction]) -> dict[str, Fraction]:
    return {chr(choice): share for choice, share in shares.items() if share}


def test_three_times_two_by_hand():
    found = of((1, "A"), (2, "B"), (3, "B"), (4, "C"), (5, "C"), (6, "C"))
    assert letters(found.lower) == {"A": Fraction(1, 2), "B": Fraction(1, 2)}
    assert letters(found.middle) == {"B": Fraction(1, 2), "C": Fraction(1, 2)}
    assert letters(found.upper) == {"C": Fraction(1)}


def test_a_tie_across_a_border_counts_on_both_sides_by_its_part():
    """Six attempts, thirds of two. The worst chose A; the next three are tied, one of them with A and two with B: one
    place of theirs is in the lower third, two are in the middle. The two best chose C."""
    found = of((1, "A"), (2, "A"), (2, "B"), (2, "B"), (3, "C"), (4, "C"))
    assert letters(found.lower) == {"A": (1 + Fraction(1, 3)) / 2, "B": Fraction(2, 3) / 2}
    assert letters(found.middle) == {"A": Fraction(2, 3) / 2, "B": Fraction(4, 3) / 2}
    assert letters(found.upper) == {"C": Fraction(1)}


def test_where_all_are_tied_the_thirds_are_the_same():
    found = of(*[(5, "A")] * 7, *[(5, "B")] * 3)
    assert found.lower == found.middle == found.upper
    assert letters(found.lower) == {"A": Fraction(7, 10), "B": Fraction(3, 10)}


def test_ten_attempts_make_thirds_of_three_and_a_third():
    found = of(*[(each, "A" if each < 3 else "B") for each in range(10)])
    assert letters(found.lower) == {"A": Fraction(9, 10), "B": Fraction(1, 10)}
    assert letters(found.upper) == {"B": Fraction(1)}


attempts = st.tuples(st.integers(0, 2), st.sampled_from(["A", "B", "AB", ""]))


@settings(max_examples=40, deadline=None)
@given(st.lists(attempts, min_size=6, max_size=6))
def test_it_is_what_breaking_the_ties_by_lot_gives_on_average(six: list[tuple[int, str]]):
    """In another way: line the six up in every order that respects how they did, and average over all of them."""
    lines = [line for line in permutations(six) if all(a[0] <= b[0] for a, b in pairwise(line))]
    expected = []
    for third in (slice(0, 2), slice(2, 4), slice(4, 6)):
        chosen = Counter(letter for line in lines for _, each in line[third] for letter in each)
        expected.append({letter: Fraction(times, 2 * len(lines)) for letter, times in chosen.items()})
    found = of(*six)
    assert [letters(found.lower), letters(found.middle), letters(found.upper)] == expected
