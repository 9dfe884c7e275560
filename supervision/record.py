"""One person's record: what was completed and when. Nothing of answers, scores, attempts, watching or how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from courses.models import Enrolment, LessonProgress
from courses.outline import LessonOutline, outline_of
from courses.standing import standing_on
from supervision.grid import (
    Cell,
    Progress,
    by_domain,
    cells_of,
    local_day,
    read_progress,
    status_words,
    tone_of,
    when_words,
)
from supervision.roster import Enrolled


@dataclass(frozen=True, slots=True)
class LessonLine:
    lesson: LessonOutline
    completed_on: date | None

    @property
    def is_quiz(self) -> bool:
        return self.lesson.kind == "quiz"


@dataclass(frozen=True, slots=True)
class ModuleRecord:
    cell: Cell
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True, slots=True)
class DomainRecord:
    key: str
    label: str
    done: int
    modules: tuple[ModuleRecord, ...]


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """Somebody on a course, by the enrolment that counts."""

    enrolment: Enrolment
    enrolled: Enrolled
    domains: tuple[DomainRecord, ...]

    @property
    def status(self) -> str:
        return status_words(self.enrolled.standing)

    @property
    def tone(self) -> str:
        return tone_of(self.enrolled.standing)

    @property
    def when(self) -> str:
        return when_words(self.enrolled)

    @property
    def done(self) -> int:
        return sum(domain.done for domain in self.domains)

    @property
    def total(self) -> int:
        return sum(len(domain.modules) for domain in self.domains)


def read_enrolments(viewer: User | AnonymousUser, person: User) -> list[Enrolment]:
    """All the person's enrolments, those that count first; those that were closed have no standing."""
    enrolments = Enrolment.objects.visible_to(viewer).filter(learner=person).select_related("course")
    found = list(enrolments.annotate(standing=standing_on()))
    newest_first = sorted(found, key=lambda each: each.pk, reverse=True)
    return sorted(newest_first, key=lambda each: (each.closed_at is not None, each.completed_at is not None))


def read_courses(viewer: User | AnonymousUser, enrolments: list[Enrolment]) -> list[CourseRecord]:
    """For each course the enrolment that counts, in full. Two queries for any number."""
    counting: dict[int, Enrolment] = {}
    for enrolment in enrolments:
        if enrolment.closed_at is None:
            counting.setdefault(enrolment.course_id, enrolment)
    ids = [enrolment.pk for enrolment in counting.values()]
    progress, days = read_progress(viewer, ids), read_days(viewer, ids)
    return [course_record(enrolment, progress, days) for enrolment in counting.values()]


# By enrolment and lesson: when it was completed.
Days = dict[tuple[int, int], datetime]


def read_days(viewer: User | AnonymousUser, enrolments: list[int]) -> Days:
    rows = LessonProgress.objects.visible_to(viewer).filter(enrolment__in=enrolments, completed_at__isnull=False)
    return {
        (enrolment, lesson): completed_at
        for enrolment, lesson, completed_at in rows.values_list("enrolment_id", "lesson_id", "completed_at")
        if completed_at
    }


def course_record(enrolment: Enrolment, progress: Progress, days: Days) -> CourseRecord:
    enrolled = Enrolled.of(enrolment)
    cells = cells_of(enrolled, outline_of(enrolment.course).open_modules(), progress)
    domains = (
        DomainRecord(
            domain.key,
            domain.label,
            domain.done,
            tuple(ModuleRecord(cell, tuple(_lines(enrolment.pk, cell, days))) for cell in domain.cells),
        )
        for domain in by_domain(cells)
    )
    return CourseRecord(enrolment, enrolled, tuple(domains))


def _lines(enrolment: int, cell: Cell, days: Days) -> Iterator[LessonLine]:
    for lesson in cell.module.lessons:
        completed_at = days.get((enrolment, lesson.pk))
        yield LessonLine(lesson, local_day(completed_at) if completed_at else None)
