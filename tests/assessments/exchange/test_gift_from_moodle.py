"""GIFT as Moodle and people write it: what it means there, and what becomes of it here."""

from __future__ import annotations

import pytest

from assessments.exchange.entry import Entry, Option, Reading
from assessments.exchange.gift import Gift


def read(text: str) -> Reading:
    return Gift().read(text.encode())


def one(text: str) -> Entry:
    reading = read(text)
    assert reading.wrong == []
    (entry,) = reading.entries
    return entry


def told(text: str) -> list[str]:
    return [remark.text for remark in read(text).notes]


def refused(text: str) -> str:
    reading = read(text)
    assert reading.entries == []
    (remark,) = reading.wrong
    return remark.text


def test_one_right_answer_on_one_line() -> None:
    entry = one("Who opens the door?{~The aunt ~The uncle =Nobody}")
    assert (entry.kind, entry.stem) == ("single", "Who opens the door?")
    assert entry.options == (Option("The aunt"), Option("The uncle"), Option("Nobody", is_right=True))


def test_the_answers_in_the_middle_leave_a_gap() -> None:
    assert one("The door is {~open =shut ~gone} at night.").stem == "The door is _____ at night."


def test_a_title_comments_and_feedback() -> None:
    entry = one(
        "// About doors\n"
        "::door-1:: Which colour\n"
        "is the door?\n"
        "{\n"
        "  // The painter knew.\n"
        "  =green # Quite; look again!\n"
        "  ~red # No, it’s green\n"
        "}"
    )
    assert (entry.key, entry.stem, entry.place) == ("door-1", "Which colour\nis the door?", 2)
    assert entry.options == (
        Option("green", True, "", "Quite; look again!"),
        Option("red", False, "", "No, it’s green"),
    )


@pytest.mark.parametrize("title", ["The colour of doors", "Doors", "Q1", "door", "Door-1"])
def test_a_title_that_others_may_have_too_is_no_key(title: str) -> None:
    assert one(f"::{title}::Which?{{=green ~red}}").key == ""


def test_the_name_that_a_site_gives_a_question_is_its_key() -> None:
    assert one("// [id:Q1] [tag:in-use]\n::Doors::Which?{=green ~red}").key == "Q1"
    assert one("// [id:door 1]\n::door-1::Which?{=green ~red}").key == "door-1"


def test_what_is_escaped_is_only_words() -> None:
    entry = one(
        "Which makes 5\\: say \\{it\\}?{ ~ \\= 2 + 2 = \\= 2 + 3 ~ \\~ \\# C:\\\\door \\n next # see \\#3 \\= 3 }"
    )
    assert entry.stem == "Which makes 5: say {it}?"
    assert [option.text for option in entry.options] == ["= 2 + 2", "= 2 + 3", "~ # C:\\door \n next"]
    assert entry.options[2].feedback == "see #3 = 3"


def test_a_backslash_before_anything_else_is_a_backslash() -> None:
    assert one("C:\\temp?{=a ~b}").stem == "C:\\temp?"


def test_several_right_answers_by_their_weights() -> None:
    text = "Who was in?{~%-50%Nobody ~%50%The aunt ~%50%The uncle ~%-50%The cat}"
    entry = one(text)
    assert (entry.kind, [option.is_right for option in entry.options]) == ("several", [False, True, True, False])
    assert told(text) == []


def test_thirds_are_near_enough_and_other_weights_are_told() -> None:
    assert told("Who?{~%33.33333%A ~%33.33333%B ~%33.33333%C ~%-33.33333%D}") == []
    assert told("Who?{~%60%A ~%40%B ~C}") == [
        "Its weights are not kept: here each right option is worth one point, and each wrong one takes one away."
    ]


def test_half_a_point_beside_the_right_answer_is_wrong_here() -> None:
    text = "Where?{~%50%Near =There ~%25%Far}"
    assert [option.is_right for option in one(text).options] == [False, True, False]
    assert told(text) == ["Options that are worth a part there are wrong here: one option is right."]


def test_one_right_answer_among_ticks_is_a_single_one() -> None:
    assert one("Who?{~%100%A ~%-100%B}").kind == "single"


