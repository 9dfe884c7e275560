"""A question and what was found for it, whatever somebody typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from courses.search.documents import Document, documents_for
from courses.search.ranking import ranked
from courses.search.words import LONGEST_QUESTION, marked, snippet, stem, telling_words

if TYPE_CHECKING:
    from courses.places import Viewer

MOST = 50


@dataclass(frozen=True, slots=True)
class Hit:
    kind_name: str | Promise
    url: str
    where: str | Promise
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True, slots=True)
class Results:
    """What was `asked` for (`was_cut` where the question was longer; `is_empty` where no word of it finds anything) and
    the best hits of `total`. `has_all` where they have all the words, and not only some."""

    asked: str
    was_cut: bool
    is_empty: bool
    has_all: bool
    total: int
    hits: tuple[Hit, ...]


def search(viewer: Viewer, question: str) -> Results:
    """Find what this viewer may see. Any text is a question."""
    question = " ".join(question.replace("\x00", " ").split())
    asked = question[:LONGEST_QUESTION].strip()
    words = telling_words(asked)
    found: list[Document] = []
    has_all = True
    if words:
        found, has_all = ranked(documents_for(viewer), words)
    wanted = {stem(word) for word in words}
    return Results(
        asked=asked,
        was_cut=len(question) > LONGEST_QUESTION,
        is_empty=not words,
        has_all=has_all,
        total=len(found),
        hits=tuple(_hit(document, wanted) for document in found[:MOST]),
    )


def _hit(document: Document, wanted: set[str]) -> Hit:
    return Hit(
        kind_name=document.kind_name,
        url=document.url,
        where=document.where,
        title=marked(document.title, wanted),
        snippet=snippet(document.blocks, wanted),
    )
