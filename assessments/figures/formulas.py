"""The formulas, each with its name and source. Everything is exact until the last root is taken.

A distribution maps a value to how often it occurs. What is the same for everybody has a variance of exactly 0, which
sums of rounded numbers would not promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, sqrt


def mean(distribution: Mapping[Fraction, int]) -> Fraction:
    """The arithmetic mean. As the mean share of a question's points it is its facility, the “difficulty index” of
    classical test theory (Crocker & Algina, Introduction to Classical and Modern Test Theory, 1986, ch. 14)."""
    return Fraction(sum(value * times for value, times in distribution.items())) / sum(distribution.values())


def median(distribution: Mapping[Fraction, int]) -> Fraction:
    """The value in the middle, or half way between the two that are."""
    number = sum(distribution.values())
    return (_at((number - 1) // 2, distribution) + _at(number // 2, distribution)) / 2


def _at(place: int, distribution: Mapping[Fraction, int]) -> Fraction:
    seen = 0
    for value in sorted(distribution):
        seen += distribution[value]
        if seen > place:
            return value
    raise IndexError(place)


def spread(distribution: Mapping[Fraction, int]) -> float:
    """The standard deviation of a sample, with n − 1 (Bessel's correction). For two values or more."""
    number, middle = sum(distribution.values()), mean(distribution)
    squares = sum((value - middle) ** 2 * times for value, times in distribution.items())
    return sqrt(Fraction(squares) / (number - 1))


def correlation(pairs: Mapping[tuple[Fraction, Fraction], int]) -> float | None:
    """Pearson's product-moment correlation (1895) of pairs that occur so often; None where either side never varies.

    Of a question's score with the score on the others it is the corrected item-total correlation, or item-rest
    correlation (Henrysson, Psychometrika 28, 1963; Moodle's “discrimination index”): the question itself is left out of
    what it is compared with, since it would agree with itself.
    """
    # Neither side's unit matters, so both are counted in the smallest that makes them whole.
    times = list(pairs.values())
    xs, ys = whole([x for x, _ in pairs]), whole([y for _, y in pairs])
    number = sum(times)
    sum_x, sum_y = _dot(times, xs), _dot(times, ys)
    in_x = number * _dot(times, xs, xs) - sum_x**2
    in_y = number * _dot(times, ys, ys) - sum_y**2
    if not (in_x and in_y):
        return None
    together = number * _dot(times, xs, ys) - sum_x * sum_y
    size = sqrt(Fraction(together**2, in_x * in_y))
    return size if together >= 0 else -size


def whole(values: Sequence[Fraction]) -> list[int]:
    """The values in their smallest common unit."""
    unit = lcm(*(value.denominator for value in values))
    return [value.numerator * (unit // value.denominator) for value in values]


def _dot(times: Iterable[int], *columns: Iterable[int]) -> int:
    total = 0
    for row in zip(times, *columns, strict=True):
        product = 1
        for value in row:
            product *= value
        total += product
    return total


@dataclass(slots=True)
class Sums:
    """How many whole numbers there were, their sum and the sum of their squares: enough for their variance."""

    number: int = 0
    total: int = 0
    squares: int = 0

    def add(self, value: int) -> None:
        self.number += 1
        self.total += value
        self.squares += value * value

    @property
    def variance(self) -> Fraction:
        """Of a sample. For two values or more."""
        return Fraction(self.number * self.squares - self.total**2, self.number * (self.number - 1))


def cronbach(items: Sequence[Sums], together: Sums) -> float | None:
    """Cronbach's alpha (Psychometrika 16, 1951): k / (k − 1) · (1 − Σ variances of the items / variance of the score).

    Of attempts that were asked the same items, in points, as the score adds them up. None for one item, or where all
    have the same score.
    """
    if len(items) < 2 or not together.variance:
        return None
    within = sum((item.variance for item in items), Fraction(0))
    return float(Fraction(len(items), len(items) - 1) * (1 - within / together.variance))
