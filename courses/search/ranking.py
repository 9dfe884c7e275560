"""Which documents have the words, and which of them come first: asked of PostgreSQL's full text search, where that is
the database, and else counted here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection
from django.db.models import BooleanField, CharField, ExpressionWrapper, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from courses.models import GlossaryTerm, Handout, Lesson
from courses.search.documents import Document, Kind
from courses.search.words import stem
from media_links.models import MediaLink

CONFIG = "english"
Ranks = dict[tuple[Kind, int], float]


def ranked(documents: Sequence[Document], words: Sequence[str]) -> tuple[list[Document], bool]:
    """The documents that have all the words, the best first; or, where none has all, those that have some. And which of
    the two it is."""
    rank = _asked if connection.vendor == "postgresql" else _counted
    some, every = rank(documents, words)
    ranks = every or some
    found = [document for document in documents if (document.kind, document.pk) in ranks]
    # Sorting is stable: of equals the first in the course stays first.
    return sorted(found, key=lambda document: -ranks[document.kind, document.pk]), bool(every)


def _counted(documents: Sequence[Document], words: Sequence[str]) -> tuple[Ranks, Ranks]:
    wanted = {stem(word) for word in words}
    some: Ranks = {}
    every: Ranks = {}
    for document in documents:
        counts = [document.weights[each] for each in wanted if each in document.weights]
        if counts:
            some[document.kind, document.pk] = sum(counts)
            if len(counts) == len(wanted):
                every[document.kind, document.pk] = sum(counts)
    return some, every


def _asked(documents: Sequence[Document], words: Sequence[str]) -> tuple[Ranks, Ranks]:
    """In one query over the four tables. What is found and is not among `documents` isn't this viewer's to see."""
    each = [SearchQuery(word, config=CONFIG, search_type="plain") for word in words]
    any_of, all_of = reduce(or_, each), reduce(and_, each)
    parts = [
        rows.annotate(
            document=Value(kind, CharField()),
            text=vector,
            rank=SearchRank(vector, any_of),
            has_all=ExpressionWrapper(Q(text=all_of), output_field=BooleanField()),
        )
        .filter(text=any_of)
        .order_by()
        .values_list("document", "pk", "rank", "has_all")
        for kind, rows, vector in _tables()
    ]
    some: Ranks = {}
    every: Ranks = {}
    for kind, pk, rank, has_all in parts[0].union(*parts[1:], all=True):
        some[Kind(kind), pk] = rank
        if has_all:
            every[Kind(kind), pk] = rank
    mine = {(document.kind, document.pk) for document in documents}
    return ({key: some[key] for key in some if key in mine}, {key: every[key] for key in every if key in mine})


def _tables() -> list[tuple[Kind, QuerySet[Any], Any]]:
    def vector(*names: Any, weight: str) -> SearchVector:
        return SearchVector(*names, config=CONFIG, weight=weight)

    def words_of(json: str) -> Cast:
        return Cast(json, TextField())

    return [
        (
            Kind.LESSON,
            Lesson.objects.published(),
            vector("title", weight="A")
            + vector("live__aim", "live__summary", weight="B")
            + vector(words_of("live__key_points"), weight="C")
            + vector("live__body", "live__practice", weight="D"),
        ),
        (
            Kind.TERM,
            GlossaryTerm.objects.all(),
            vector("term", words_of("also"), weight="A") + vector("definition", weight="B"),
        ),
        (
            Kind.LINK,
            MediaLink.objects.all(),
            vector("label", "title", weight="A")
            + vector("speaker", "note", weight="B")
            + vector("transcript", weight="D"),
        ),
        (
            Kind.HANDOUT,
            Handout.objects.all(),
            vector("title", weight="A") + vector("summary", weight="B") + vector("body", weight="D"),
        ),
    ]
