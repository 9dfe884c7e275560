"""The course as learners see it: published lessons with their texts and recordings, in order.

Reading it takes five queries; a process keeps it for as long as the course's `outline_stamp` stays the same. The stamp
comes with the enrolment in the same query, so what is shown is never older than the request.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from courses.glossary import Term, explained, read_terms
from courses.models import Course, Domain, Lesson, LessonMedia, LessonReview, LessonRevision, Module
from courses.reviewing import Reviewed, last_reviews
from media_links.playing import Playable, playable


@dataclass(frozen=True, slots=True)
class LocalNote:
    """The service's own procedure beside a lesson. It may be wanted, and not there yet."""

    text: str
    checked_by: str
    checked_on: date | None
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class LessonOutline:
    pk: int
    slug: str
    title: str
    kind: str
    required: bool
    module_slug: str
    course_slug: str
    published: bool
    revision: LessonRevision
    # The revision's text as its page shows it, and the words that it explains.
    body: str
    terms: tuple[Term, ...]
    recordings: tuple[Playable, ...]
    required_recordings: frozenset[int]
    # Its place among the lessons to do before meeting a child.
    first_week: int | None
    local: LocalNote
    reviewed: Reviewed | None

    @property
    def to_watch(self) -> tuple[Playable, ...]:
        """The recordings that count: those required or, where none is, the only one."""
        required = tuple(recording for recording in self.recordings if recording.pk in self.required_recordings)
        return required or (self.recordings if len(self.recordings) == 1 else ())

    @property
    def can_be_watched(self) -> bool:
        """Whether watching may complete it: an editor has confirmed how long each recording is that counts."""
        return bool(self.to_watch) and all(recording.embed_url and recording.seconds for recording in self.to_watch)

    @property
    def has_unconfirmed_recording(self) -> bool:
        return any(not recording.confirmed for recording in self.recordings)

    def recording(self, pk: int) -> Playable | None:
        return next((recording for recording in self.recordings if recording.pk == pk), None)

    def url(self) -> str:
        return reverse("courses:lesson", args=[self.course_slug, self.module_slug, self.slug])

    def complete_url(self) -> str:
        return reverse("courses:complete", args=[self.course_slug, self.module_slug, self.slug])

    def break_url(self) -> str:
        return reverse("courses:break", args=[self.course_slug, self.module_slug, self.slug])


@dataclass(frozen=True, slots=True)
class ModuleOutline:
    pk: int
    slug: str
    title: str
    summary: str
    domain: str
    number: int
    course_slug: str
    lessons: tuple[LessonOutline, ...]

    def url(self) -> str:
        return reverse("courses:module", args=[self.course_slug, self.slug])

    @property
    def domain_label(self) -> str:
        return str(Domain(self.domain).label)

    @property
    def required(self) -> tuple[LessonOutline, ...]:
        return tuple(lesson for lesson in self.lessons if lesson.required and lesson.published)

    @property
    def minutes(self) -> int:
        """Minutes of reading: nobody knows yet how long the recordings are."""
        return sum(lesson.revision.minutes for lesson in self.lessons)

    def lesson(self, slug: str) -> LessonOutline | None:
        return next((lesson for lesson in self.lessons if lesson.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Outline:
    course_pk: int
    stamp: uuid.UUID
    slug: str
    title: str
    modules: tuple[ModuleOutline, ...] = field(default=())

    def module(self, slug: str) -> ModuleOutline | None:
        return next((module for module in self.modules if module.slug == slug), None)

    def lessons(self) -> Iterator[LessonOutline]:
        for module in self.modules:
            yield from module.lessons

    def first_week(self) -> tuple[LessonOutline, ...]:
        """The lessons to do before meeting a child, in the order suggested."""
        lessons = (lesson for lesson in self.lessons() if lesson.first_week is not None and lesson.published)
        return tuple(sorted(lessons, key=lambda lesson: lesson.first_week or 0))

    def optional_modules(self) -> tuple[ModuleOutline, ...]:
        """The modules of which nothing is required."""
        return tuple(module for module in self.modules if module.lessons and not module.required)

    def open_modules(self) -> tuple[ModuleOutline, ...]:
        """The modules that count: with a published, required lesson."""
        return tuple(module for module in self.modules if module.required)


_kept: dict[int, Outline] = {}


def outline_of(course: Course) -> Outline:
    """The outline of what is published, read anew only when the stamp on `course` is another."""
    kept = _kept.get(course.pk)
    if kept is None or kept.stamp != course.outline_stamp:
        kept = _kept[course.pk] = read_outline(course)
    return kept


def read_outline(course: Course, drafts: bool = False) -> Outline:
    """The outline from the tables. With `drafts`, what is not published stands there too, with its draft or empty."""
    lessons_of: dict[int, list[LessonOutline]] = {}
    uses_of: dict[int, list[LessonMedia]] = {}
    for use in LessonMedia.objects.filter(lesson__module__course=course).select_related("link").order_by("order", "id"):
        uses_of.setdefault(use.lesson_id, []).append(use)
    terms, reviews = read_terms(), last_reviews(course.pk)
    lessons = Lesson.objects.filter(module__course=course).select_related("module", "live", "draft")
    for lesson in lessons if drafts else lessons.published():
        outlined = _lesson(lesson, course.slug, uses_of.get(lesson.pk, []), terms, reviews.get(lesson.pk))
        lessons_of.setdefault(lesson.module_id, []).append(outlined)
    modules = Module.objects.filter(course=course)
    return Outline(
        course_pk=course.pk,
        stamp=course.outline_stamp,
        slug=course.slug,
        title=course.title,
        modules=tuple(
            ModuleOutline(
                pk=module.pk,
                slug=module.slug,
                title=module.title,
                summary=module.summary,
                domain=module.domain,
                number=number,
                course_slug=course.slug,
                lessons=tuple(lessons_of.get(module.pk, ())),
            )
            for number, module in enumerate(modules, start=1)
        ),
    )


def _lesson(
    lesson: Lesson, course_slug: str, uses: list[LessonMedia], terms: dict[str, Term], review: LessonReview | None
) -> LessonOutline:
    revision = lesson.live or lesson.draft or LessonRevision(lesson=lesson, number=0)
    body, explained_terms = explained(revision.body, terms)
    return LessonOutline(
        pk=lesson.pk,
        slug=lesson.slug,
        title=lesson.title,
        kind=lesson.kind,
        required=lesson.required,
        module_slug=lesson.module.slug,
        course_slug=course_slug,
        published=lesson.is_published,
        revision=revision,
        body=body,
        terms=explained_terms,
        recordings=tuple(playable(use.link) for use in uses),
        required_recordings=frozenset(use.link_id for use in uses if use.required),
        first_week=lesson.first_week,
        local=LocalNote(
            lesson.local_note, lesson.local_note_checked_by, lesson.local_note_checked_on, lesson.wants_local_note
        ),
        reviewed=Reviewed(review.reviewer, review.reviewed_on, review.revision_id == revision.pk) if review else None,
    )
