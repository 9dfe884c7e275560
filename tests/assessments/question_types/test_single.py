"""The single best answer."""

import pytest
from django.http import QueryDict

from assessments.models import Choice
from assessments.question_types import Refused
from assessments.question_types.single import SingleBestAnswer

single = SingleBestAnswer()


def choices(*right: bool) -> list[Choice]:
    return [Choice(pk=number, text=f"Option {number}", is_right=each) for number, each in enumerate(right, start=1)]


def test_two_answers_to_one_question_are_refused() -> None:
    with pytest.raises(Refused):
        single.parse(QueryDict("question-1=1&question-1=2"), "question-1", [1, 2])


def test_only_the_right_option_gets_the_point() -> None:
    offered = choices(False, True, False)
    assert [single.grade(offered, [pk]).points for pk in (1, 2, 3)] == [0, 1, 0]


def test_ticking_all_gets_nothing() -> None:
    assert single.grade(choices(False, True), [1, 2]).points == 0


@pytest.mark.parametrize(
    "offered",
    [
        choices(True),
        choices(False, False),
        choices(True, True),
        [Choice(text="Same", is_right=True), Choice(text="Same")],
    ],
)
def test_what_has_not_one_right_answer_among_different_ones_cannot_be_asked(offered: list[Choice]) -> None:
    assert single.problem(offered) != ""
