"""How somebody may take what is hard to read, hear or see: the choices at a content note, and what each leads to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.content_notes import spoken_of
from courses.models import How, NoteChoice
from courses.outline import LessonOutline
from courses.places import Place

Way = NoteChoice.Way

WORDS = {
    Way.GO_ON: gettext_lazy("Go on"),
    Way.TEXT_ONLY: gettext_lazy("Read the text instead"),
    Way.TOGETHER: gettext_lazy("Do it with my supervisor"),
    Way.LATER: gettext_lazy("Come back later"),
}
CHOSEN = {
    Way.TEXT_ONLY: (
        gettext_lazy("You chose to read."),
        gettext_lazy("The recordings are put away. Completing it by reading counts in full."),
    ),
    Way.TOGETHER: (
        gettext_lazy("You chose to do this with your supervisor."),
        gettext_lazy(
            "Nobody is told, so bring it up yourself. Agree when, how long, and that either of you may stop. Go "
            "through it together, then press “We did this with my supervisor” at the end."
        ),
    ),
    Way.LATER: (gettext_lazy("You kept this for later."), gettext_lazy("It waits here until you come back to it.")),
}
# What is said of a lesson in a list of one's own.
CHIPS = {Way.LATER: gettext_lazy("Kept for later"), Way.TOGETHER: gettext_lazy("With my supervisor")}
# How a lesson is completed by the main button, where the way chosen says so.
COMPLETES: dict[str, How] = {Way.TEXT_ONLY: How.READ, Way.TOGETHER: How.TOGETHER}


@dataclass(frozen=True, slots=True)
class ContentNote:
    """What is told before something hard. `choices` are ways with the words of their buttons, none where there is
    nothing to choose; `title` and `text` tell what was chosen."""

    speaks_of: str
    url: str = ""
    way: str = ""
    choices: tuple[tuple[str, Any], ...] = ()

    @property
    def title(self) -> str:
        return str(CHOSEN[Way(self.way)][0]) if self.way in CHOSEN else ""

    @property
    def text(self) -> str:
        return str(CHOSEN[Way(self.way)][1]) if self.way in CHOSEN else ""

    def __bool__(self) -> bool:
        return bool(self.speaks_of or self.title)


def offered(lessons: Collection[LessonOutline], together: bool) -> list[Way]:
    """The ways in which these lessons can be taken: reading needs something to leave out, and not every kind can be
    done `together`."""
    ways = [Way.GO_ON]
    if any(lesson.recordings for lesson in lessons):
        ways.append(Way.TEXT_ONLY)
    if together:
        ways.append(Way.TOGETHER)
    return [*ways, Way.LATER]


def note_of_lesson(place: Place, together: bool) -> ContentNote:
    """The note before a lesson. The choices go once it is completed."""
    lesson = place.lesson
    speaks_of = spoken_of(lesson.revision.content_notes)
    if place.is_preview or place.is_completed:
        return ContentNote(speaks_of)
    way = place.steps.ways.get(lesson.pk, "")
    ways = offered([lesson], together)
    url = reverse("courses:choose", args=[lesson.course_slug, lesson.module_slug, lesson.slug])
    return ContentNote(speaks_of, url, way, tuple((each, WORDS[each]) for each in ways if each != way))


def fitting(way: Way, lesson: LessonOutline, together: bool) -> Way:
    """The way in which a choice for a whole module takes this lesson."""
    return way if way in offered([lesson], together) else Way.GO_ON


def chip_of(ways: dict[int, str], lesson: LessonOutline) -> str:
    """“Kept for later” or “With my supervisor”, or nothing."""
    way = ways.get(lesson.pk, "")
    return str(CHIPS[Way(way)]) if way in CHIPS else ""


def completing_words(way: str, otherwise: Any) -> Any:
    """What the button says that completes a lesson taken in this way."""
    return _("We did this with my supervisor") if way == Way.TOGETHER else otherwise
