"""Where somebody is in a course: the lesson, what stands around it, and how far they have come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404

from courses.models import Course, Enrolment, How, LessonProgress, NoteChoice
from courses.outline import LessonOutline, ModuleOutline, Outline, outline_of, read_outline

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from courses.models.enrolment import EnrolmentQuerySet

    Viewer = User | AnonymousUser


@dataclass(frozen=True, slots=True)
class Steps:
    """How far an enrolment has come: when each lesson (by id) was opened and completed, in which way the learner chose
    to take it at its content note, and how it was completed."""

    opened: dict[int, datetime] = field(default_factory=dict)
    completed: dict[int, datetime] = field(default_factory=dict)
    ways: dict[int, str] = field(default_factory=dict)
    how: dict[int, How] = field(default_factory=dict)

    def done(self, module: ModuleOutline) -> int:
        return sum(lesson.pk in self.completed for lesson in module.required)

    def is_complete(self, module: ModuleOutline) -> bool:
        return bool(module.required) and self.done(module) == len(module.required)

    def is_kept(self, lesson: LessonOutline) -> bool:
        """Whether the learner keeps the lesson for later."""
        return self.ways.get(lesson.pk) == NoteChoice.Way.LATER and lesson.pk not in self.completed

    def kept_in(self, module: ModuleOutline) -> list[LessonOutline]:
        return [lesson for lesson in module.lessons if self.is_kept(lesson)]

    def next_in(self, module: ModuleOutline, after: LessonOutline | None = None) -> LessonOutline | None:
        """The next lesson of the module to do: the first left after `after`, or else the first left at all. What is
        kept for later waits until the learner goes there."""
        left = [lesson for lesson in module.required if lesson.pk not in self.completed and not self.is_kept(lesson)]
        if after is not None and after in module.lessons:
            order = module.lessons.index(after)
            left = [lesson for lesson in left if module.lessons.index(lesson) > order] + left
        return next((lesson for lesson in left if lesson is not after), None)

    def next_in_course(self, outline: Outline) -> LessonOutline | None:
        """Where to go on: the lesson opened last and not completed, or else the next of the first week, or else the
        first left. What is kept for later comes when nothing else is left."""
        week = self.left_in_first_week(outline)
        left = [lesson for module in outline.open_modules() if (lesson := self.next_in(module))]
        begun = [
            lesson
            for lesson in outline.lessons()
            if lesson.pk in self.opened
            and lesson.pk not in self.completed
            and not self.is_kept(lesson)
            and (lesson.required or lesson in week)
        ]
        if begun:
            return max(begun, key=lambda lesson: self.opened[lesson.pk])
        kept = [lesson for module in outline.open_modules() for lesson in module.required if self.is_kept(lesson)]
        return next(iter([*(lesson for lesson in week if not self.is_kept(lesson)), *left, *kept]), None)

    def left_in_first_week(self, outline: Outline) -> list[LessonOutline]:
        """What is left of the first week. What welcomes people isn't required, and no longer suggested to somebody who
        is on the way."""
        is_on_the_way = any(lesson.required and lesson.pk in self.completed for lesson in outline.lessons())
        return [
            lesson
            for lesson in outline.first_week()
            if lesson.pk not in self.completed and (lesson.required or not is_on_the_way)
        ]


def steps_of(enrolment: Enrolment | None, viewer: Viewer | None = None) -> Steps:
    """How far the enrolment has come. With a viewer, in the light of the viewer's own choices at content notes:
    whatever is written for anybody else is read without them."""
    if enrolment is None:
        return Steps()
    opened, completed, how = {}, {}, {}
    rows = LessonProgress.objects.filter(enrolment=enrolment)
    for lesson_id, opened_at, completed_at, said in rows.values_list("lesson_id", "opened_at", "completed_at", "how"):
        opened[lesson_id] = opened_at
        if completed_at:
            completed[lesson_id], how[lesson_id] = completed_at, How(said)
    if viewer is None:
        return Steps(opened, completed, how=how)
    choices = NoteChoice.objects.owned_by(viewer).filter(lesson__module__course=enrolment.course_id)
    return Steps(opened, completed, dict(choices.values_list("lesson_id", "way")), how)


@dataclass(frozen=True, slots=True)
class Place:
    """A module or a lesson as one viewer meets it. Without an enrolment, the viewer is an editor who looks at it."""

    outline: Outline
    module: ModuleOutline
    enrolment: Enrolment | None
    steps: Steps
    at: LessonOutline | None = None

    @property
    def lesson(self) -> LessonOutline:
        if self.at is None:
            raise ValueError("This place is a module, not a lesson.")
        return self.at

    @property
    def is_completed(self) -> bool:
        return self.lesson.pk in self.steps.completed

    @property
    def how_completed(self) -> str:
        """How the lesson was completed, for the learner themselves."""
        return str(self.steps.how[self.lesson.pk].label) if self.is_completed else ""

    @property
    def is_preview(self) -> bool:
        return self.enrolment is None or not self.lesson.published

    @property
    def done(self) -> int:
        """How many of the module's required lessons are completed."""
        return self.steps.done(self.module)

    def next_lesson(self) -> LessonOutline | None:
        """Within the first week its next, and otherwise the next of the module."""
        if self.lesson.first_week is not None:
            week = self.steps.left_in_first_week(self.outline)
            left = [lesson for lesson in week if lesson is not self.at and not self.steps.is_kept(lesson)]
            later = [lesson for lesson in left if (lesson.first_week or 0) > self.lesson.first_week]
            if left:
                return (later or left)[0]
        return self.steps.next_in(self.module, after=self.at)

    def previous_lesson(self) -> LessonOutline | None:
        position = self.module.lessons.index(self.lesson)
        return self.module.lessons[position - 1] if position else None


