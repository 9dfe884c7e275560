"""What can be found, and by whom. Lessons are those of the outlines of one's own enrolments: published, and nobody's
drafts. What people write is not here at all."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.models import GlossaryTerm, Handout
from courses.outline import LessonOutline, Outline, outline_of
from courses.places import own_enrolments
from courses.search.words import plain, stems
from media_links.models import MediaLink

if TYPE_CHECKING:
    from courses.places import Viewer

# How much a word counts for where it stands, as PostgreSQL's A to D.
TITLE, AIM, POINT, TEXT = 1.0, 0.4, 0.2, 0.1


class Kind(StrEnum):
    LESSON, TERM, LINK, HANDOUT = "lesson", "term", "link", "handout"


@dataclass(frozen=True, slots=True)
class Document:
    """`parts` are what it says, each with its weight. `blocks` are what a snippet is cut from."""

    kind: Kind
    pk: int
    kind_name: str | Promise
    title: str
    url: str
    where: str | Promise
    parts: tuple[tuple[float, str], ...]
    blocks: tuple[str, ...]
    # How much each stem counts for in it.
    weights: dict[str, float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for weight, text in self.parts:
            for each, times in Counter(stems(text)).items():
                # Saying it again counts half each time: a title that names it beats a text that goes on about it.
                self.weights[each] = self.weights.get(each, 0.0) + weight * (2 - 0.5 ** (times - 1))


def documents_for(viewer: Viewer) -> list[Document]:
    """Everything that this viewer may find, in the order in which it stands. Takes four queries."""
    courses = {enrolment.course_id: enrolment.course for enrolment in own_enrolments(viewer)}
    lessons = [document for course in courses.values() for document in _of_outline(outline_of(course))]
    return [*lessons, *_terms(), *_links(), *_handouts()]


_kept: dict[int, tuple[uuid.UUID, list[Document]]] = {}


def _of_outline(outline: Outline) -> list[Document]:
    """The lessons of a course, taken apart once for as long as the outline stays the same."""
    stamp, documents = _kept.get(outline.course_pk, (None, []))
    if stamp != outline.stamp:
        documents = [_lesson(lesson, module.title) for module in outline.modules for lesson in module.lessons]
        _kept[outline.course_pk] = (outline.stamp, documents)
    return documents


def _lesson(lesson: LessonOutline, module: str) -> Document:
    text = lesson.revision
    blocks = (text.summary, text.aim, *text.key_points, *plain(text.body), *plain(text.practice))
    return Document(
        kind=Kind.LESSON,
        pk=lesson.pk,
        kind_name=_("Lesson"),
        title=lesson.title,
        url=lesson.url(),
        where=module,
        parts=(
            (TITLE, lesson.title),
            (AIM, f"{text.aim} {text.summary}"),
            (POINT, " ".join(text.key_points)),
            (TEXT, " ".join([*plain(text.body), *plain(text.practice)])),
        ),
        blocks=blocks,
    )


def _terms() -> Iterable[Document]:
    for term in GlossaryTerm.objects.all():
        yield Document(
            kind=Kind.TERM,
            pk=term.pk,
            kind_name=_("Word explained"),
            title=term.term,
            url=f"{reverse('courses:glossary')}#term-{term.key}",
            where="",
            parts=((TITLE, " ".join([term.term, *term.also])), (AIM, term.definition)),
            blocks=(term.definition,),
        )


def _links() -> Iterable[Document]:
    for link in MediaLink.objects.all():
        yield Document(
            kind=Kind.LINK,
            pk=link.pk,
            kind_name=str(link.get_kind_display()),
            title=str(link),
            url=f"{reverse('courses:library')}#recording-{link.pk}",
            where=_("Library"),
            parts=((TITLE, str(link)), (AIM, f"{link.speaker} {link.note}"), (TEXT, link.transcript)),
            blocks=(" ".join(filter(None, [link.speaker, link.note])), *link.transcript.splitlines()),
        )


def _handouts() -> Iterable[Document]:
    for handout in Handout.objects.all():
        yield Document(
            kind=Kind.HANDOUT,
            pk=handout.pk,
            kind_name=_("Page"),
            title=handout.title,
            url=reverse("courses:handout", args=[handout.slug]),
            where=_("Library"),
            parts=((TITLE, handout.title), (AIM, handout.summary), (TEXT, " ".join(plain(handout.body)))),
            blocks=(handout.summary, *plain(handout.body)),
        )
