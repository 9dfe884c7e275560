"""What stands in a page between the dry run and the import: the questions themselves, signed for whoever saw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.core import signing

from accounts.models import User
from assessments.exchange.entry import Entry, Option

SALT = "assessments.exchange"
LASTS = 60 * 60 * 12
# Beneath what a form may post at all.
LONGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody was shown: the questions, the lesson for those without one, and the digest of the plan."""

    entries: Sequence[Entry]
    otherwise: str
    digest: str


def sealed(shown: Shown, viewer: User) -> str:
    told = [viewer.pk, [astuple(entry) for entry in shown.entries], shown.otherwise, shown.digest]
    return signing.dumps(told, salt=SALT, compress=True)


def opened(seal: str, viewer: User) -> Shown | None:
    """None where it was made for somebody else, too long ago, or by somebody else."""
    try:
        whose, entries, otherwise, digest = signing.loads(seal, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    return Shown([_entry(*row) for row in entries], otherwise, digest) if whose == viewer.pk else None


def _entry(key: str, lesson: str, kind: str, stem: str, options: list[Any], *more: Any) -> Entry:
    return Entry(key, lesson, kind, stem, tuple(Option(*option) for option in options), *more)
