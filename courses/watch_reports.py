"""What the player's script reports, cleaned. Anything may be sent, so nothing is believed before it is read here."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import Any

# Twelve hours: no recording is longer, and no position in one is later.
LONGEST = 12 * 3600
SHORTEST = 5
# One sitting with more jumps than this is no sitting.
MOST_INTERVALS = 500
LAST_SEQUENCE = 2**31 - 1


class NotAReport(Exception):
    """What was sent is no report of a player."""


@dataclass(frozen=True, slots=True)
class WatchReport:
    """All that was watched in one sitting up to now. `token` names the sitting, `sequence` counts its reports from 1.

    `position` is where the player stands. `length` is how long it says that the recording is, or None.
    """

    token: uuid.UUID
    sequence: int
    intervals: tuple[tuple[float, float], ...]
    position: int = 0
    length: int | None = None


def read_report(text: str) -> WatchReport:
    """The report in this JSON. Raises NotAReport."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAReport from error
    if not isinstance(data, dict):
        raise NotAReport
    length = _number(data.get("length") or 0)
    return WatchReport(
        token=_token(data.get("token")),
        sequence=_sequence(data.get("sequence")),
        intervals=_intervals(data.get("intervals")),
        position=int(_number(data.get("position", 0))),
        length=round(length) if length >= SHORTEST else None,
    )


def _token(value: Any) -> uuid.UUID:
    if not isinstance(value, str):
        raise NotAReport
    try:
        return uuid.UUID(value)
    except ValueError as error:
        raise NotAReport from error


def _sequence(value: Any) -> int:
    if type(value) is not int or not 0 < value <= LAST_SEQUENCE:
        raise NotAReport
    return value


def _intervals(value: Any) -> tuple[tuple[float, float], ...]:
    if not isinstance(value, list) or len(value) > MOST_INTERVALS:
        raise NotAReport
    if not all(isinstance(interval, list) and len(interval) == 2 for interval in value):
        raise NotAReport
    intervals = tuple((_number(start), _number(end)) for start, end in value)
    if any(end < start for start, end in intervals):
        raise NotAReport
    return intervals


def _number(value: Any) -> float:
    """A point in a recording, in seconds. Compared before it is converted: what is no number compares as false."""
    if type(value) not in (int, float) or not 0 <= value <= LONGEST:
        raise NotAReport
    return float(value)
