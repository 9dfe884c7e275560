"""What holds for every text of the course. A failure names file and line."""

from __future__ import annotations

import os
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from courses.content_notes import CONTENT_NOTES
from courses.kinds import lesson_kinds
from tests.content.reading import (
    FIXTURES,
    FRAMEWORK,
    THEMES,
    Piece,
    lessons,
    plain,
    read,
    reading_grade,
    texts,
    words,
)

AMERICAN = re.compile(
    r"\b(behavior\w*|colou?rize\w*|color\w*|center\w*|favor\w*|honor\w*|labor\w*|neighbor\w*|defense\w*|offense\w*|"
    r"counselor\w*|fulfill|fulfillment|skillful\w*|judgment|traveling|labeled|labeling|modeling|canceled|program|"
    r"gray|mom|"
    r"(?!size|prize|seize|capsize|assize)[a-z]+i[sz]e(?<=ize)[sd]?|[a-z]+izing|[a-z]+ization\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
SHOULD_NOT_STAND = re.compile(
    r"\b(offenders?|immature brain|lack(s|ing)? empathy|black and minority ethnic|bame|indirectly and indirectly)\b",
    re.IGNORECASE,
)
LINKED = re.compile(r'<a href="#term-([^"]+)">')
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


def elements() -> dict[str, int]:
    """The elements of the toolkit, by the key of their lesson, with how many words the paper gives to each."""
    return {
        f"{theme}/{element}": count
        for themes in FRAMEWORK.values()
        for theme, found in themes.items()
        for element, count in found.items()
    }


def test_every_element_has_its_lesson_in_the_papers_order() -> None:
    found = [piece.data["key"] for piece in lessons("reading", written=False)]
    assert [key for key in found if key in elements()] == list(elements())


def test_every_lesson_of_an_element_has_all_its_parts() -> None:
    wrong = []
    for piece in lessons("reading"):
        if piece.data["key"] not in elements():
            continue
        revision = piece.data["revision"]
        if not revision["aim"].startswith("After this you can "):
            wrong.append(piece.says("its aim does not begin with “After this you can”"))
        if not 2 <= len(revision["key_points"]) <= 4:
            wrong.append(piece.says("it has not two to four key points"))
        wrong += [piece.says(f"it has no {name}") for name in ("summary", "practice", "prompt") if not revision[name]]
        if "?" not in revision["practice"]:
            wrong.append(piece.says("its practice situation asks nothing"))
        if set(revision["content_notes"]) - set(CONTENT_NOTES):
            wrong.append(piece.says("it has a content note that there isn't"))
    assert wrong == []


def test_the_length_follows_the_source() -> None:
    wrong = []
    for piece in lessons("reading"):
        if (source := elements().get(piece.data["key"])) is None:
            continue
        said = len(words(plain(piece.data["revision"]["body"])))
        practised = len(words(plain(piece.data["revision"]["practice"])))
        lowest, highest = max(60, round(0.9 * source)), min(350, 110 + round(2.2 * source))
        if not lowest <= said <= highest and not (said < lowest <= said + practised):
            wrong.append(piece.says(f"{said} words of text for {source} in the paper, not {lowest} to {highest}"))
    assert wrong == []


def test_minutes_are_of_reading() -> None:
    wrong = []
    for piece in lessons("reading"):
        count = len(words(re.sub("<[^>]+>", " ", piece.data["revision"]["body"])))
        if not 1 <= piece.data["revision"]["minutes"] <= count / 150 + 1:
            wrong.append(piece.says(f"{piece.data['revision']['minutes']} minutes for {count} words"))
    assert wrong == []


def test_everybody_can_read_it() -> None:
    grades = {piece.says(""): reading_grade(plain(piece.data["revision"]["body"])) for piece in lessons("reading")}
    assert {where: grade for where, grade in grades.items() if grade > 11} == {}
    assert median(grades.values()) <= 9


def test_scenarios_have_steps_with_feedback_on_each_option() -> None:
    wrong = []
    for piece in lessons("scenario"):
        steps = piece.data["scenario"]["steps"]
        if not 2 <= len(steps) <= 3:
            wrong.append(piece.says("it has not two or three steps"))
        for step in steps:
            if not 3 <= len(step["options"]) <= 4:
                wrong.append(Piece(piece.path, step).says("it has not three or four options"))
            wrong += [
                Piece(piece.path, option).says("it has no feedback")
                for option in step["options"]
                if len(words(option["feedback"])) < 8
            ]
    assert wrong == []


def glossary() -> dict[str, re.Pattern[str]]:
    """Each term's key with what finds it, or one of its other forms, in a text."""
    return {
        term["key"]: re.compile(
            r"(?<![\w-])(" + "|".join(map(re.escape, [term["term"], *term["also"]])) + r")(?![\w-])", re.IGNORECASE
        )
        for term in read(FIXTURES / "course.yaml")["glossary"]
    }


def test_terms_that_are_linked_are_defined_and_terms_that_are_defined_are_linked() -> None:
    linked = {key for piece in lessons() for key in LINKED.findall(piece.data["revision"]["body"])}
    assert linked == set(glossary())


def test_a_lesson_links_each_term_where_it_first_uses_it_and_once() -> None:
    wrong = []
    for piece in lessons("reading"):
        body = piece.data["revision"]["body"]
        said, links = running_text(body), Counter(LINKED.findall(body))
        for key, pattern in glossary().items():
            first = pattern.search(said)
            if links[key] != (1 if first else 0):
                wrong.append(piece.says(f"it links {key} {links[key]} times"))
            elif first and said[: first.start()].count("[") != said[: first.start()].count("]") + 1:
                wrong.append(piece.says(f"it does not link {key} where it first uses it"))
    assert wrong == []


def running_text(body: str) -> str:
    """Paragraphs and lists without headings and callouts; what is linked stands in square brackets."""
    body = re.sub(r"<aside.*?</aside>|<h[23]>.*?</h[23]>", " ", body, flags=re.DOTALL)
    body = re.sub(r"<a [^>]*>(.*?)</a>", r"[\1]", body)
    return re.sub(r"<[^>]+>", "", body)


@pytest.mark.parametrize("path", [*THEMES, FIXTURES / "course.yaml"], ids=lambda path: path.stem)
def test_words_are_british_and_chosen_with_care(path: Path) -> None:
    wrong = [
        f"{path.name}:{line}: {match.group()}"
        for line, text in texts(read(path))
        for pattern in (AMERICAN, SHOULD_NOT_STAND)
        for match in pattern.finditer(text)
    ]
    assert wrong == []


def without_titles(text: str) -> str:
    """Titles are facts, and carry over."""
    return re.sub(
        r"Being a Safe and Trustworthy Pair of Hands"
        r"|Identifying Elements of Cultural Competence within a CCE Cohort: Knowledge, Skills &amp; Values",
        " | ",
        text,
    )


def runs(text: str, length: int = 8) -> set[tuple[str, ...]]:
    found = [part for word in words(text) for part in re.split(r"[’'-]", word)]
    return {tuple(found[start : start + length]) for start in range(len(found) - length + 1)}


@pytest.mark.needs_toolkit
@pytest.mark.parametrize("path", [*THEMES, FIXTURES / "course.yaml"], ids=lambda path: path.stem)
def test_no_eight_words_in_a_row_stand_in_the_toolkit(path: Path) -> None:
    toolkit = runs(Path(os.environ["TOOLKIT_TEXT"]).read_text(encoding="utf-8"))
    wrong = [
        f"{path.name}:{line}: {' '.join(run)}"
        for line, text in texts(read(path))
        for run in sorted(runs(without_titles(re.sub("<[^>]+>", " ", text))) & toolkit)
    ]
    assert wrong == []


@pytest.mark.needs_toolkit
def test_no_address_stands_there_that_the_toolkit_does_not_print() -> None:
    printed = re.sub(r"\s+", "", Path(os.environ["TOOLKIT_TEXT"]).read_text(encoding="utf-8"))
    wrong = []
    for path in [*THEMES, FIXTURES / "course.yaml", FIXTURES / "media.yaml"]:
        document = read(path)
        wrong += [
            f"{path.name}:{line}: {address}"
            for line, text in texts(document)
            for address in ADDRESS.findall(text)
            if address.rstrip(".,)") not in printed
        ]
        wrong += [
            Piece(path, link).says(link["external_id"])
            for link in document.get("media", [])
            if link["external_id"] not in printed
        ]
    assert wrong == []


def test_the_checks_can_fail() -> None:
    assert AMERICAN.findall("The color of organized behavior") != []
    assert AMERICAN.search("A prize of any size, to seize; exercise, advise, otherwise") is None
    assert reading_grade("The cat sat. The dog ran.") < 2
    assert reading_grade("Institutional considerations necessitate comprehensive organisational accountability.") > 11
    assert runs("one two three four five six seven eight") == {
        ("one", "two", "three", "four", "five", "six", "seven", "eight")
    }
    assert len(lesson_kinds()) >= 4


def around() -> set[str]:
    return {path.name for path in THEMES if read(path)["domain"] == "around"}


def test_the_first_week_is_about_ten_lessons_of_all_domains_after_the_welcome() -> None:
    week = sorted(
        (piece.data["first_week"], piece.path.name, piece.data["key"])
        for piece in lessons(written=False)
        if "first_week" in piece.data
    )
    assert [number for number, *_rest in week] == list(range(1, len(week) + 1))
    elements_in_it = [key for _number, name, key in week if name not in around()]
    assert [name for _number, name, _key in week[: len(week) - len(elements_in_it)]] == ["00-welcome.yaml"] * 2
    assert 9 <= len(elements_in_it) <= 11
    domains = {
        domain for domain, themes in FRAMEWORK.items() if any(key.split("/")[0] in themes for key in elements_in_it)
    }
    assert domains == {"knowledge", "skills", "values"}


def test_the_services_own_procedure_has_its_place_where_it_is_needed() -> None:
    assert {piece.data["key"] for piece in lessons(written=False) if piece.data.get("wants_local_note")} == {
        "issues-of-risk-and-danger/practitioner-safety",
        "making-the-most-of-critical-moments/legislation-and-guidance",
        "making-the-most-of-critical-moments/services-and-interventions",
        "genuine-collaboration/meet-young-people-in-their-spaces",
        "genuine-collaboration/managing-conflicts-of-interest",
        "thinking-outside-of-the-box/flexibility",
    }


def test_what_stands_around_the_course_is_required_of_nobody() -> None:
    assert [
        piece.says("required") for piece in lessons() if piece.path.name in around() and piece.data["required"]
    ] == []


def test_recordings_stand_where_the_toolkit_puts_them() -> None:
    """Each of the 25 in a lesson, Dr Budge's talk opening Trauma, the combined one at the very end and optional."""
    used = Counter(use["link"] for piece in lessons(written=False) for use in piece.data["media"])
    recordings = {link["key"] for link in read(FIXTURES / "media.yaml")["media"] if link["group"] != "further"}
    assert set(used) == recordings
    assert {key for key, count in used.items() if count > 1} == {"video-5", "audio-11"}
    trauma = next(piece for piece in lessons() if piece.data["key"].startswith("trauma/"))
    assert trauma.data["media"][0]["link"] == "dr-budge"
    *_others, last = lessons()
    assert (last.data["key"], last.data["required"]) == ("going-further/all-discussions", False)


def test_worn_out_staff_are_led_to_support() -> None:
    found = [piece for piece in lessons() if piece.data["key"].endswith("/doing-what-needs-to-be-done")]
    assert [piece.data["key"] for piece in found if '<a href="/support/">' in piece.data["revision"]["body"]] != []


@pytest.mark.parametrize("key", ["what-matters-to-you", "feedback-check-in", "trauma-recovery-model"])
def test_the_appendices_have_their_pages(key: str) -> None:
    handout = next(each for each in read(FIXTURES / "course.yaml")["handouts"] if each["key"] == key)
    assert len(words(plain(handout["body"]))) >= 80
    assert reading_grade(plain(handout["body"])) <= 11
    assert handout["is_form"] == (key != "trauma-recovery-model")


def test_headings_of_a_text_begin_below_the_lesson_s_title_and_leave_no_level_out() -> None:
    wrong = []
    for piece in lessons():
        levels = [1, *(int(level) for level in re.findall(r"<h(\d)", piece.data["revision"]["body"]))]
        if any(after > before + 1 for before, after in pairwise(levels)):
            wrong.append(piece.says("its headings leave a level out"))
    assert wrong == []
