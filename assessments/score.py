"""Points out of a maximum. Whole numbers only, so that 4 of 5 is 80 % wherever it is shown, and passes at 80 %."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    points: int
    maximum: int

    def __add__(self, other: Score) -> Score:
        return Score(self.points + other.points, self.maximum + other.maximum)

    def __str__(self) -> str:
        return f"{self.points}/{self.maximum}"

    @property
    def is_full(self) -> bool:
        return self.points == self.maximum

    @property
    def percentage(self) -> int:
        """Rounded down, so that what is shown reaches a pass mark exactly when it passes."""
        return self.points * 100 // self.maximum

    def passes(self, pass_mark: int) -> bool:
        return self.points * 100 >= pass_mark * self.maximum


def points_to_pass(maximum: int, pass_mark: int) -> int:
    """The fewest points of `maximum` that reach a pass mark in per cent."""
    return -(-pass_mark * maximum // 100)
