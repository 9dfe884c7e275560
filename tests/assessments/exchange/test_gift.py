"""GIFT: what we write comes back as it was, and what can't is told before it goes out."""

from __future__ import annotations

import re

from hypothesis import given, settings

from assessments.exchange import FORMATS
from assessments.exchange.entry import Entry, Option
from assessments.exchange.gift import Gift
from tests.assessments.exchange.building import entries, several_entries, single

gift = Gift()


@settings(max_examples=300, deadline=None)
@given(drawn=several_entries(kinds=("single", "several", "true-false", "matching")))
def test_what_is_written_comes_back_as_it_was(drawn: list[Entry]) -> None:
    sayable = [entry for entry in drawn if not gift.left_out(entry)]
    reading = gift.read(gift.write(sayable)) if sayable else None
    assert reading is None or (reading.entries, reading.wrong, reading.notes) == (sayable, [], [])


@settings(max_examples=300, deadline=None)
@given(entry=entries())
def test_only_what_gift_has_no_signs_for_is_left_out(entry: Entry) -> None:
    unsayable = entry.kind == "ordering" or (
        entry.kind == "matching"
        and any("->" in option.text or re.search(r"\n\d{1,3}\. ", option.feedback) for option in entry.options)
    )
    assert bool(gift.left_out(entry)) == unsayable


def test_an_order_is_left_out_and_the_reason_told() -> None:
    steps = tuple(Option(text) for text in ("One", "Two", "Three"))
    entry = Entry("calm-1", "coercion/fear", "ordering", "In which order?", steps)
    assert gift.left_out(entry) == "GIFT has no question of this type."
    assert gift.write([entry]) == b""


def test_pairs_with_an_arrow_in_their_first_half_are_left_out() -> None:
    pairs = (Option("A -> B", match="C"), Option("D", match="E -> F"))
    assert "GIFT’s own signs" in gift.left_out(Entry("", "", "matching", "What?", pairs))
    assert gift.left_out(Entry("", "", "matching", "What?", (*pairs[1:], Option("G", match="H")))) == ""


def test_it_is_written_as_moodle_writes_it() -> None:
    entry = single("fear-1", stem="Is 1 = 1: {yes}?\nOr ~no #", shuffle=True, state="live", lesson_title="Fear")
    assert gift.write([entry]).decode() == (
        "// Fear\n"
        "$CATEGORY: coercion/fear\n"
        "\n"
        "// [id:fear-1] [tag:in-use] [tag:shuffled]\n"
        "::fear-1::[plain]Is 1 \\= 1\\: \\{yes\\}?\\nOr \\~no \\#{\n"
        "\t~Wait#Not yet.\n"
        "\t=Listen#Just so.\n"
        "}\n"
    )


def test_several_answers_have_weights_that_moodle_knows() -> None:
    options = (*(Option(text, is_right=True) for text in "ABC"), Option("D"))
    text = gift.write([Entry("", "", "several", "Which?", options)]).decode()
    assert re.findall(r"%(.+?)%", text) == ["33.33333", "33.33333", "33.33333", "-33.33333"]


def test_true_or_false_keeps_its_reasons_as_a_multiple_choice() -> None:
    options = (Option("it was so", match="true"), Option("it was not", True, "false", "Yes."))
    text = gift.write([Entry("", "", "true-false", "It rained.", options)]).decode()
    assert "\t~True\\: it was so\n\t=False\\: it was not#Yes.\n" in text
    # Without the tag, which an old Moodle drops, it is still a question with every word.
    (entry,) = gift.read(text.replace("[tag:true-false]", "").encode()).entries
    assert (entry.kind, [option.text for option in entry.options]) == (
        "single",
        ["True: it was so", "False: it was not"],
    )


def test_words_that_begin_with_a_percentage_are_no_weight() -> None:
    entry = Entry("", "", "single", "How many?", (Option("%50% of them"), Option("All", is_right=True)))
    assert "~%0%%50% of them" in gift.write([entry]).decode()
    assert gift.read(gift.write([entry])).entries == [entry]


def test_it_is_the_format_for_what_nothing_else_recognises() -> None:
    assert list(FORMATS)[-1] == "gift"
