"""True or false, with the reason."""

import pytest
from django.http import QueryDict

from assessments.models import Choice
from assessments.question_types import Refused
from assessments.question_types.true_false import TrueFalseWithReason

true_false = TrueFalseWithReason()


def choices(*verdicts: str, right: int = 0) -> list[Choice]:
    return [
        Choice(pk=number, text=f"Reason {number}", match=verdict, is_right=number == right + 1)
        for number, verdict in enumerate(verdicts, start=1)
    ]


def test_the_right_verdict_for_the_wrong_reason_gets_nothing() -> None:
    offered = choices("true", "true", "false")
    assert [true_false.grade(offered, [pk]).points for pk in (1, 2, 3)] == [1, 0, 0]


def test_true_and_false_at_once_are_refused() -> None:
    with pytest.raises(Refused):
        true_false.parse(QueryDict("question-1=1&question-1=3"), "question-1", [1, 2, 3])


def test_feedback_says_the_verdict_with_the_reason() -> None:
    rows = true_false.feedback(choices("true", "false"), [])
    assert [row.text for row in rows] == ["True: Reason 1", "False: Reason 2"]


@pytest.mark.parametrize("verdicts", [("true", "true"), ("false", "false"), ("true", ""), ("true", "perhaps")])
def test_without_a_reason_for_each_verdict_it_cannot_be_asked(verdicts: tuple[str, ...]) -> None:
    assert true_false.problem(choices(*verdicts)) != ""
    assert true_false.problem(choices("true", "false")) == ""
