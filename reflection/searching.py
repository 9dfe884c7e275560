"""Finding words in one's own writing. In Python, for no two databases agree on what is the same letter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

LONGEST = 200
APOSTROPHES = "['’]"


def words_of(query: str) -> list[str]:
    """The words somebody looks for, each once."""
    return list(dict.fromkeys(query[:LONGEST].split()))


def has_all(words: Iterable[str], *texts: str) -> bool:
    """Whether each word stands somewhere in the texts, in capitals or not, whole or as a part."""
    return all(any(_pattern([word]).search(text) for text in texts) for word in words)


def marked(text: str, words: list[str]) -> SafeString:
    """The text, escaped, with the words marked."""
    if not words:
        return conditional_escape(text)
    pieces = _pattern(words).split(text)
    # Split at a group, what was found stands at every second place.
    return mark_safe(  # noqa: S308 (each piece is escaped)
        "".join(
            format_html("<mark>{}</mark>", each) if at % 2 else conditional_escape(each)
            for at, each in enumerate(pieces)
        )
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    found = "|".join(re.sub(APOSTROPHES, APOSTROPHES, re.escape(word)) for word in longest_first)
    return re.compile(f"({found})", re.IGNORECASE)
