"""Watched intervals: nothing counts twice, whatever the order, and never more than all of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.intervals import beyond, first, merge, seconds, share

times = st.integers(0, 6000).map(lambda tenths: tenths / 10)
intervals = st.lists(st.tuples(times, times).map(sorted), max_size=12)


@given(intervals, st.randoms())
def test_the_order_makes_no_difference(watched, random):
    shuffled = random.sample(watched, len(watched))
    assert merge(shuffled) == merge(watched)


@given(intervals, intervals)
def test_which_came_first_makes_no_difference(one, other):
    assert merge(one, other) == merge(other, one) == merge(merge(one), merge(other))


@given(intervals)
def test_merging_again_changes_nothing(watched):
    assert merge(merge(watched)) == merge(watched, watched) == merge(watched)


@given(intervals, st.integers(1, 700))
def test_it_is_never_more_than_all_of_it(watched, length):
    assert 0 <= share(watched, length) <= 1


@given(intervals, intervals)
def test_what_is_played_again_counts_once(watched, again):
    inside = [part for part in again if merge(watched, [part]) == merge(watched)]
    assert seconds([*watched, *inside]) == seconds(watched)
    assert seconds([*watched, *watched]) == seconds(watched)


@given(intervals)
def test_merged_intervals_are_sorted_and_apart(watched):
    merged = merge(watched)
    assert all(start < end for start, end in merged)
    assert all(one[1] < other[0] for one, other in pairwise(merged))


@given(intervals)
def test_each_tenth_of_a_second_is_counted_as_a_set_would(watched):
    tenths = {tenth for start, end in watched for tenth in range(round(start * 10), round(end * 10))}
    assert seconds(watched) == pytest.approx(len(tenths) / 10)


@given(intervals, intervals)
def test_what_is_beyond_is_all_that_is_new_and_no_more(claimed, known):
    new = beyond(claimed, known)
    assert merge(known, new) == merge(known, claimed)
    assert seconds(new) == pytest.approx(seconds([*known, *claimed]) - seconds(known))


@given(intervals, st.integers(0, 700))
def test_an_allowance_is_never_exceeded_nor_held_back(claimed, allowance):
    assert seconds(first(claimed, allowance)) == pytest.approx(min(allowance, seconds(claimed)))
    assert beyond(first(claimed, allowance), claimed) == []


@pytest.mark.parametrize(
    ("watched", "length", "expected"),
    [
        ([], 100, 0),
        ([[0, 90]], 100, 0.9),
        ([[0, 50], [40, 90]], 100, 0.9),
        ([[0, 500]], 100, 1),
        ([[150, 500]], 100, 0),
        ([[0, 50]], 0, 0),
    ],
)
def test_the_share_of_a_recording(watched, length, expected):
    assert share(watched, length) == expected
