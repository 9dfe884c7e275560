"""What is said of a question, for figures of each sort and on each side of each border."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessments.figures.rules import (
    POOR,
    Missing,
    Option,
    QuestionInFigures,
    Verdict,
    judge,
    of_alpha,
    of_attempts,
    percent,
    remarks,
    sentence,
)

A = Option("A", True, 0.7, lower=0.5, middle=0.7, upper=0.9)
B = Option("B", False, 0.2, lower=0.3, middle=0.2, upper=0.1)
C = Option("C", False, 0.1, lower=0.2, middle=0.1, upper=0.0)
# Of sixty, 42 got it; guessing would earn a third.
SOUND = QuestionInFigures(60, 0.7, 42, 1 / 3, 60, 0.4, (A, B, C), has_thirds=True)


def said(**changes: object) -> str:
    question = replace(SOUND, **changes)
    return sentence(question, judge(question))


def verdict(**changes: object) -> Verdict:
    return judge(replace(SOUND, **changes))


def test_a_question_that_works():
    assert said() == "Tells those who know from those who don’t."
    assert remarks(SOUND) == []


def test_too_few_answers():
    assert said(number=7, facility=None) == "Too few answers yet (7 of 10)."


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        (60, "Too easy: all 60 got it."),
        (59, "Too easy: all but 1 of 60 got it."),
        (58, "Too easy: all but 2 of 60 got it."),
        (57, "Too easy: all but 3 of 60 got it."),
        (56, "Tells those who know from those who don’t."),
    ],
)
def test_too_easy_begins_where_nineteen_of_twenty_get_it(full: int, expected: str):
    assert said(full=full, facility=full / 60) == expected


def test_too_easy_where_many_get_most_of_it():
    assert said(full=40, facility=0.96) == "Too easy: people get 96 % of its points."


WRONG_KEY = (
    Option("A", True, 0.2, lower=0.3, middle=0.2, upper=0.1),
    Option("B", False, 0.7, lower=0.5, middle=0.7, upper=0.9),
    Option("C", False, 0.1, lower=0.2, middle=0.1, upper=0.0),
)


def test_mis_keyed():
    assert said(options=WRONG_KEY, discrimination=-0.3, facility=0.2, full=12) == (
        "Perhaps mis-keyed: those who do well choose B."
    )


@pytest.mark.parametrize(
    "changes",
    [{"discrimination": 0.0}, {"discrimination": None}, {"has_thirds": False}, {"options": (A, B, C)}],
    ids=["it agrees with the others", "it can't be compared", "too few for thirds", "the best choose what is right"],
)
def test_not_mis_keyed_where(changes: dict[str, object]):
    assert verdict(**{"options": WRONG_KEY, "discrimination": -0.3, **changes}) != Verdict.MISKEYED


def test_a_wrong_option_that_all_thirds_prefer_alike_is_hard_and_not_mis_keyed():
    alike = [replace(each, lower=each.share, middle=each.share, upper=each.share) for each in WRONG_KEY]
    assert verdict(options=alike, discrimination=-0.01, facility=0.2) == Verdict.GUESSED


@pytest.mark.parametrize(
    ("facility", "expected"), [(0.2, Verdict.GUESSED), (0.39, Verdict.GUESSED), (0.41, Verdict.GOOD)]
)
def test_guessing_ends_a_tenth_of_the_way_from_there_to_full_points(facility: float, expected: Verdict):
    """A third, and a tenth of the two thirds that are left: 40 %."""
    assert verdict(facility=facility) == expected


@pytest.mark.parametrize(
    ("number", "discrimination", "expected"),
    [
        (10, -0.54, Verdict.WEAK),
        (10, -0.55, Verdict.BACKWARDS),
        (60, -0.21, Verdict.WEAK),
        (60, -0.22, Verdict.BACKWARDS),
        (60, 0.19, Verdict.WEAK),
        (60, 0.2, Verdict.FAIR),
        (60, 0.29, Verdict.FAIR),
        (60, 0.3, Verdict.GOOD),
        (60, None, Verdict.UNCOMPARED),
    ],
)
def test_agreement_with_the_others(number: int, discrimination: float | None, expected: Verdict):
    """1.645 / √9 is 0.548, and 1.645 / √59 is 0.214."""
    assert verdict(compared=number, discrimination=discrimination) == expected


def test_each_verdict_has_words_of_its_own():
    said = {sentence(replace(SOUND, options=WRONG_KEY, discrimination=-0.3), each) for each in Verdict}
    assert len(said) == len(Verdict)


def test_poor_is_what_is_worth_a_look():
    assert set(POOR) == {Verdict.MISKEYED, Verdict.GUESSED, Verdict.EASY, Verdict.BACKWARDS}


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, ["Option C fools nobody."]), (0.04, ["Option C fools hardly anybody."]), (0.05, [])],
)
def test_an_option_that_does_no_work(share: float, expected: list[str]):
    question = replace(SOUND, options=(A, B, replace(C, share=share)))
    assert remarks(question) == expected
    assert remarks(replace(question, has_thirds=False)) == []


def test_a_right_option_that_nobody_chose_is_no_idle_one():
    assert remarks(replace(SOUND, options=(replace(A, share=0.0), B, C))) == []


@pytest.mark.parametrize(("share", "shown"), [(0.0, 0), (0.29, 29), (0.57, 57), (0.999, 99), (1.0, 100), (2 / 3, 66)])
def test_a_percentage_is_a_hundred_only_where_it_is_all(share: float, shown: int):
    assert percent(share) == shown


def test_what_is_said_of_a_quiz():
    assert of_attempts(7, None) == "Too few attempts yet (7 of 10)."
    assert of_attempts(12, 0.8) == "Half of them have 80 % or more at the first attempt."
    told = [of_alpha(alpha, "") for alpha in (0.9, 0.75, 0.74, 0.64, 0.63, -0.2)]
    assert [told.index(each) for each in told] == [0, 0, 2, 2, 4, 4]
    assert of_alpha(None, Missing.DIFFERENT).startswith("People were asked different questions")
    assert of_alpha(None, "") == ""
