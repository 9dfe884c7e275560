"""Recordings and readings in one place, narrowed by kind, theme and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from courses.models import Course
from courses.outline import LessonOutline, ModuleOutline, outline_of
from courses.places import own_enrolments
from courses.search.words import LONGEST_QUESTION, stems
from media_links.models import MediaLink
from media_links.playing import Playable, playable

if TYPE_CHECKING:
    from courses.places import Viewer

NOTES = {MediaLink.Group.FURTHER: gettext_lazy("The toolkit’s own list. Its links were live on 4 November 2021.")}


@dataclass(frozen=True, slots=True)
class Item:
    """A recording or reading. `lessons` are those in which it stands and that the viewer may open."""

    recording: Playable
    group: str
    is_gone: bool
    themes: frozenset[str]
    lessons: tuple[LessonOutline, ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shelf:
    title: str
    note: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; empty is everything. What it asks for and is not there is left out of it."""

    kind: str
    theme: str
    words: str

    @property
    def is_everything(self) -> bool:
        return not (self.kind or self.theme or self.words)

    def takes(self, item: Item) -> bool:
        return (
            self.kind in {"", item.recording.kind}
            and (not self.theme or self.theme in item.themes)
            and set(stems(self.words)) <= item.words
        )


@dataclass(frozen=True, slots=True)
class Library:
    shelves: tuple[Shelf, ...]
    wanted: Wanted
    kinds: tuple[tuple[str, str], ...]
    themes: tuple[ModuleOutline, ...]
    shown: int
    total: int


def library_for(viewer: Viewer, asked: Mapping[str, Any]) -> Library:
    """Every recording and document that is asked for, by group, in the toolkit's order. Takes three queries."""
    enrolled = {enrolment.course_id for enrolment in own_enrolments(viewer)}
    outlines = [outline_of(course) for course in Course.objects.all()]
    places = [
        (module, lesson, outline.course_pk in enrolled)
        for outline in outlines
        for module in outline.modules
        for lesson in module.lessons
    ]
    items = [_item(link, places) for link in MediaLink.objects.order_by("order", "id")]
    used = {slug for item in items for slug in item.themes}
    themes = tuple(module for outline in outlines for module in outline.modules if module.slug in used)
    there = {item.recording.kind for item in items}
    kinds = tuple((value, str(label)) for value, label in MediaLink.Kind.choices if value in there)
    wanted = Wanted(
        kind=_one_of(asked.get("kind", ""), (value for value, _label in kinds)),
        theme=_one_of(asked.get("theme", ""), (module.slug for module in themes)),
        words=" ".join(asked.get("q", "").replace("\x00", " ").split())[:LONGEST_QUESTION],
    )
    shown = [item for item in items if wanted.takes(item)]
    return Library(_shelves(shown), wanted, kinds, themes, len(shown), len(items))


def _item(link: MediaLink, places: Iterable[tuple[ModuleOutline, LessonOutline, bool]]) -> Item:
    uses = [place for place in places if any(recording.pk == link.pk for recording in place[1].recordings)]
    said = [str(link), link.speaker, link.note, str(link.get_kind_display()), link.transcript]
    return Item(
        recording=playable(link),
        group=link.group,
        is_gone=link.health == MediaLink.Health.GONE,
        themes=frozenset(module.slug for module, _lesson, _may_open in uses),
        lessons=tuple(lesson for _module, lesson, may_open in uses if may_open),
        words=frozenset(stems(" ".join(said))),
    )


def _one_of(value: str, known: Iterable[str]) -> str:
    return value if value in set(known) else ""


def _shelves(items: list[Item]) -> tuple[Shelf, ...]:
    order = list(MediaLink.Group.values)
    by_group = groupby(sorted(items, key=lambda item: order.index(item.group)), key=lambda item: item.group)
    return tuple(
        Shelf(str(MediaLink.Group(group).label), str(NOTES.get(MediaLink.Group(group), "")), tuple(held))
        for group, held in by_group
    )
