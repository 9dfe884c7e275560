"""A lesson with recordings, and reports as a player's script sends them."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from courses import watching
from courses.models import Course, Coverage, Lesson, LessonMedia, LessonProgress
from courses.outline import LessonOutline, outline_of
from courses.publishing import announce_change
from courses.watch_reports import WatchReport
from media_links.models import MediaLink
from tests.courses.building import lesson, make_person, put_on, small_course

FEAR = "coercion/fear"
ONE_TAB, OTHER_TAB = uuid.UUID(int=1), uuid.UUID(int=2)


class ServerClock:
    """The clock by which reports are judged: it goes on as fast as the test says."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        patch.setattr(watching, "timezone", SimpleNamespace(now=self.now))

    def now(self) -> datetime:
        return timezone.now() + self.ahead

    def wait(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


def make_recording(key: str, **fields: Any) -> MediaLink:
    """A video, checked by an editor; its id is the key, made as long as ids are."""
    defaults = {"kind": "video", "group": "discussion", "title": f"About {key}", "pairing_confirmed": True}
    return MediaLink.objects.create(
        key=key, provider="youtube", external_id=f"{key:x<11}"[:11], **{**defaults, **fields}
    )


def put_into(link: MediaLink, key: str, *, required: bool = False) -> Lesson:
    """Put the recording into the lesson with this key."""
    found = lesson(key)
    LessonMedia.objects.create(lesson=found, link=link, required=required, order=found.lesson_media.count())
    return found


def outline(key: str) -> LessonOutline:
    """The lesson as learners see it now."""
    course = Course.objects.get()
    pk = lesson(key).pk
    return next(each for each in outline_of(course).lessons() if each.pk == pk)


def report(*intervals: tuple[float, float], sequence: int = 1, token: uuid.UUID = ONE_TAB, **more: Any) -> WatchReport:
    return WatchReport(token=token, sequence=sequence, intervals=intervals, **more)


def sent(*intervals: tuple[float, float], sequence: int = 1, token: uuid.UUID = ONE_TAB, **more: Any) -> dict[str, str]:
    """The form that a script posts."""
    return {"report": json.dumps({"token": str(token), "sequence": sequence, "intervals": intervals, **more})}


def someone_with_a_film() -> User:
    """Sam learns; the lesson on fear has one recording, of a hundred seconds."""
    course, sam = small_course(), make_person("Sam")
    put_on(course, sam)
    put_into(make_recording("film", duration_seconds=100), FEAR)
    announce_change()
    return sam


def film() -> MediaLink:
    return MediaLink.objects.get(key="film")


def noted() -> list[list[float]]:
    """The intervals of the only coverage there is."""
    return Coverage.objects.get().intervals


def completed() -> list[tuple[str, str]]:
    """The lessons that are complete, and how."""
    rows = LessonProgress.objects.filter(completed_at__isnull=False).order_by("pk")
    return list(rows.values_list("lesson__key", "how"))
