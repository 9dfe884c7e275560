"""The lesson's page, which every kind of lesson may render with a template and context of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import How
from courses.outline import LessonOutline, ModuleOutline
from courses.panels import Panel, panels_for
from courses.places import Place
from courses.players import players_for
from courses.ways import COMPLETES, completing_words, note_of_lesson


def lesson_page(
    request: HttpRequest,
    place: Place,
    template: str = "courses/lesson.html",
    *,
    panels: list[Panel] | None = None,
    completes_with: Any = None,
    together: bool = True,
    claims: Mapping[Any, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """The page of `place.lesson`. `template` extends `courses/lesson_frame.html`; `completes_with` are the words of the
    button that completes it; `together` says whether having done it with the supervisor does; `claims` are what one may
    say instead of a lesson with recordings; `panels` are given where a form came that could not be kept."""
    shown = panels_for(request, place) if panels is None else panels
    way = "" if place.is_completed else place.steps.ways.get(place.lesson.pk, "")
    return render(
        request,
        template,
        {
            "section": "learning",
            "place": place,
            "module": place.module,
            "lesson": place.lesson,
            "revision": place.lesson.revision,
            "note": note_of_lesson(place, together),
            "way": way,
            "how": COMPLETES.get(way, ""),
            # Where somebody comes back to after a break.
            "here": request.get_full_path() if request.method != "POST" else place.lesson.url(),
            "length": length_of(place.lesson),
            "where": where_in_module(place.module, place.lesson),
            "steps": side_steps(place),
            "week": first_week_place(place),
            "previous": place.previous_lesson(),
            "players": players_for(request, place),
            "claims": claims_beside(place, COMPLETES.get(way), claims or {}),
            "panels": shown,
            # What was typed goes along into a break.
            "break_form": "complete" if shown else "",
            "completes_with": _("Continue")
            if place.is_completed
            else completing_words(way, completes_with or _("Mark complete and continue")),
            **context,
        },
        status=200 if panels is None or request.method != "POST" else 422,
    )


def claims_beside(place: Place, main: str | None, claims: Mapping[Any, Any]) -> dict[str, Any]:
    """What stands beneath the main button of a lesson with recordings. Done together is said once: by the main button
    (`main`), where that was chosen beforehand."""
    if not place.lesson.recordings or place.is_completed:
        return {}
    return {str(how): words for how, words in claims.items() if how != main or how != How.TOGETHER}


def length_of(lesson: LessonOutline) -> str:
    """How long it takes: “About 3 minutes’ reading, and one recording”. Nobody knows how long a recording is."""
    minutes = lesson.revision.minutes
    reading = ngettext("About a minute’s reading", "About %(minutes)d minutes’ reading", minutes) % {"minutes": minutes}
    if not lesson.recordings:
        return reading
    count = len(lesson.recordings)
    recordings = ngettext("one recording", "%(count)d recordings", count) % {"count": count}
    return _("%(reading)s, and %(recordings)s") % {"reading": reading, "recordings": recordings}


def where_in_module(module: ModuleOutline, lesson: LessonOutline) -> str:
    """“Lesson 2 of 4”, or for what is not a reading its place among all: “Part 5 of 5”."""
    readings = [each for each in module.lessons if each.kind == "reading"]
    if lesson in readings:
        return _("Lesson %(number)d of %(total)d") % {"number": readings.index(lesson) + 1, "total": len(readings)}
    numbers = {"number": module.lessons.index(lesson) + 1, "total": len(module.lessons)}
    return _("Part %(number)d of %(total)d") % numbers


def first_week_place(place: Place) -> str:
    """“First week: lesson 4 of 12. Next: Earning Trust”, or nothing where the lesson isn't of it or it is over."""
    week = place.outline.first_week()
    if place.lesson not in week or not place.steps.left_in_first_week(place.outline):
        return ""
    numbers = {"number": week.index(place.lesson) + 1, "total": len(week)}
    said = _("First week: lesson %(number)d of %(total)d.") % numbers
    following = place.next_lesson()
    return said + " " + _("Next: %(title)s") % {"title": following.title} if following in week else said


def side_steps(place: Place) -> list[dict[str, Any]]:
    """The module’s lessons as they stand beside the page."""
    return [
        {
            "title": lesson.title,
            "url": lesson.url(),
            "done": lesson.pk in place.steps.completed,
            "current": lesson is place.at,
        }
        for lesson in place.module.lessons
    ]
