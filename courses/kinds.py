"""What a lesson can be. Upper apps bring kinds of their own, named in LESSON_KINDS."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.models import How, Lesson
from courses.outline import LessonOutline
from courses.pages import lesson_page
from courses.panels import Panel
from courses.places import Place
from courses.watching import has_watched_enough


class LessonKind:
    """A kind of lesson. `key` stands in the lesson's row and never changes."""

    key: str
    # What the button that completes it says.
    completes_with: Any = _("Mark complete and continue")
    # Whether having done it together with the supervisor completes it.
    together = True
    # What somebody may say instead, where the lesson has recordings. Where there is one, watching will do, too.
    claims: Mapping[How, Any] = {}

    def page(self, request: HttpRequest, place: Place, panels: list[Panel] | None = None) -> HttpResponse:
        """The lesson as a page. `panels` are those of a form that could not be kept: they show what is wrong."""
        return lesson_page(
            request,
            place,
            panels=panels,
            completes_with=self.completes_with,
            together=self.together,
            claims=self.claims,
        )

    def how_completed(self, place: Place, data: Any) -> How | None:
        """How posting `data` to the lesson completes it, or None where this does not."""
        raise NotImplementedError

    def may_come_first(self, lesson: LessonOutline) -> bool:
        """Whether completing it first is done with the readings of its module too."""
        return False

    def how_claimed(self, place: Place, data: Any) -> How | None:
        """How posting `data` completes the lesson, done together or in a way of the kind's own."""
        if self.together and data.get("how") == How.TOGETHER:
            return How.TOGETHER
        return self.how_completed(place, data)

    def counted(self, number: int) -> str:
        """So many of them, for people: “4 lessons”."""
        raise NotImplementedError

    def describe(self, lesson: Lesson) -> dict[str, Any]:
        """What the lesson has beside its text, as it stands in the course's files."""
        return {}

    def load(self, lesson: Lesson, data: dict[str, Any]) -> None:
        """Write to the tables what `describe` tells. Called after every lesson of the course is there."""


class Reading(LessonKind):
    """A text, perhaps with recordings. What a browser may claim is how somebody took it in."""

    key = "reading"
    claims = {
        How.READ: _("I have read the text"),
        How.ELSEWHERE: _("I watched it elsewhere"),
        How.TOGETHER: _("We did this with my supervisor"),
    }

    def how_completed(self, place: Place, data: Any) -> How | None:
        claimed = data.get("how")
        if claimed is None:
            is_watched = place.enrolment is not None and has_watched_enough(place.enrolment.learner_id, place.lesson)
            return How.WATCHED if is_watched else How.READ
        return How(claimed) if claimed in self.claims else None

    def counted(self, number: int) -> str:
        return ngettext("%(number)d lesson", "%(number)d lessons", number) % {"number": number}


@cache
def lesson_kinds() -> dict[str, LessonKind]:
    """The kinds of lesson there are, by key, in the order of the settings."""
    kinds = (import_string(path)() for path in settings.LESSON_KINDS)
    return {kind.key: kind for kind in kinds}


def kind_of(key: str) -> LessonKind:
    return lesson_kinds()[key]
