"""Recordings and readings in one place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy

from media_links.models import MediaLink
from media_links.playing import Playable, playable

NOTES = {MediaLink.Group.FURTHER: gettext_lazy("The toolkit’s own list. Its links were live on 4 November 2021.")}


@dataclass(frozen=True, slots=True)
class Shelf:
    title: str
    note: str
    items: tuple[Playable, ...]


def shelves() -> list[Shelf]:
    """Every recording and document, by group, in the toolkit's order."""
    links = MediaLink.objects.order_by("group", "order", "id")
    order = list(MediaLink.Group.values)
    found = [
        Shelf(str(MediaLink.Group(group).label), str(NOTES.get(group, "")), tuple(playable(link) for link in items))
        for group, items in groupby(links, key=lambda link: link.group)
    ]
    labels = [str(MediaLink.Group(group).label) for group in order]
    return sorted(found, key=lambda shelf: labels.index(shelf.title))
