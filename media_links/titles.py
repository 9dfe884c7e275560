"""How alike two titles are, and which belong together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher

# From here on two titles are taken for those of one recording.
ALIKE = 0.7
# Words that stand in titles of either kind and tell nothing apart.
EMPTY = {"a", "an", "and", "are", "by", "cce", "for", "from", "in", "is", "of", "on", "or", "the", "to", "what", "with"}


def words(title: str) -> list[str]:
    """The words of a title without case, accents and punctuation: “Can’t” and “cant” are one."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "’'")
    return re.findall(r"[a-z0-9]+", kept)


def likeness(title: str, owners: str, label: str = "") -> float:
    """How alike our title and an owner’s are, from 0 to 1. The owner’s may say more, or only the toolkit’s label."""
    mine, theirs = words(title), words(owners)
    if not mine or not theirs:
        return 0.0
    whole = SequenceMatcher(None, " ".join(mine), " ".join(theirs), autojunk=False).ratio()
    telling = set(mine) - EMPTY or set(mine)
    told = len(telling & set(theirs)) / len(telling)
    labelled = bool(label) and f" {' '.join(words(label))} " in f" {' '.join(theirs)} "
    return max(whole, 0.95 * told, 0.75 * labelled)


def best_pairs(scores: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Of all pairs (ours, the owner’s) with their likeness those that belong together, the surest first; each stands in
    one pair. Between equals the pair that is one already wins. What is not alike enough has no pair."""
    pairs: dict[int, int] = {}
    surest_first = sorted(scores, key=lambda pair: (-scores[pair], pair[0] != pair[1], pair))
    for ours, owners in surest_first:
        if scores[ours, owners] >= ALIKE and ours not in pairs and owners not in pairs.values():
            pairs[ours] = owners
    return pairs
