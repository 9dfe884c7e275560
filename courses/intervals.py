"""What somebody has watched of a recording: `[from, to]` intervals in seconds, merged so that nothing counts twice.

Merged intervals are sorted, don't touch, and are kept to a tenth of a second. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Interval = Sequence[float]


def merge(*watched: Iterable[Interval]) -> list[list[float]]:
    """All of it as merged intervals, whatever the order and however often a part is in it."""
    rounded = sorted([round(start, 1), round(end, 1)] for intervals in watched for start, end in intervals)
    merged: list[list[float]] = []
    for start, end in rounded:
        if end <= start:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def seconds(watched: Iterable[Interval]) -> float:
    """How many different seconds were watched."""
    return round(sum(end - start for start, end in merge(watched)), 1)


def share(watched: Iterable[Interval], length: float) -> float:
    """How much of a recording of that length was watched, from 0 to 1. What lies beyond its end doesn't count."""
    if length <= 0:
        return 0.0
    return min(1.0, seconds([[min(start, length), min(end, length)] for start, end in watched]) / length)


def beyond(claimed: Iterable[Interval], known: Iterable[Interval]) -> list[list[float]]:
    """The parts of `claimed` that aren't in `known`."""
    left = merge(claimed)
    for known_start, known_end in merge(known):
        left = [
            part
            for start, end in left
            for part in ([start, min(end, known_start)], [max(start, known_end), end])
            if part[0] < part[1]
        ]
    return left


def first(watched: Iterable[Interval], allowance: float) -> list[list[float]]:
    """As much of it as comes to `allowance` seconds, from the beginning."""
    taken: list[list[float]] = []
    for start, end in merge(watched):
        if allowance <= 0:
            break
        taken.append([start, min(end, start + allowance)])
        allowance -= end - start
    return merge(taken)
