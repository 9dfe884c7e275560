"""A course and a module at a glance: what is done, what is next, how long it takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.kinds import kind_of, lesson_kinds
from courses.models import Domain
from courses.module_ways import note_of_module
from courses.outline import LessonOutline, ModuleOutline, Outline
from courses.places import Place, Steps
from courses.ways import CHIPS, Way, chip_of


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module in a list. `state` is done, now (begun) or todo; `number` counts within its domain."""

    module: ModuleOutline
    number: int
    done: int
    total: int
    state: str
    contents: str
    chip: str = ""

    @property
    def tone(self) -> str:
        return "ok" if self.state == "done" else "plain"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A lesson that somebody keeps for later or wants to do with their supervisor. For their own eyes."""

    lesson: LessonOutline
    module: ModuleOutline
    chip: str


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
    set_aside: tuple[SetAside, ...] = ()


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
        set_aside=tuple(
            SetAside(lesson, module, chip_of(steps.ways, lesson))
            for module in outline.modules
            for lesson in module.lessons
            if lesson.pk not in steps.completed and chip_of(steps.ways, lesson)
        ),
    )


def _first_week(outline: Outline, steps: Steps) -> FirstWeek:
    week, left = outline.first_week(), steps.left_in_first_week(outline)
    modules = {module.slug: module for module in outline.modules}
    following = next((lesson for lesson in left if not steps.is_kept(lesson)), None)
    rows = []
    for number, lesson in enumerate(week, start=1):
        state = "done" if lesson.pk in steps.completed else "now" if lesson is following else "todo"
        rows.append(WeekRow(lesson, modules[lesson.module_slug], number, state))
    return FirstWeek(tuple(rows), is_over=not left)


def _row(module: ModuleOutline, number: int, steps: Steps) -> ModuleRow:
    begun = any(lesson.pk in steps.opened for lesson in module.lessons)
    all_read = all(lesson.pk in steps.completed for lesson in module.lessons)
    state = "done" if steps.is_complete(module) or all_read else "now" if begun else "todo"
    chip = _("Complete") if state == "done" else ""
    if not chip and steps.kept_in(module) and steps.next_in(module) is None:
        chip, state = str(CHIPS[Way.LATER]), "todo"
    return ModuleRow(module, number, steps.done(module), len(module.required), state, contents_of(module), chip)


def reading_time(module: ModuleOutline) -> str:
    """“about 12 minutes of reading”, or nothing where nobody has said."""
    if not module.minutes:
        return ""
    said = ngettext("about a minute of reading", "about %(minutes)d minutes of reading", module.minutes)
    return said % {"minutes": module.minutes}


def at_a_glance(module: ModuleOutline) -> str:
    """What a module holds and how long it takes: “4 lessons and a quiz, about 12 minutes of reading”."""
    return ", ".join(filter(None, [contents_of(module), reading_time(module)]))


def module_overview(place: Place) -> dict[str, Any]:
    """What the module's page shows."""
    module = place.module
    left = [each for each in place.outline.open_modules() if each is not module and not place.steps.is_complete(each)]
    later = [each for each in left if each.number > module.number]
    following = next(iter(later + left), None)
    return {
        "place": place,
        "module": module,
        "contents": " · ".join(filter(None, [contents_of(module), reading_time(module)])),
        "note": note_of_module(place),
        "done": place.steps.done(module),
        "is_complete": place.steps.is_complete(module),
        "next_lesson": place.steps.next_in(module),
        "is_optional": not module.required,
        "quiz_first": _quiz_first(place),
        "kept": place.steps.kept_in(module),
        "next_module": following,
        "next_module_contents": at_a_glance(following) if following else "",
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
                "chip": _chip(lesson, done) or chip_of(place.steps.ways, lesson),
                "tone": "ok" if done else "plain",
                "time": _("%(minutes)d min") % {"minutes": minutes},
            }
        )
    return rows
