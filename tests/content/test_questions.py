"""The rules of good items that a program can check. A failure names file and line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from assessments.models import Choice
from assessments.question_types import question_types
from tests.content.reading import FRAMEWORK, Piece, lessons, questions, words

# Words that give an option away, and ways of asking that catch people out.
ABSOLUTE = re.compile(
    r"\b(always|never|only|none|every|must|impossible|completely|all (of|children|young|staff|practitioners|families))"
    r"\b",
    re.IGNORECASE,
)
TRICK = re.compile(
    r"\b(all|none|both) of (the above|these|them)\b|\bnot un\w+|\bwhich of these is not\b", re.IGNORECASE
)


# How many options a question of each type has in this course.
OPTIONS = {"single": (3, 4), "several": (4, 6), "true-false": (3, 4)}


def problem_of(question: Piece) -> str:
    """Why it could not be asked, by its own type."""
    kind = question_types()[question.data["type"]]
    choices = [{name: choice[name] for name in kind.choice_keys} for choice in question.data["choices"]]
    return kind.problem([Choice(**kind.fields_of(choice)) for choice in choices])


def right(question: Piece) -> list[int]:
    return [place for place, choice in enumerate(question.data["choices"]) if choice["right"]]


def test_every_question_is_whole() -> None:
    wrong = []
    for question in questions():
        choices = question.data["choices"]
        texts = [choice["text"].strip().lower() for choice in choices]
        fewest, most = OPTIONS[question.data["type"]]
        if not fewest <= len(choices) <= most:
            wrong.append(question.says(f"it has not {fewest} to {most} options"))
        if problem := problem_of(question):
            wrong.append(question.says(problem))
        if len(set(texts)) != len(texts):
            wrong.append(question.says("two options are the same"))
        wrong += [
            Piece(question.path, choice).says("an option without feedback")
            for choice in choices
            if len(words(choice["feedback"])) < 4
        ]
    assert wrong == []


def test_no_stem_stands_twice() -> None:
    counts = Counter(question.data["stem"].strip().lower() for question in questions())
    assert [stem for stem, count in counts.items() if count > 1] == []


def test_no_option_gives_itself_away_and_nothing_is_a_trick() -> None:
    wrong = [
        Piece(question.path, choice).says(choice["text"])
        for question in questions()
        for choice in question.data["choices"]
        if ABSOLUTE.search(choice["text"]) or TRICK.search(choice["text"])
    ]
    wrong += [question.says(question.data["stem"]) for question in questions() if TRICK.search(question.data["stem"])]
    assert wrong == []


def banks() -> dict[str, list[Piece]]:
    found = defaultdict(list)
    for question in questions():
        found[question.path.name].append(question)
    return found


def one_right(bank: list[Piece]) -> list[Piece]:
    return [question for question in bank if len(right(question)) == 1]


def test_a_bank_is_mostly_single_best_answer_with_some_of_each_other_type() -> None:
    wrong = []
    for name, bank in banks().items():
        types = Counter(question.data["type"] for question in bank)
        if types["single"] < 0.7 * len(bank) or types["several"] < 2 or types["true-false"] < 2:
            wrong.append(f"{name}: {dict(types)}")
    assert wrong == []


def test_where_several_fit_the_number_of_right_ones_gives_nothing_away() -> None:
    """Over all banks, as many questions with two right options as any other number would be a pattern to learn."""
    counts = Counter(len(right(question)) for question in questions() if question.data["type"] == "several")
    assert len(counts) >= 2
    assert max(counts.values()) <= 0.7 * sum(counts.values())


def test_true_and_false_are_right_about_as_often() -> None:
    verdicts = Counter(
        question.data["choices"][right(question)[0]]["holds"]
        for question in questions()
        if question.data["type"] == "true-false"
    )
    assert min(verdicts[True], verdicts[False]) >= 0.35 * sum(verdicts.values())


def test_in_a_bank_the_right_answer_is_the_longest_in_at_most_a_third() -> None:
    wrong = []
    for name, bank in banks().items():
        longest = 0
        for question in one_right(bank):
            lengths = [len(choice["text"]) for choice in question.data["choices"]]
            longest += lengths[right(question)[0]] == max(lengths)
        if longest > len(one_right(bank)) / 3:
            wrong.append(f"{name}: the right answer is the longest in {longest} of {len(one_right(bank))}")
    assert wrong == []


def test_in_a_bank_the_right_answers_are_spread_over_the_places() -> None:
    wrong = []
    for name, bank in banks().items():
        singles = [question for question in bank if question.data["type"] == "single"]
        places = Counter(right(question)[0] for question in singles)
        if max(places.values()) > 0.4 * len(singles) or len(places) < 3:
            wrong.append(f"{name}: {dict(places)}")
    assert wrong == []


def test_every_knowledge_lesson_has_questions_and_every_bank_twenty() -> None:
    asked = Counter(question.data["lesson"] for question in questions())
    written = [piece for piece in lessons("reading") if piece.data["key"].split("/")[0] in FRAMEWORK["knowledge"]]
    assert [piece.says("no question") for piece in written if not asked[piece.data["key"]]] == []
    assert {name: len(bank) for name, bank in banks().items() if len(bank) < 20} == {}
    known = {piece.data["key"] for piece in written}
    assert [
        question.says("its lesson is not there") for question in questions() if question.data["lesson"] not in known
    ] == []
