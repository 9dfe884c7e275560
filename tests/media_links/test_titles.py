"""Which titles are taken for those of one recording."""

import pytest

from media_links.titles import ALIKE, best_pairs, likeness, words


@pytest.mark.parametrize(
    ("title", "owners", "label"),
    [
        ("Being credible", "Being credible", ""),
        ("Being credible", "CCE toolkit: BEING CREDIBLE (video 5)", ""),
        ("Why can’t children just leave?", "Why Can't Children Just Leave", ""),
        ("The victim / perpetrator overlap", "Victim-perpetrator overlap", ""),
        ("Going deeper", "Video 4", "Video 4"),
        ("Café talk", "Cafe talk - part of the series", ""),
    ],
)
def test_titles_of_one_recording_are_alike(title: str, owners: str, label: str) -> None:
    assert likeness(title, owners, label) >= ALIKE


@pytest.mark.parametrize(
    ("title", "owners", "label"),
    [
        ("Being credible", "", ""),
        ("Being credible", "…", ""),
        ("Being credible", "Barriers to leaving", ""),
        ("Why can’t children just leave?", "Why are children easy to exploit?", ""),
        ("Going deeper", "Video 14", "Video 4"),
        ("Trauma-informed skills", "What are the benefits of a trauma-informed approach?", ""),
    ],
)
def test_titles_of_two_are_not(title: str, owners: str, label: str) -> None:
    assert likeness(title, owners, label) < ALIKE


def test_a_title_tells_more_than_a_label() -> None:
    owners = "Video 3: Going deeper"
    assert likeness("Going deeper", owners, "Video 4") > likeness("Creating opportunities", owners, "Video 3")


def test_case_accents_and_punctuation_are_nothing() -> None:
    assert words("“Being the BEST I can’t bé”: naïve!") == ["being", "the", "best", "i", "cant", "be", "naive"]


def test_the_surest_pair_comes_first_and_each_stands_in_one() -> None:
    assert best_pairs({(1, 1): 0.8, (1, 2): 0.9, (2, 1): 0.75, (2, 2): 0.8, (3, 1): 0.76, (3, 2): 0.1}) == {1: 2, 3: 1}


def test_between_equals_what_stands_together_stays() -> None:
    assert best_pairs({(1, 2): 0.8, (1, 1): 0.8, (2, 1): 0.8, (2, 2): 0.8}) == {1: 1, 2: 2}
