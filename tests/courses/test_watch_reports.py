"""Whatever is sent in place of a report is refused, and breaks nothing."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from courses.watch_reports import LONGEST, NotAReport, read_report

TOKEN = str(uuid.UUID(int=7))
FINE: dict[str, Any] = {"token": TOKEN, "sequence": 3, "intervals": [[0, 12.5]], "position": 12.9, "length": 100.2}

NOT_JSON = ["", "nonsense", "\x00", "{", "[" * 100_000, "9" * 5000, '"' + "a" * 100_000]
NOT_REPORTS = ["null", "[]", "3", '"report"', "{}"]


def but(**changes: Any) -> str:
    return json.dumps({**FINE, **changes})


WRONG = {
    "a token that is a number": but(token=7),
    "a token that is a list": but(token=[TOKEN]),
    "a token that is no token": but(token="nonsense"),
    "no token": but(token=None),
    "sequence 0": but(sequence=0),
    "a negative sequence": but(sequence=-1),
    "a sequence past what a row holds": but(sequence=2**31),
    "an enormous sequence": but(sequence=10**400),
    "a sequence that is half a number": but(sequence=1.5),
    "a sequence that is a truth": but(sequence=True),
    "a sequence that is text": but(sequence="1"),
    "intervals that are text": but(intervals="0-12"),
    "intervals that are an object": but(intervals={"0": 12}),
    "no intervals": but(intervals=None),
    "an interval that is a number": but(intervals=[12]),
    "an interval with one end": but(intervals=[[12]]),
    "an interval with three ends": but(intervals=[[1, 2, 3]]),
    "an interval of texts": but(intervals=[["0", "12"]]),
    "an interval of lists": but(intervals=[[[0], [12]]]),
    "an interval that runs backwards": but(intervals=[[12, 0]]),
    "a negative interval": but(intervals=[[-1, 12]]),
    "an interval past every recording": but(intervals=[[0, LONGEST + 1]]),
    "an enormous interval": but(intervals=[[0, 10**400]]),
    "an interval without end": but(intervals=[[0, float("inf")]]),
    "an interval that is no number": but(intervals=[[float("nan"), float("nan")]]),
    "a hundred thousand intervals": but(intervals=[[at, at + 1] for at in range(100_000)]),
    "a position that is no number": but(position=float("nan")),
    "a negative position": but(position=-1),
    "a position that is text": but(position="12"),
    "a length without end": but(length=float("inf")),
    "a negative length": but(length=-1),
    "a length that is a list": but(length=[100]),
}


@pytest.mark.parametrize("text", NOT_JSON + NOT_REPORTS, ids=lambda text: text[:10])
def test_what_is_no_report_is_refused(text: str):
    with pytest.raises(NotAReport):
        read_report(text)


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_report_with_anything_wrong_is_refused(text: str):
    with pytest.raises(NotAReport):
        read_report(text)


def test_a_report_is_read_as_it_was_meant():
    report = read_report(json.dumps(FINE))
    assert (str(report.token), report.sequence, report.intervals) == (TOKEN, 3, ((0.0, 12.5),))
    assert (report.position, report.length) == (12, 100)


@pytest.mark.parametrize("length", [0, 0.4, 4.9, None])
def test_a_length_that_no_recording_has_is_none(length: Any):
    assert read_report(but(length=length)).length is None


def test_a_report_may_tell_of_nothing_yet():
    report = read_report(json.dumps({"token": TOKEN, "sequence": 1, "intervals": []}))
    assert (report.intervals, report.position, report.length) == ((), 0, None)
