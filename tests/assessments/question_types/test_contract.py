"""What every type of question keeps to, whichever there are."""

import pytest
from django.http import QueryDict
from django.template.loader import get_template

from assessments.models import Choice
from assessments.question_types import QuestionType, Refused, question_types

# For each type: choices as the course's files have them, a full answer by the places of its choices, and a poor one.
EXAMPLES = {
    "single": (
        [
            {"text": "Budget", "right": False, "feedback": "More than money."},
            {"text": "Danger", "right": True, "feedback": "Yes."},
            {"text": "Story", "right": False, "feedback": "Doubt closes doors."},
        ],
        [1],
        [0],
    ),
    "several": (
        [
            {"text": "Money", "right": True, "feedback": "Yes."},
            {"text": "Sleep", "right": False, "feedback": "Nobody is lured by it."},
            {"text": "Food", "right": True, "feedback": "Yes."},
        ],
        [0, 2],
        [0],
    ),
    "true-false": (
        [
            {"holds": True, "text": "Risk is gone", "right": False, "feedback": "It is not."},
            {"holds": True, "text": "Care is dear", "right": False, "feedback": "It is, and worth it."},
            {"holds": False, "text": "Care should stay", "right": True, "feedback": "Yes."},
        ],
        [2],
        [0],
    ),
    "ordering": (
        [
            {"text": "Listen", "feedback": "It comes before all."},
            {"text": "Plan", "feedback": "With the child."},
            {"text": "Act", "feedback": "When it is agreed."},
        ],
        [0, 1, 2],
        [1, 0, 2],
    ),
    "matching": (
        [
            {"text": "Housing", "match": "external", "feedback": "It lies outside."},
            {"text": "Loyalty", "match": "internal", "feedback": "It lies inside."},
            {"text": "Debt", "match": "external", "feedback": "It lies outside."},
        ],
        [0, 1, 2],
        [1, 1, 2],
    ),
}

every_type = pytest.mark.parametrize("kind", question_types().values(), ids=lambda kind: kind.key)


def choices_of(kind: QuestionType) -> list[Choice]:
    rows = EXAMPLES[kind.key][0]
    return [Choice(pk=100 + order, order=order, **kind.fields_of(row)) for order, row in enumerate(rows)]


def posted(name: str, ids: list[int]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.setlist(name, [str(pk) for pk in ids])
    return data


def test_every_type_has_an_example() -> None:
    assert set(EXAMPLES) == set(question_types())


@every_type
def test_a_full_answer_gets_every_point_a_poor_one_fewer_and_none_nothing(kind: QuestionType) -> None:
    choices = choices_of(kind)
    _rows, full, poor = EXAMPLES[kind.key]
    best = kind.grade(choices, [choices[place].pk for place in full])
    assert best.is_full
    assert best.maximum >= 1
    assert kind.grade(choices, [choices[place].pk for place in poor]).points < best.points
    assert (kind.grade(choices, []).points, kind.grade(choices, []).maximum) == (0, best.maximum)


@every_type
def test_what_was_offered_is_understood_and_silence_says_nothing(kind: QuestionType) -> None:
    choices = choices_of(kind)
    offered = [choice.pk for choice in reversed(choices)]
    full = [choices[place].pk for place in EXAMPLES[kind.key][1]]
    assert kind.parse(posted("question-1", full), "question-1", offered) == full
    assert kind.parse(posted("question-2", full), "question-1", offered) is None


@every_type
@pytest.mark.parametrize("value", ["99", "", "right", "-100", "1e2", "100\x00", "\ud800", "9" * 5000, "١٠٠", " 100"])
def test_what_was_never_offered_is_refused(kind: QuestionType, value: str) -> None:
    data = QueryDict(mutable=True)
    data["question-1"] = value
    with pytest.raises(Refused):
        kind.parse(data, "question-1", [choice.pk for choice in choices_of(kind)])


@every_type
def test_feedback_has_a_row_for_each_choice_in_its_order(kind: QuestionType) -> None:
    choices = choices_of(kind)
    full = [choices[place].pk for place in EXAMPLES[kind.key][1]]
    rows = kind.feedback(choices, full)
    assert [choice.text in row.text for row, choice in zip(rows, choices, strict=True)] == [True] * len(choices)
    assert [row.chosen for row in rows] == [row.right for row in rows]
    assert any(row.right for row in rows)
    assert [row.text for row in kind.feedback(choices, [])] == [row.text for row in rows]
    assert not any(row.chosen for row in kind.feedback(choices, []))


@every_type
def test_a_full_answer_leaves_nothing_to_answer_and_none_does(kind: QuestionType) -> None:
    choices = choices_of(kind)
    assert kind.is_answered(choices, [choices[place].pk for place in EXAMPLES[kind.key][1]])
    assert not kind.is_answered(choices, [])


@every_type
def test_a_choice_comes_back_from_its_fields_as_the_file_has_it(kind: QuestionType) -> None:
    rows = EXAMPLES[kind.key][0]
    assert [kind.describe(choice) for choice in choices_of(kind)] == rows
    assert all(tuple(row) == kind.choice_keys for row in rows)


@every_type
def test_its_example_can_be_asked_and_nothing_cannot(kind: QuestionType) -> None:
    assert kind.problem(choices_of(kind)) == ""
    assert kind.problem([]) != ""


@every_type
def test_its_template_is_there(kind: QuestionType) -> None:
    assert get_template(kind.template)
