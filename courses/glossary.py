"""Words explained. A text links to one with `<a href="#term-KEY">…</a>`, and its page explains those that it links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from courses.models import GlossaryTerm

LINK = re.compile(r'<a href="#term-([a-z0-9-]+)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Term:
    key: str
    term: str
    definition: str


def read_terms() -> dict[str, Term]:
    """Every term by its key, in the order of the alphabet."""
    rows = GlossaryTerm.objects.values_list("key", "term", "definition")
    return {key: Term(key, term, definition) for key, term, definition in sorted(rows, key=lambda row: row[1].lower())}


def explained(html: str, terms: Mapping[str, Term]) -> tuple[str, tuple[Term, ...]]:
    """The text with links to no term but those there are, and the terms that it links, in the order of `terms`."""
    linked = {key for key, _words in LINK.findall(html)}
    kept = LINK.sub(lambda link: link[0] if link[1] in terms else link[2], html)
    return kept, tuple(term for key, term in terms.items() if key in linked)