def own_enrolments(viewer: Viewer) -> EnrolmentQuerySet:
    """One's own enrolments that are open or completed, with their courses, the open one first."""
    return Enrolment.objects.visible_to(viewer).filter(learner=viewer.pk).current().select_related("course")


def find_module(viewer: Viewer, course_slug: str, module_slug: str) -> Place:
    """The module for somebody enrolled, or for an editor. Raises Http404 where there is nothing for this viewer."""
    enrolment = own_enrolments(viewer).filter(course__slug=course_slug).first()
    if enrolment is not None:
        outline = outline_of(enrolment.course)
        module = outline.module(module_slug)
        if module is not None and module.lessons:
            return Place(outline, module, enrolment, steps_of(enrolment, viewer))
    return _find_draft(viewer, course_slug, module_slug)


def find_lesson(viewer: Viewer, course_slug: str, module_slug: str, lesson_slug: str) -> Place:
    """The lesson for somebody enrolled, or for an editor. Raises Http404 where there is nothing for this viewer."""
    enrolment = own_enrolments(viewer).filter(course__slug=course_slug).first()
    if enrolment is not None:
        outline = outline_of(enrolment.course)
        module = outline.module(module_slug)
        lesson = module.lesson(lesson_slug) if module else None
        if module and lesson:
            return Place(outline, module, enrolment, steps_of(enrolment, viewer), lesson)
    place = _find_draft(viewer, course_slug, module_slug)
    lesson = place.module.lesson(lesson_slug)
    if lesson is None:
        raise Http404
    return Place(place.outline, place.module, None, Steps(), lesson)


def _find_draft(viewer: Viewer, course_slug: str, module_slug: str) -> Place:
    if not viewer.has_perm("courses.change_lesson"):
        raise Http404
    course = Course.objects.filter(slug=course_slug).first()
    outline = read_outline(course, drafts=True) if course else None
    module = outline.module(module_slug) if outline else None
    if outline is None or module is None:
        raise Http404
    return Place(outline, module, None, Steps())
