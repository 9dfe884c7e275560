"""The recordings of a lesson as they stand on its page for one viewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.intervals import Interval, seconds, share
from courses.models import Coverage
from courses.places import Place
from media_links.playing import Playable, clock

# The script sets it for a week where the provider’s player doesn’t answer.
BLOCKED_COOKIE = "player-blocked"
# Who stopped so near to the beginning or the end needs no way back there.
NEAR = 10


@dataclass(frozen=True, slots=True)
class Player:
    """`report_url` is empty where nothing is noted; `resume` are the seconds from which to go on, or 0."""

    recording: Playable
    code_url: str
    is_blocked: bool
    report_url: str = ""
    watched: str = ""
    resume: int = 0

    @property
    def resume_at(self) -> str:
        return clock(self.resume)

    @property
    def resume_url(self) -> str:
        return self.recording.watch_from(self.resume)


def players_for(request: HttpRequest, place: Place) -> list[Player]:
    """One for each recording, with what the viewer themselves has watched of it, until the lesson is complete."""
    lesson = place.lesson
    is_noted = bool(lesson.recordings) and not place.is_preview and not place.is_completed
    own = Coverage.objects.owned_by(request.user).filter(link__in=[each.pk for each in lesson.recordings])
    coverages = {each.link_id: each for each in own.select_related("link")} if is_noted else {}
    address = [lesson.course_slug, lesson.module_slug, lesson.slug]
    return [
        Player(
            recording=each,
            code_url=reverse("courses:code", args=[*address, each.pk]),
            is_blocked=BLOCKED_COOKIE in request.COOKIES,
            report_url=reverse("courses:watched", args=[*address, each.pk]) if is_noted else "",
            **_memory(coverages.get(each.pk)),
        )
        for each in lesson.recordings
    ]


def _memory(coverage: Coverage | None) -> dict[str, Any]:
    if coverage is None:
        return {}
    length = coverage.link.duration_seconds or coverage.link.reported_seconds
    is_amid = coverage.position >= NEAR and (not length or coverage.position <= length - NEAR)
    return {
        "watched": played_so_far(coverage.intervals, length),
        "resume": coverage.position if is_amid else 0,
    }


def played_so_far(intervals: Iterable[Interval], length: int | None) -> str:
    """How much was played, for people: in parts of a hundred or, where nobody knows the length, in minutes."""
    intervals = list(intervals)
    if not intervals:
        return ""
    if not length:
        return _("Played so far: %(time)s") % {"time": clock(int(seconds(intervals)))}
    # Rounded down: nobody is told that they are there before they are.
    return _("Played so far: %(percent)d %%") % {"percent": int(share(intervals, length) * 100)}
