"""The rules of good items that a program can check. A failure names file and line."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

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


def right(question: Piece) -> list[int]:
    return [place for place, choice in enumerate(question.data["choices"]) if choice["right"]]


def test_every_question_is_whole() -> None:
    wrong = []
    for question in questions():
        choices = question.data["choices"]
        texts = [choice["text"].strip().lower() for choice in choices]
        if not 3 <= len(choices) <= 4:
            wrong.append(question.says("it has not three or four options"))
        if question.data["type"] == "single" and len(right(question)) != 1:
            wrong.append(question.says("it has not one right answer"))
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


def test_in_a_bank_the_right_answer_is_the_longest_in_at_most_a_third() -> None:
    wrong = []
    for name, bank in banks().items():
        longest = 0
        for question in bank:
            lengths = [len(choice["text"]) for choice in question.data["choices"]]
            longest += len(right(question)) == 1 and lengths[right(question)[0]] == max(lengths)
        if longest > len(bank) / 3:
            wrong.append(f"{name}: the right answer is the longest in {longest} of {len(bank)}")
    assert wrong == []


def test_in_a_bank_the_right_answers_are_spread_over_the_places() -> None:
    wrong = []
    for name, bank in banks().items():
        places = Counter(right(question)[0] for question in bank)
        if max(places.values()) > 0.4 * len(bank) or len(places) < 3:
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
