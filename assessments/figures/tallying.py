"""What is counted while attempts go by. However many those are, a tally is as long as there are different results."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from assessments.figures.formulas import Sums
from assessments.figures.thirds import Tied

# Which sets of questions a quiz asked are followed, the newest first. A quiz that draws has too many to keep.
SETS_FOLLOWED = 50
# Stands for a choice where a question was left empty. No row has this id.
LEFT_EMPTY = 0

# Points and the maximum that they are out of.
Points = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a finished attempt: what it earned, and the choices that were made."""

    version: int
    points: int
    maximum: int
    chose: Sequence[int]


class VersionTally:
    """Of one version: for each result on the other questions, which results and choices it went with."""

    def __init__(self) -> None:
        self.results: defaultdict[Points, Counter[Points]] = defaultdict(Counter)
        self.chosen: defaultdict[Points, Counter[int]] = defaultdict(Counter)

    def add(self, own: Points, others: Points, chose: Iterable[int]) -> None:
        self.results[others][own] += 1
        self.chosen[others].update(chose)

    @property
    def number(self) -> int:
        return sum(results.total() for results in self.results.values())

    @property
    def compared(self) -> int:
        """How many attempts asked other questions too."""
        return sum(results.total() for (_, maximum), results in self.results.items() if maximum)

    def scores(self) -> Counter[Fraction]:
        """The shares of its points."""
        found: Counter[Fraction] = Counter()
        for results in self.results.values():
            for (points, maximum), times in results.items():
                found[Fraction(points, maximum)] += times
        return found

    def pairs(self) -> Counter[tuple[Fraction, Fraction]]:
        """The shares of its points beside those of the other questions in the same attempt. One left empty earned
        nothing, here and there, as it does in the mark."""
        found: Counter[tuple[Fraction, Fraction]] = Counter()
        for (rest, out_of), results in self.results.items():
            for (points, maximum), times in results.items() if out_of else ():
                found[Fraction(points, maximum), Fraction(rest, out_of)] += times
        return found

    def choices(self) -> Counter[int]:
        return sum(self.chosen.values(), Counter())

    def tied(self) -> list[Tied]:
        """The attempts that asked other questions too, by how well those went."""
        numbers: Counter[Fraction] = Counter()
        chose: defaultdict[Fraction, Counter[int]] = defaultdict(Counter)
        for (rest, out_of), results in self.results.items():
            if out_of:
                numbers[Fraction(rest, out_of)] += results.total()
                chose[Fraction(rest, out_of)].update(self.chosen[rest, out_of])
        return [Tied(did, number, chose[did]) for did, number in numbers.items()]


@dataclass(slots=True)
class SetTally:
    """Of the attempts that were asked the same versions: the sums of each, and of the whole score."""

    items: defaultdict[int, Sums] = field(default_factory=lambda: defaultdict(Sums))
    together: Sums = field(default_factory=Sums)

    def add(self, attempt: Sequence[Item]) -> None:
        self.together.add(sum(item.points for item in attempt))
        for item in attempt:
            self.items[item.version].add(item.points)


class QuizTally:
    def __init__(self) -> None:
        self.results: Counter[Points] = Counter()
        self.sets: dict[frozenset[int], SetTally] = {}

    def add(self, attempt: Sequence[Item], result: Points) -> None:
        self.results[result] += 1
        versions = frozenset(item.version for item in attempt)
        if versions not in self.sets and len(self.sets) < SETS_FOLLOWED:
            self.sets[versions] = SetTally()
        if versions in self.sets:
            self.sets[versions].add(attempt)

    def scores(self) -> Counter[Fraction]:
        found: Counter[Fraction] = Counter()
        for (points, maximum), times in self.results.items():
            found[Fraction(points, maximum)] += times
        return found

    def commonest(self) -> SetTally:
        """Of the sets that were followed, the one that most attempts were asked; the newest of those."""
        return max(self.sets.values(), key=lambda each: each.together.number)


class Tallies:
    """Of all attempts. They are added the newest first, each with all of its questions."""

    def __init__(self) -> None:
        self.versions: defaultdict[int, VersionTally] = defaultdict(VersionTally)
        self.quizzes: defaultdict[int, QuizTally] = defaultdict(QuizTally)

    def add(self, quiz: int, attempt: Sequence[Item]) -> None:
        points, maximum = sum(item.points for item in attempt), sum(item.maximum for item in attempt)
        self.quizzes[quiz].add(attempt, (points, maximum))
        for item in attempt:
            others = (points - item.points, maximum - item.maximum)
            self.versions[item.version].add((item.points, item.maximum), others, item.chose)
