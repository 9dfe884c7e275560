"""Which address belongs to which of the toolkit's labels. The paper prints them apart, so that each pair is a guess."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction

from media_links.keeping import confirm_titles, move_addresses
from media_links.models import MediaLink
from media_links.titles import best_pairs, likeness

# For each link (by id) whose address it gets. Whoever is not in it stays as they are.
Moves = dict[int, int]


class Stale(Exception):
    """Somebody changed a pair since the page was made."""


class WrongMoves(Exception):
    """An address would stand twice, or nowhere."""


def state_of(links: Sequence[MediaLink]) -> str:
    """What tells whether the pairs are as somebody saw them."""
    seen = [
        [link.pk, link.label, link.title, link.provider, link.external_id, link.owner_title, link.pairing_confirmed]
        for link in links
    ]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:20]


def shifted(links: Sequence[MediaLink], step: int) -> Moves:
    """Each discussion gets the address of the one `step` after it; the last and the first are neighbours.

    The presentation is none of them: its link stands beside its title in the paper.
    """
    ring = [link.pk for link in links if link.group == MediaLink.Group.DISCUSSION]
    return _changes({pk: ring[(place + step) % len(ring)] for place, pk in enumerate(ring)})


def swapped(one: int, other: int) -> Moves:
    return _changes({one: other, other: one})


def matched(links: Sequence[MediaLink]) -> Moves:
    """Each gets the address whose owner’s title is most like its own; what somebody has confirmed stays.

    An address that is like none keeps its place where nobody else needs it, or else takes one that is left.
    """
    open_links = [link for link in links if not link.pairing_confirmed]
    pairs = best_pairs(
        {
            (link.pk, other.pk): likeness(link.title, other.owner_title, link.label)
            for link in open_links
            for other in open_links
            if other.owner_title
        }
    )
    left = [link.pk for link in open_links if link.pk not in pairs]
    spare = [link.pk for link in open_links if link.pk not in pairs.values()]
    stay = [pk for pk in left if pk in spare]
    moved = zip([pk for pk in left if pk not in stay], [pk for pk in spare if pk not in stay], strict=True)
    return _changes({**pairs, **{pk: pk for pk in stay}, **dict(moved)})


def back(moves: Mapping[int, int]) -> Moves:
    """The moves that undo these."""
    return {source: pk for pk, source in moves.items()}


@transaction.atomic
def move(moves: Moves, state: str) -> str:
    """Move the addresses, if the pairs are still in `state`. Returns the state they are in then.

    Raises Stale, and WrongMoves where `moves` is no exchange among the toolkit's recordings.
    """
    links = _held(state)
    if set(moves) != set(moves.values()) or not set(moves) <= {link.pk for link in links}:
        raise WrongMoves
    move_addresses({link.pk: link for link in links}, moves)
    return state_of(list(MediaLink.objects.of_the_toolkit()))


@transaction.atomic
def confirm(pks: Collection[int], state: str, confirmed: bool = True) -> None:
    """Confirm titles, or take that back, if the pairs are still in `state`. Raises Stale, and WrongMoves for a title
    that has no address to be right about."""
    links = {link.pk: link for link in _held(state)}
    if not set(pks) <= {pk for pk, link in links.items() if link.is_playable}:
        raise WrongMoves
    confirm_titles(pks, confirmed)


def _held(state: str) -> list[MediaLink]:
    """The toolkit's recordings, held until the transaction ends. Raises Stale."""
    links = list(MediaLink.objects.of_the_toolkit().select_for_update())
    if state_of(links) != state:
        raise Stale
    return links


def _changes(moves: Moves) -> Moves:
    return {pk: source for pk, source in moves.items() if pk != source}
