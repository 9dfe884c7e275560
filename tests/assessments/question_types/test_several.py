"""Several answers."""

import pytest
from django.http import QueryDict

from assessments.models import Choice
from assessments.question_types import Refused
from assessments.question_types.several import SeveralAnswers
from assessments.score import Score

several = SeveralAnswers()


def choices(*right: bool) -> list[Choice]:
    return [Choice(pk=number, text=f"Option {number}", is_right=each) for number, each in enumerate(right, start=1)]


@pytest.mark.parametrize(
    ("ticked", "points"),
    [([], 0), ([1], 1), ([1, 2], 2), ([1, 3], 0), ([1, 2, 3], 1), ([3, 4], 0), ([3], 0), ([1, 2, 3, 4], 0)],
)
def test_a_right_tick_gets_a_point_a_wrong_one_takes_one_and_everything_gets_none(
    ticked: list[int], points: int
) -> None:
    assert several.grade(choices(True, True, False, False), ticked) == Score(points, 2)


def test_everything_gets_none_even_where_most_are_right() -> None:
    assert several.grade(choices(True, True, True, False), [1, 2, 3, 4]) == Score(0, 3)


def test_the_same_tick_twice_counts_once_and_is_refused_in_a_form() -> None:
    assert several.grade(choices(True, True, False), [1, 1]) == Score(1, 2)
    with pytest.raises(Refused):
        several.parse(QueryDict("question-1=1&question-1=1"), "question-1", [1, 2])


def test_taking_every_tick_away_is_an_answer_and_silence_is_none() -> None:
    assert several.parse(QueryDict("asked-question-1=1"), "question-1", [1, 2]) == []
    assert several.parse(QueryDict("asked-question-2=1"), "question-1", [1, 2]) is None


@pytest.mark.parametrize("right", [(True, False, False), (False, False), (True, True, True), (True,)])
def test_without_two_right_options_and_a_wrong_one_it_cannot_be_asked(right: tuple[bool, ...]) -> None:
    assert several.problem(choices(*right)) != ""
    assert several.problem(choices(True, True, False)) == ""
