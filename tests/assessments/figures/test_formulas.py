"""The formulas, against values worked by hand and against the statistics of the standard library on data by chance."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.figures.formulas import Sums, correlation, cronbach, mean, median, spread

shares = st.builds(lambda part, whole: Fraction(min(part, whole), whole), st.integers(0, 12), st.integers(1, 12))
some_shares = st.lists(shares, min_size=2, max_size=40)
some_pairs = st.lists(st.tuples(shares, shares), min_size=2, max_size=40)
some_scores = st.integers(2, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(0, 4), min_size=items, max_size=items).map(tuple), min_size=2, max_size=30
    )
)


def sums(values: list[int]) -> Sums:
    found = Sums()
    for value in values:
        found.add(value)
    return found


def alpha(rows: list[tuple[int, ...]]) -> float | None:
    return cronbach([sums(list(column)) for column in zip(*rows, strict=True)], sums([sum(row) for row in rows]))


# --- By hand --------------------------------------------------------------------------------------------------------


def test_mean_median_and_spread_by_hand():
    """2, 4, 4, 4, 5, 5, 7, 9 of ten: together 40 over 8 is 5. In the middle 4 and 5. Squares of the distances from 5:
    9, 1, 1, 1, 0, 0, 4, 16 are 32; over 7 and rooted, 2.138."""
    scores = Counter(
        {Fraction(2, 10): 1, Fraction(4, 10): 3, Fraction(5, 10): 2, Fraction(7, 10): 1, Fraction(9, 10): 1}
    )
    assert mean(scores) == Fraction(1, 2)
    assert median(scores) == Fraction(45, 100)
    assert spread(scores) == pytest.approx(0.2138, abs=0.0001)


def test_the_median_of_an_odd_number_is_one_of_them():
    assert median(Counter({Fraction(1): 2, Fraction(0): 1})) == 1


def test_correlation_by_hand():
    """Means 3/5 and 3/5. Products of distances: 0.06 + 0.16 + 0.21 − 0.04 + 0.06 = 0.45. Squares: 1.2 and 0.325.
    0.45 / √(1.2 · 0.325) = 0.7206."""
    pairs = [
        (Fraction(1), Fraction(3, 4)),
        (Fraction(1), Fraction(1)),
        (Fraction(0), Fraction(1, 4)),
        (Fraction(1), Fraction(1, 2)),
        (Fraction(0), Fraction(1, 2)),
    ]
    assert correlation(Counter(pairs)) == pytest.approx(0.7206, abs=0.0001)


def test_correlation_is_one_minus_one_and_nought_where_it_must_be():
    assert correlation(Counter([(Fraction(0), Fraction(1, 3)), (Fraction(1), Fraction(2, 3))] * 5)) == 1
    assert correlation(Counter([(Fraction(1), Fraction(1, 3)), (Fraction(0), Fraction(2, 3))] * 5)) == -1
    assert (
        correlation(
            Counter(
                [
                    (Fraction(0), Fraction(0)),
                    (Fraction(0), Fraction(1)),
                    (Fraction(1), Fraction(0)),
                    (Fraction(1), Fraction(1)),
                ]
            )
        )
        == 0
    )


@pytest.mark.parametrize("number", [1, 3, 10, 99_991])
def test_what_never_varies_has_no_correlation_however_it_rounds(number: int):
    third = Fraction(1, 3)
    assert correlation(Counter({(third, Fraction(1, 7)): number, (third, Fraction(2, 7)): number})) is None
    assert correlation(Counter({(Fraction(1, 7), third): number, (Fraction(2, 7), third): number})) is None
    assert correlation(Counter()) is None


def test_cronbach_by_hand():
    """Variances of the questions 1/4, 1/3 and 1/4, together 5/6; of the scores 3, 2, 1, 0: 5/3. 3/2 · (1 − 1/2)."""
    assert alpha([(1, 1, 1), (1, 1, 0), (1, 0, 0), (0, 0, 0)]) == 0.75


def test_questions_that_agree_wholly_have_an_alpha_of_one_and_opposites_fall_below_nought():
    assert alpha([(1, 1), (0, 0), (1, 1)]) == 1
    assert alpha([(1, 0), (0, 1), (1, 0), (1, 1)]) == pytest.approx(-8 / 3)


def test_one_question_or_one_score_has_no_alpha():
    assert alpha([(1,), (0,)]) is None
    assert alpha([(1, 0), (0, 1)]) is None


# --- In another way -------------------------------------------------------------------------------------------------


@given(some_shares)
def test_mean_median_and_spread_are_those_of_the_standard_library(values: list[Fraction]):
    counted = Counter(values)
    assert mean(counted) == statistics.mean(values)
    assert median(counted) == statistics.median(values)
    assert spread(counted) == pytest.approx(float(statistics.stdev(values)), abs=1e-12)


@given(some_pairs)
def test_correlation_is_that_of_the_standard_library(pairs: list[tuple[Fraction, Fraction]]):
    xs, ys = zip(*pairs, strict=True)
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        assert correlation(Counter(pairs)) is None
    else:
        expected = statistics.correlation([float(x) for x in xs], [float(y) for y in ys])
        assert correlation(Counter(pairs)) == pytest.approx(expected, abs=1e-9)


@given(some_scores)
def test_alpha_is_what_the_mean_covariance_makes_of_it(rows: list[tuple[int, ...]]):
    """The other textbook form: k · c̄ / (v̄ + (k − 1) · c̄), of the mean variance and the mean covariance."""
    columns = list(zip(*rows, strict=True))
    k = len(columns)
    covariances = [
        Fraction(statistics.covariance(a, b)).limit_denominator(10**6)
        for n, a in enumerate(columns)
        for b in columns[:n]
    ]
    variance = sum(Fraction(statistics.variance(map(Fraction, column))) for column in columns) / k
    covariance = sum(covariances) / len(covariances)
    if len({sum(row) for row in rows}) == 1:
        assert alpha(rows) is None
    else:
        assert alpha(rows) == pytest.approx(float(k * covariance / (variance + (k - 1) * covariance)), abs=1e-6)
