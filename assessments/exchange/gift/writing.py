"""Questions as GIFT, in the way in which Moodle writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessments.exchange.entry import Entry, Option
from assessments.exchange.gift.signs import ESCAPES, IN_FIXED_ORDER, SHUFFLED, TRUE_FALSE, escaped
from assessments.exchange.gift.words import joined_feedback
from assessments.models import Question

VERDICTS = {"true": "True: ", "false": "False: "}
STATE_TAGS = {Question.State.LIVE: "in-use", Question.State.DRAFT: "draft", Question.State.RETIRED: "retired"}


def write_gift(entries: Iterable[Entry]) -> str:
    """The text. Of types that GIFT doesn't have, nothing is written."""
    blocks, lesson = [], ""
    for entry in entries:
        if entry.kind not in KINDS:
            continue
        if entry.lesson != lesson:
            lesson = entry.lesson
            blocks.append(f"// {' '.join((entry.lesson_title or lesson).split())}\n$CATEGORY: {lesson}\n")
        blocks.append(_question(entry))
    return "\n".join(blocks)


def _question(entry: Entry) -> str:
    tags = [STATE_TAGS[Question.State(entry.state)]] if entry.state else []
    tags += [] if entry.shuffle is None else [SHUFFLED if entry.shuffle else IN_FIXED_ORDER]
    tags += [TRUE_FALSE] if entry.kind == "true-false" else []
    head = "".join(f"[tag:{tag}] " for tag in tags)
    head = f"[id:{entry.key}] {head}" if entry.key else head
    title = f"::{entry.key.translate(ESCAPES)}::" if entry.key else ""
    lines = [f"// {head}".rstrip(), f"{title}[plain]{entry.stem.translate(ESCAPES)}{{"]
    lines += [f"\t{line}" for line in KINDS[entry.kind](entry.options)]
    return "\n".join([*lines, "}\n"])


def _single(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        yield ("=" if option.is_right else _wrong(option.text)) + _said(option.text, option.feedback)


def _several(options: tuple[Option, ...]) -> Iterator[str]:
    """Each right one is worth its part; each wrong one takes as much away."""
    right = sum(option.is_right for option in options) or 1
    weight = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    for option in options:
        yield f"~%{'' if option.is_right else '-'}{weight}%" + _said(option.text, option.feedback)


def _true_false(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        sign = "=" if option.is_right else "~"
        yield sign + _said(VERDICTS.get(option.match, "") + option.text, option.feedback)


def _matching(options: tuple[Option, ...]) -> Iterator[str]:
    for option in options:
        yield f"={escaped(option.text)} -> {option.match.translate(ESCAPES)}"
    if together := joined_feedback([option.feedback for option in options]):
        yield f"####{escaped(together)}"


def _wrong(text: str) -> str:
    """Words that begin with a percentage would be taken for the weight, so it is given."""
    return "~%0%" if text.startswith("%") else "~"


def _said(text: str, feedback: str) -> str:
    return escaped(text) + (f"#{escaped(feedback)}" if feedback else "")


KINDS = {"single": _single, "several": _several, "true-false": _true_false, "matching": _matching}