@pytest.mark.parametrize(
    ("answer", "right"), [("T", "True"), ("TRUE", "True"), ("F", "False"), ("FALSE", "False"), (" TRUE ", "True")]
)
def test_true_or_false_is_a_choice_between_the_two(answer: str, right: str) -> None:
    entry = one(f"The sun rises.{{{answer}}}")
    assert entry.kind == "single"
    assert [option.text for option in entry.options if option.is_right] == [right]


def test_the_wrong_answer_s_feedback_comes_first() -> None:
    assert one("It rains.{FALSE#It was \\#dry.#Well seen.}").options == (
        Option("True", False, "", "It was #dry."),
        Option("False", True, "", "Well seen."),
    )
    assert one("It rains.{TRUE##Well seen.}").options[0].feedback == "Well seen."


def test_pairs() -> None:
    text = "Match them.{\n =Red -> Stop\n =Green->Go -> now\n = -> Wait\n}"
    entry = one(text)
    assert (entry.kind, entry.options) == (
        "matching",
        (Option("Red", match="Stop"), Option("Green", match="Go -> now")),
    )
    assert told(text) == ["“Wait” goes with nothing, and is left out."]


def test_formats_come_down_to_plain_words() -> None:
    text = (
        "[html]<p>What&nbsp;is <b>this</b>?</p><ul><li>one</li><li>two</li></ul>{\n"
        "=[plain]<b> stays#[html]<i>Yes</i>&amp;no\n"
        "~[markdown]**stays** too\n"
        "~a<br>b\n"
        "~[unknown] stays\n}"
    )
    entry = one(text)
    assert entry.stem == "What is this?\none\ntwo"
    assert [option.text for option in entry.options] == ["<b> stays", "**stays** too", "a\nb", "[unknown] stays"]
    assert entry.options[0].feedback == "Yes&no"
    assert told(text) == ["It is written in HTML: the words are kept, how they look is not."]


def test_categories_that_look_like_lessons_are_taken_for_them() -> None:
    reading = read(
        "// name: Switch category to $course$/top/coercion/fear\n$CATEGORY: $course$/top/coercion/fear\n\n\n"
        "A?{=a ~b}\n\n$CATEGORY: $course$/top/Default for Doors\n\nB?{=a ~b}\n\n$CATEGORY: coercion/threats\nC?{=a ~b}"
    )
    assert [entry.lesson for entry in reading.entries] == ["coercion/fear", "", "coercion/threats"]
    assert all(entry.lesson_guessed for entry in reading.entries)


def test_what_is_said_of_the_whole_is_told_to_be_left_out() -> None:
    text = "Who?{=A#a ~B#b####About all of it}"
    assert one(text).options == (Option("A", True, "", "a"), Option("B", False, "", "b"))
    assert told(text) == ["What is said about the question as a whole is left out."]


def test_numbered_lines_beneath_pairs_are_said_about_each() -> None:
    entry = one("Match.{\n=A -> B\n=C -> D\n####2. About C\\nand D\n}")
    assert [option.feedback for option in entry.options] == ["", "About C\nand D"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Only words.", "There are no answers"),
        ("Say why.{}", "written freely"),
        ("How many?{#4:1}", "a number"),
        ("How many?{#=4 ~}", "a number"),
        ("Who?{=one =no one}", "typed in"),
        ("Who?{A ~B =C}", "no sign"),
        ("Who?{=A ~B", "one { and one }"),
        ("Who?}=A ~B{", "one { and one }"),
        ("Who?{=A ~B} and {=C ~D}", "one { and one }"),
        ("Match.{=A -> B =C}", "no “->”"),
        ("// [tag:true-false]\nIt is.{=True: so ~Maybe}", "begins with “True:”"),
        ("Who?{" + "~a" * 51 + "}", "more than 50 options"),
    ],
)
def test_what_can_t_be_asked_here_is_told(text: str, why: str) -> None:
    assert why in refused(text)


def test_each_trouble_is_told_with_its_line_and_the_rest_is_read() -> None:
    reading = read("A?{=a ~b}\n\n// one\n// two\nSay.{}\n\nB?{=a ~b}\n\n\nC?{\n")
    assert [remark.place for remark in reading.wrong] == [5, 10]
    assert [entry.stem for entry in reading.entries] == ["A?", "B?"]
    assert [entry.place for entry in reading.entries] == [1, 7]
