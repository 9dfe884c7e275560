"""Words that GIFT holds in other ways than we do: in HTML, or several together."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

BREAKS = {"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "blockquote", "pre"}

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_NUMBERED = re.compile(r"^(\d{1,3})\. ", re.MULTILINE)


def words_of(markup: str) -> str:
    """What HTML says, in plain text: a block to a line.

    It is not built into a document first: one that was made to be nested deeply would take minutes.
    """
    text = _TAG.sub(lambda tag: "\n" if tag.group(1).lower() in BREAKS else "", re.sub(r"\s+", " ", markup))
    lines = (re.sub(r"\s+", " ", line).strip() for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def joined_feedback(feedback: Sequence[str]) -> str:
    """What is said about each option in one text, by their numbers. `divided_feedback` takes it apart again."""
    return "\n".join(f"{number}. {said}" for number, said in enumerate(feedback, start=1) if said)


def divided_feedback(text: str, count: int) -> list[str] | None:
    """What is said about each of `count` options, or None where the text isn't made so."""
    found = list(_NUMBERED.finditer(text))
    numbers = [int(each.group(1)) for each in found]
    if not found or found[0].start() or numbers != sorted(set(numbers)) or not 1 <= numbers[0] <= numbers[-1] <= count:
        return None
    feedback = [""] * count
    ends = [each.start() for each in found[1:]] + [len(text)]
    for number, each, end in zip(numbers, found, ends, strict=True):
        feedback[number - 1] = text[each.end() : end].strip()
    return feedback
