"""A course and a module at a glance: what is done, what is next, how long it takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from courses.content_notes import spoken_of
from courses.kinds import lesson_kinds
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
class CourseOverview:
    cards: tuple[DomainCard, ...]
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
        modules_done=sum(card.done for card in cards),
        modules_total=sum(card.total for card in cards),
        percent=100 * sum(card.lessons_done for card in cards) // lessons if lessons else 0,
        next=steps.next_in_course(outline),
    )


def _row(module: ModuleOutline, number: int, steps: Steps) -> ModuleRow:
    begun = any(lesson.pk in steps.opened for lesson in module.lessons)
    state = "done" if steps.is_complete(module) else "now" if begun else "todo"
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
        "next_module": following,
        "next_module_contents": contents_of(following) if following else "",
        "section": "learning",
        "home_url": settings.LOGIN_REDIRECT_URL,
        "crumbs": [{"title": _("My learning"), "url": settings.LOGIN_REDIRECT_URL}],
        "rows": _lesson_rows(place),
        "course_is_complete": all(place.steps.is_complete(each) for each in place.outline.open_modules()),
    }


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
                "chip": _("Complete") if done else "" if lesson.published else _("Not published"),
                "tone": "ok" if done else "plain",
                "time": _("%(minutes)d min") % {"minutes": minutes},
            }
        )
    return rows
