"""Putting in order."""

import pytest
from django.http import QueryDict

from assessments.models import Choice
from assessments.question_types import Refused
from assessments.question_types.ordering import Ordering
from assessments.score import Score

ordering = Ordering()


def steps() -> list[Choice]:
    """As they were asked: the right order is 1, 2, 3, 4."""
    return [Choice(pk=pk, text=f"Step {pk}", order=pk) for pk in (3, 1, 4, 2)]


@pytest.mark.parametrize(
    ("response", "points"),
    [([1, 2, 3, 4], 4), ([1, 2, 4, 3], 2), ([4, 3, 2, 1], 0), ([1, 1, 1, 1], 0), ([1, 0, 0, 0], 1), ([], 0)],
)
def test_each_step_in_its_place_gets_a_point_and_one_that_fills_two_gets_none(response: list[int], points: int) -> None:
    assert ordering.grade(steps(), response) == Score(points, 4)


def test_what_was_put_elsewhere_is_told_with_where_it_belongs() -> None:
    rows = {row.place: (row.text, row.note) for row in ordering.feedback(steps(), [2, 1, 3, 0])}
    assert rows == {
        1: ("1. Step 1", "You had it in place 2."),
        2: ("2. Step 2", "You had it in place 1."),
        3: ("3. Step 3", ""),
        4: ("4. Step 4", ""),
    }


def test_a_place_left_empty_is_kept_and_still_to_be_answered() -> None:
    offered = [3, 1, 4, 2]
    response = ordering.parse(QueryDict("question-1=1&question-1=&question-1=3&question-1=4"), "question-1", offered)
    assert response == [1, 0, 3, 4]
    assert not ordering.is_answered(steps(), response)
    assert ordering.parse(QueryDict("question-1=&question-1=&question-1=&question-1="), "question-1", offered) == []


@pytest.mark.parametrize("sent", ["1", "1&question-1=2", "1&question-1=2&question-1=3&question-1=4&question-1=1"])
def test_more_or_fewer_places_than_there_are_are_refused(sent: str) -> None:
    with pytest.raises(Refused):
        ordering.parse(QueryDict(f"question-1={sent}"), "question-1", [1, 2, 3, 4])


def test_the_form_offers_every_step_in_each_place_and_shows_what_was_picked() -> None:
    places = ordering.places(steps(), [2, 0, 0, 0])
    assert [place.label for place in places] == ["Step 1", "Step 2", "Step 3", "Step 4"]
    assert [[option.value for option in place.options] for place in places] == [[3, 1, 4, 2]] * 4
    assert [[option.value for option in place.options if option.selected] for place in places] == [[2], [], [], []]


def test_two_steps_are_no_order() -> None:
    assert ordering.problem(steps()[:2]) != ""
    assert ordering.problem(steps()) == ""
