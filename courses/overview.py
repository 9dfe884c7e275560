"""A course and a module at a glance: what is done, what is next, how long it takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from courses.content_notes import spoken_of
from courses.kinds import kind_of, lesson_kinds
from courses.models import Domain
from courses.outline import LessonOutline, ModuleOutline, Outline
from courses.places import Place, Steps


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module in a list. `state` is done, now (begun) or todo; `number` counts within its domain."""

    module: ModuleOutline
    number: int
    done: int
    total: int
    state: str
    contents: str


@dataclass(frozen=True, slots=True)
class DomainCard:
    key: str
    label: str
    rows: tuple[ModuleRow, ...]
    done: int

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def lessons_done(self) -> int:
        return sum(row.done for row in self.rows)

    @property
    def lessons_total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A lesson of the first week. `state` is done, now (the next) or todo."""

    lesson: LessonOutline
    module: ModuleOutline
    number: int
    state: str


@dataclass(frozen=True, slots=True)
class FirstWeek:
    rows: tuple[WeekRow, ...]
    is_over: bool

    @property
    def done(self) -> int:
        return sum(row.state == "done" for row in self.rows)

    @property
    def minutes_left(self) -> int:
        return sum(row.lesson.revision.minutes for row in self.rows if row.state != "done")


@dataclass(frozen=True, slots=True)
class CourseOverview:
    """`optional` are the modules of which nothing is required."""

    cards: tuple[DomainCard, ...]
    week: FirstWeek
    optional: tuple[ModuleRow, ...]
    modules_done: int
    modules_total: int
    percent: int
    next: LessonOutline | None


def contents_of(module: ModuleOutline) -> str:
    """What a module holds, as a phrase: “4 lessons and a quiz”."""
    counts = Counter(lesson.kind for lesson in module.lessons)
    names = [kind.counted(counts[key]) for key, kind in lesson_kinds().items() if counts[key]]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def course_overview(outline: Outline, steps: Steps) -> CourseOverview:
    """How far somebody has come. Per cents are rounded down, so that 100 means all of it."""
    cards = []
    for key, label in Domain.choices:
        modules = [module for module in outline.open_modules() if module.domain == key]
        rows = tuple(_row(module, number, steps) for number, module in enumerate(modules, start=1))
        if rows:
            cards.append(DomainCard(key, str(label), rows, sum(row.state == "done" for row in rows)))
    lessons = sum(card.lessons_total for card in cards)
    return CourseOverview(
        cards=tuple(cards),
        week=_first_week(outline, steps),
        optional=tuple(_row(module, 0, steps) for module in outline.optional_modules()),
        modules_done=sum(card.done for card in cards),
        modules_total=sum(card.total for card in cards),
        percent=100 * sum(card.lessons_done for card in cards) // lessons if lessons else 0,
        next=steps.next_in_course(outline),
    )


def _first_week(outline: Outline, steps: Steps) -> FirstWeek:
    week, left = outline.first_week(), steps.left_in_first_week(outline)
    modules = {module.slug: module for module in outline.modules}
    rows = []
    for number, lesson in enumerate(week, start=1):
        state = "done" if lesson.pk in steps.completed else "now" if lesson in left[:1] else "todo"
        rows.append(WeekRow(lesson, modules[lesson.module_slug], number, state))
    return FirstWeek(tuple(rows), is_over=not left)


def _row(module: ModuleOutline, number: int, steps: Steps) -> ModuleRow:
    begun = any(lesson.pk in steps.opened for lesson in module.lessons)
    all_read = all(lesson.pk in steps.completed for lesson in module.lessons)
    state = "done" if steps.is_complete(module) or all_read else "now" if begun else "todo"
    return ModuleRow(module, number, steps.done(module), len(module.required), state, contents_of(module))


def module_overview(place: Place) -> dict[str, Any]:
    """What the module's page shows."""
    module = place.module
    notes = {note for lesson in module.lessons for note in lesson.revision.content_notes}
    left = [each for each in place.outline.open_modules() if each is not module and not place.steps.is_complete(each)]
    later = [each for each in left if each.number > module.number]
    following = next(iter(later + left), None)
    return {
        "place": place,
        "module": module,
        "contents": contents_of(module),
        "content_notes": spoken_of(notes),
        "done": place.steps.done(module),
        "is_complete": place.steps.is_complete(module),
        "next_lesson": place.steps.next_in(module),
        "is_optional": not module.required,
        "quiz_first": _quiz_first(place),
        "next_module": following,
        "next_module_contents": contents_of(following) if following else "",
        "section": "learning",
        "home_url": settings.LOGIN_REDIRECT_URL,
        "crumbs": [{"title": _("My learning"), "url": settings.LOGIN_REDIRECT_URL}],
        "rows": _lesson_rows(place),
        "course_is_complete": all(place.steps.is_complete(each) for each in place.outline.open_modules()),
    }


def _quiz_first(place: Place) -> LessonOutline | None:
    """What somebody experienced may do in place of the module's lessons, while they have done none of them."""
    if place.enrolment is None or place.done:
        return None
    return next((lesson for lesson in place.module.required if kind_of(lesson.kind).may_come_first(lesson)), None)


def _chip(lesson: LessonOutline, done: bool) -> str:
    if done:
        return _("Complete")
    if not lesson.published:
        return _("Not published")
    return "" if lesson.required else _("Optional")


def _lesson_rows(place: Place) -> list[dict[str, Any]]:
    """The lessons as rows of a list, in the words of `components/module_row.html`."""
    following = place.steps.next_in(place.module)
    rows = []
    for number, lesson in enumerate(place.module.lessons, start=1):
        done = lesson.pk in place.steps.completed
        minutes = lesson.revision.minutes
        rows.append(
            {
                "state": "done" if done else "now" if lesson is following else "todo",
                "number": number,
                "title": lesson.title,
                "url": lesson.url(),
                "detail": lesson.revision.summary,
                "chip": _chip(lesson, done),
                "tone": "ok" if done else "plain",
                "time": _("%(minutes)d min") % {"minutes": minutes},
            }
        )
    return rows
