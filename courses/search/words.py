"""Words as a search sees them: which of them tell something, which are forms of one, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import unescape

from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

LONGEST_QUESTION = 200
MOST_WORDS = 12
SNIPPET = 220

WORD = re.compile(r"\w+")
# Longest first. What is left has to be three letters at least.
ENDINGS = ("ations", "ation", "edly", "ings", "ing", "ied", "ies", "ed", "es", "e", "s", "y")
# Words that stand everywhere and find nothing: about those that PostgreSQL leaves out of English.
EMPTY = frozenset(
    """
    a about after all am an and any are as at be because been before being but by can did do does doing don down for
    from had has have having he her here him his how i if in into is it its just me more most my no nor not now of off
    on once only or other our out over own same she should so some such than that the their them then there these they
    this those through to too under until up very was we were what when where which while who whom why will with would
    you your
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def stem(word: str) -> str:
    """What the forms of a word have in common: “exploit” for exploit, exploited, exploitation."""
    word = word.lower()
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def telling_words(question: str) -> list[str]:
    """The words of a question that can find something, each once."""
    found = [word for word in words(question.replace("\x00", " ")) if len(word) > 1 and word not in EMPTY]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def plain(html: str) -> list[str]:
    """The blocks of a lesson's HTML as plain text: canonical HTML has a block to a line."""
    lines = (unescape(strip_tags(line)).strip() for line in html.splitlines())
    return [line for line in lines if line]


def marked(text: str, wanted: Collection[str]) -> SafeString:
    """The text, escaped, with each word marked whose stem is wanted."""
    pieces = re.split(r"(\w+)", text)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", each) if stem(each) in wanted else each,) for each in pieces if each)
    )


def snippet(blocks: Iterable[str], wanted: Collection[str]) -> SafeString:
    """The block that has most of the wanted words (the first of equals, and the first of all if none has any), around
    the first of them."""
    best, found = "", -1
    for block in blocks:
        has = len(set(wanted) & set(stems(block)))
        if has > found:
            best, found = block, has
    return marked(_cut(best, wanted), wanted)


def _cut(text: str, wanted: Collection[str]) -> str:
    if len(text) <= SNIPPET:
        return text
    first = next((found.start() for found in WORD.finditer(text) if stem(found.group()) in wanted), 0)
    begin = 0 if first < SNIPPET // 2 else text.rfind(" ", 0, first - SNIPPET // 4) + 1
    end = begin + SNIPPET
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + SNIPPET // 2)
    return ("… " if begin else "") + text[begin:end].strip() + (" …" if end < len(text) else "")
