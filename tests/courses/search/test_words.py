"""What a search takes for a word, for forms of one, and for a place where it stands."""

import pytest

from courses.search.words import LONGEST_QUESTION, MOST_WORDS, SNIPPET, marked, plain, snippet, stem, telling_words


@pytest.mark.parametrize(
    "forms",
    [
        ["exploit", "exploits", "exploited", "exploiting", "exploitation"],
        ["family", "families"],
        ["debt", "Debts"],
        ["risk", "risks", "risky"],
        ["trust", "trusted", "trusting"],
        ["tag", "tags"],
        ["use", "uses"],
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_different_words_have_different_stems() -> None:
    different = ["trust", "trauma", "danger", "dangle", "debt", "debate", "tag", "tagline", "sing", "thing"]
    assert len({stem(word) for word in different}) == len(different)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Why can’t children just leave?", ["children", "leave"]),
        ("debt debt DEBT", ["debt"]),
        ("“county lines” -drugs OR (fear & danger):*", ["county", "lines", "drugs", "fear", "danger"]),
        ("a \x00 b", []),
        ("the and of", []),
        ("!!! ''", []),
        ("999", ["999"]),
        ("Caernarfon llŷn", ["caernarfon", "llŷn"]),
    ],
)
def test_of_a_question_the_telling_words_are_looked_for(question: str, told: list[str]) -> None:
    assert telling_words(question) == told


def test_a_long_question_has_no_end_of_words() -> None:
    assert len(telling_words(" ".join(f"word{number}" for number in range(1000)))) == MOST_WORDS
    assert LONGEST_QUESTION < 1000


def test_words_are_marked_in_any_form_and_everything_is_escaped() -> None:
    assert marked("Debts & <b>debt</b>, indebted", {"debt"}) == (
        "<mark>Debts</mark> &amp; &lt;b&gt;<mark>debt</mark>&lt;/b&gt;, indebted"
    )


def test_html_becomes_a_line_for_each_block() -> None:
    html = '<p>One <strong>two</strong> &amp; <a href="#term-tag">three</a>.</p>\n<ul>\n<li>Four</li>\n</ul>'
    assert plain(html) == ["One two & three.", "Four"]


def test_a_snippet_is_the_block_that_says_most_of_it() -> None:
    blocks = ["Nothing here.", "Debt alone.", "Debt and fear.", "Fear and debt."]
    assert snippet(blocks, {"debt", "fear"}) == "<mark>Debt</mark> and <mark>fear</mark>."
    assert snippet(blocks, {"zebra"}) == "Nothing here."
    assert snippet([], {"zebra"}) == ""


@pytest.mark.parametrize("before", [0, 30, 100, 300])
def test_a_long_block_is_cut_around_the_word(before: int) -> None:
    text = f"{'word ' * before}debt {'word ' * 100}"
    cut = snippet([text], {"debt"})
    assert "<mark>debt</mark>" in cut
    assert len(cut) < SNIPPET + 30
    assert cut.endswith(" …")
    assert cut.startswith("… ") is (before > 25)
    assert "wor " not in cut
