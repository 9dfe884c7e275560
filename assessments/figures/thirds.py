"""Those who did worst, in between and best on the other questions, and what they chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

# Ids of choices, each with the share of a group that chose it.
Shares = dict[int, Fraction]


@dataclass(frozen=True, slots=True)
class Tied:
    """`number` attempts that did equally well on the other questions, and how many of them chose what."""

    did: Fraction
    number: int
    chose: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Thirds:
    lower: Shares
    middle: Shares
    upper: Shares


def thirds(blocks: Iterable[Tied]) -> Thirds:
    """Each third has exactly a third of the attempts, however many that is.

    Where attempts that are tied lie across a border, each counts on both sides by the part of the tie that falls there:
    with half of a tie in the lower third, half of each of its choices is counted there. No order that means nothing
    decides who is in which third, and where all are tied the thirds are the same. (Kelley's groups of 27 %, 1939, are a
    little sharper in theory; thirds are easier to say.)
    """
    in_order = sorted(blocks, key=lambda block: block.did)
    size = Fraction(sum(block.number for block in in_order), 3)
    groups: list[defaultdict[int, Fraction]] = [defaultdict(Fraction) for _ in range(3)]
    begins = Fraction(0)
    for block in in_order:
        ends = begins + block.number
        for place, group in enumerate(groups):
            inside = min(ends, size * (place + 1)) - max(begins, size * place)
            for choice, times in block.chose.items() if inside > 0 else ():
                group[choice] += times * inside / block.number / size
        begins = ends
    return Thirds(*map(dict, groups))
