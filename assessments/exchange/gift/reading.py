"""GIFT to questions, as Moodle reads it: blocks between empty lines, each a question, a category or a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.exchange.entry import Entry, Reading
from assessments.exchange.gift.answers import NotOurs, read_answers
from assessments.exchange.gift.signs import IN_FIXED_ORDER, SHUFFLED, Piece, flat, format_of, name_in, pieces, tags_in
from assessments.exchange.gift.writing import STATE_TAGS

LONGEST_BLOCK = 40_000
# What of the comments above a question is looked through for tags.
MOST_COMMENTS, LONGEST_COMMENT = 20, 2_000
GAP = "_____"

_CATEGORY = "$CATEGORY:"
_LESSON = re.compile(r"(?:.*/)?([-\w]+/[-\w]+)", re.ASCII)
# A title such as “Doors” or “Q1” may stand over quite another question elsewhere.
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_STATES = {tag: str(state) for state, tag in STATE_TAGS.items()}


@dataclass(frozen=True, slots=True)
class _Block:
    place: int
    comments: str
    text: str


def read_gift(text: str) -> Reading:
    """Raises Unreadable where there is too much."""
    reading, lesson = Reading(), ""
    for block in _blocks(text):
        said = block.text
        if said.startswith(_CATEGORY):
            line, _end, said = said.partition("\n")
            lesson = _lesson(line.removeprefix(_CATEGORY))
        if said.strip():
            _read_question(_Block(block.place, block.comments, said.strip()), lesson, reading)
    return reading


def _lesson(category: str) -> str:
    """The end of a category’s path, where it could be the key of a lesson."""
    found = _LESSON.fullmatch(category.strip()[:1000])
    return found.group(1) if found else ""


def _blocks(text: str) -> Iterator[_Block]:
    """What stands between empty lines, where it is more than comments."""
    lines: list[str] = []
    comments: list[str] = []
    place = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        bare = line.strip()
        if bare.startswith("//"):
            comments += [bare[:LONGEST_COMMENT]] if len(comments) < MOST_COMMENTS else []
        elif bare:
            place = place if lines else number
            lines.append(line)
        else:
            if lines:
                yield _Block(place, "\n".join(comments), "\n".join(lines).strip())
            lines, comments = [], []


def _read_question(block: _Block, lesson: str, reading: Reading) -> None:
    if len(block.text) > LONGEST_BLOCK:
        reading.refuse(block.place, _("This is too long for one question. Is an empty line missing?"))
        return
    title, found = _title(pieces(block.text))
    try:
        stem, answers = _divided(found)
    except NotOurs as trouble:
        reading.refuse(block.place, str(trouble))
        return
    tags = tags_in(block.comments)
    form, words = format_of(stem)
    try:
        read = read_answers(answers, form, tags)
    except NotOurs as trouble:
        reading.refuse(block.place, str(trouble))
        return
    for note in read.notes:
        reading.note(block.place, note)
    reading.add(
        Entry(
            key=name_in(block.comments) or (title if _KEY.fullmatch(title) else ""),
            lesson=lesson,
            kind=read.kind,
            stem=read.said(words, form),
            options=tuple(read.options),
            shuffle=True if SHUFFLED in tags else False if IN_FIXED_ORDER in tags else None,
            state=next((state for tag, state in _STATES.items() if tag in tags), None),
            place=block.place,
            lesson_guessed=True,
        )
    )


def _title(found: list[Piece]) -> tuple[str, list[Piece]]:
    """The name between the first double colons, and what follows it."""
    if len(found) < 3 or found[0][1].strip() or found[1][0] != "::":
        return "", found
    for at in range(2, len(found)):
        if found[at][0] == "::":
            return flat([("", found[1][1]), *found[2:at]]).strip(), [("", found[at][1]), *found[at + 1 :]]
    return "", found


def _divided(found: list[Piece]) -> tuple[str, list[Piece]]:
    """The stem, and the pieces between the braces. Raises NotOurs."""
    opens = [at for at, (mark, _said) in enumerate(found) if mark == "{"]
    closes = [at for at, (mark, _said) in enumerate(found) if mark == "}"]
    if not opens and not closes:
        raise NotOurs(_("There are no answers: they stand in braces, { and }."))
    if len(opens) != 1 or len(closes) != 1 or closes[0] < opens[0]:
        raise NotOurs(_("A question has one { and one }. Write \\{ and \\} for braces that are only words."))
    start, end = opens[0], closes[0]
    before = flat(found[:start])
    after = flat([("", found[end][1]), *found[end + 1 :]])
    stem = f"{before}{GAP}{after}" if after.strip() else before
    return stem, [("", found[start][1]), *found[start + 1 : end]]
