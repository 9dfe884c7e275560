"""The choices at a module's content note: each is a choice for the lessons of the module that are left."""

from __future__ import annotations

from django.urls import reverse

from courses.content_notes import spoken_of
from courses.kinds import kind_of
from courses.outline import LessonOutline
from courses.places import Place
from courses.ways import WORDS, ContentNote, Way, fitting, offered


def note_of_module(place: Place) -> ContentNote:
    module = place.module
    speaks_of = spoken_of({note for lesson in module.lessons for note in lesson.revision.content_notes})
    if place.enrolment is None or not _left(place, Way.GO_ON):
        return ContentNote(speaks_of)
    ways = [way for way in Way if choices_for(place, way)]
    taken = place.steps.ways
    way = next((way for way in ways if choices_for(place, way).items() <= taken.items()), "")
    url = reverse("courses:choose_module", args=[module.course_slug, module.slug])
    return ContentNote(speaks_of, url, way, tuple((each, WORDS[each]) for each in ways if each != way))


def choices_for(place: Place, way: Way) -> dict[int, Way]:
    """What choosing this way for the module means for each lesson, by id. Empty where nobody offers it."""
    left = _left(place, way)
    if not any(way in offered([lesson], kind_of(lesson.kind).together) for lesson in left):
        return {}
    return {lesson.pk: fitting(way, lesson, kind_of(lesson.kind).together) for lesson in left}


def _left(place: Place, way: Way) -> list[LessonOutline]:
    """The lessons not completed that speak of something hard or for which something was chosen before. To come back
    later is for all that are left."""
    return [
        lesson
        for lesson in place.module.lessons
        if lesson.pk not in place.steps.completed
        and (way == Way.LATER or lesson.revision.content_notes or lesson.pk in place.steps.ways)
    ]
