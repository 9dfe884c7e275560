"""Questions to write and read, with words that a careless format would trip over."""

from __future__ import annotations

from pathlib import Path

import yaml
from django.conf import settings
from hypothesis import strategies as st

from assessments.exchange.entry import Entry, Option, canonical
from assessments.interchange import QuestionPart
from assessments.models import Question
from courses.models import Course, Module
from tests.courses.building import make_course, make_lesson, make_module

# Each means something to one of the formats, or to a program that opens its files.
NASTY = (
    "\\", "~", "=", "#", "####", "{", "}", ":", "::", "->", "%", "%50%", "%-33.33333%", "//", "\n// ", "\n\n", "[html]",
    "[plain]", "[tag:a]", "$CATEGORY: a/b\n", "1. ", "\n2. ", "True: ", "False:", "T", "<b>", "&amp;", "&&058;",
    "'", "'=", "=1+1", "+1", "-1", "@SUM", "\t", ",", ";", '"', '""', "\r\n", "_x0041_", "_x005F_", "x005F_", "yes",
    "\u2028", "\x85", "\ufeff", "’", "–", "😀", "e\u0301", "ﬁ", "\xa0",
)  # fmt: skip

letters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
words = (
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(letters, max_size=8)), min_size=1, max_size=6)
    .map("".join)
    .map(canonical)
    .filter(bool)
)
said = st.one_of(st.just(""), words)


@st.composite
def options_of(draw: st.DrawFn, kind: str) -> tuple[Option, ...]:
    """Such as can be asked: `problem` finds nothing wrong with them."""
    texts = draw(st.lists(words, min_size=3, max_size=5, unique=True))
    feedback = [draw(said) for _text in texts]
    if kind == "matching":
        matches = [draw(words) for _text in texts]
        return tuple(Option(*each) for each in zip(texts, [False] * 5, matches, feedback, strict=False))
    if kind == "ordering":
        return tuple(Option(text, feedback=each) for text, each in zip(texts, feedback, strict=True))
    right = {0, 1} if kind == "several" else {draw(st.integers(0, len(texts) - 1))}
    verdicts = ["true", "false", "true", "false", "true"] if kind == "true-false" else [""] * 5
    return tuple(
        Option(text, at in right, verdicts[at], each)
        for at, (text, each) in enumerate(zip(texts, feedback, strict=True))
    )


@st.composite
def entries(draw: st.DrawFn, kinds: tuple[str, ...] = ("single", "several", "true-false", "ordering", "matching")):
    kind = draw(st.sampled_from(kinds))
    return Entry(
        key="",
        lesson=draw(st.sampled_from(["coercion/fear", "coercion/threats", ""])),
        kind=kind,
        stem=draw(words),
        options=draw(options_of(kind)),
        shuffle=draw(st.sampled_from([True, False, None])),
        state=draw(st.sampled_from(["draft", "live", "retired", None])),
    )


def several_entries(**asked: tuple[str, ...]) -> st.SearchStrategy[list[Entry]]:
    """Some with a key of their own, some without."""
    return st.lists(entries(**asked), min_size=1, max_size=4).map(
        lambda drawn: [with_key(entry, f"fear-{at}" if at % 2 else "") for at, entry in enumerate(drawn)]
    )


def with_key(entry: Entry, key: str) -> Entry:
    return Entry(key, entry.lesson, entry.kind, entry.stem, entry.options, entry.shuffle, entry.state)


def single(key: str = "", lesson: str = "coercion/fear", stem: str = "What now?", **fields: object) -> Entry:
    options = (Option("Wait", feedback="Not yet."), Option("Listen", is_right=True, feedback="Just so."))
    return Entry(key, lesson, "single", stem, options, **fields)


THEMES = sorted(Path(settings.BASE_DIR, "fixtures", "themes").glob("*.yaml"))


def load_bank(*, questions: bool = True) -> None:
    """The course's modules and lessons without their texts, and every question about them."""
    documents = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in THEMES]
    course = Course.objects.first() or make_course()
    for document in documents:
        module = Module.objects.filter(key=document["key"]).first()
        if module is None:
            module = make_module(course, document["key"], document["domain"])
            for data in document["lessons"]:
                make_lesson(module, data["slug"], kind=data["kind"])
        part = QuestionPart()
        for order, data in enumerate(document.get("questions", []) if questions else []):
            part.write(part.find(data["key"]), data, order, document["key"])


def bank_as_told() -> dict[str, list[dict[str, object]]]:
    """Every question as the course's files would have it, module by module, in order."""
    part = QuestionPart()
    return {module.key: [part.describe(row) for row in part.rows_of(module.key)] for module in Module.objects.all()}


def empty_the_bank() -> None:
    Question.objects.update(live=None, state="draft")
    Question.objects.all().delete()
