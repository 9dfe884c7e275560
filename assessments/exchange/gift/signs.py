"""The signs of GIFT: which characters mean something, and how they are written where they don't."""

from __future__ import annotations

import re

ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\:#={}~"} | {"\n": "\\n"})
_MARK = re.compile(r"\\([\\:#={}~n])|(####|::|->|[#=~{}])")

# A mark, and the text that follows it up to the next. The first has no mark.
Piece = tuple[str, str]

# What is written in the comment above a question, where Moodle keeps its tags. In `_TAG`, a bracket may be escaped.
IN_FIXED_ORDER, SHUFFLED, TRUE_FALSE = "fixed-order", "shuffled", "true-false"
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]\n]){1,60})\]")

_NAME = re.compile(r"\[id:([-\w]{1,150})\]", re.ASCII)

_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")


def escaped(text: str) -> str:
    """The text with no sign left in it. A format is named where it would be taken to begin with one."""
    return ("[plain]" if _FORMAT.match(text) else "") + text.translate(ESCAPES)


def pieces(text: str) -> list[Piece]:
    """The text divided at its marks, with what was escaped put back."""
    found: list[Piece] = []
    mark, said, at = "", [], 0
    for match in _MARK.finditer(text):
        said.append(text[at : match.start()])
        at = match.end()
        if match.group(1):
            said.append("\n" if match.group(1) == "n" else match.group(1))
        else:
            found.append((mark, "".join(said)))
            mark, said = match.group(2), []
    found.append((mark, "".join([*said, text[at:]])))
    return found


def flat(found: list[Piece]) -> str:
    """The text of pieces whose marks mean nothing where they stand."""
    return "".join(mark + said for mark, said in found)


def tags_in(comments: str) -> set[str]:
    return {tag.replace("\\]", "]").strip() for tag in _TAG.findall(comments)}


def name_in(comments: str) -> str:
    """The number or name by which a site knows a question, where it could be a key."""
    found = _NAME.search(comments)
    return found.group(1) if found else ""


def format_of(text: str, otherwise: str = "moodle") -> tuple[str, str]:
    """In which format a text is written, and the text without its name."""
    stripped = text.strip()
    if found := _FORMAT.match(stripped):
        return found.group(1), stripped[found.end() :].strip()
    return otherwise, stripped
