"""People on a course, each where one of the mails finds them, on Tuesday 1 December 2026 at ten in the morning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import Absence, User
from accounts.registering import register_person
from courses.completing import complete_lesson
from courses.enrolling import enrol
from courses.models import Course, Enrolment, How, Lesson
from notifications.models import Delivery, Notice
from tests.courses.building import small_course

TEN = datetime(2026, 12, 1, 10, tzinfo=UTC)
TODAY = date(2026, 12, 1)
LONG_AGO = TEN - timedelta(days=60)


def course() -> Course:
    return Course.objects.first() or small_course()


def person(name: str, **fields: Any) -> User:
    return register_person(f"{name.split()[0].lower()}@example.org", name, **fields)


def learner(name: str, **facts: Any) -> Enrolment:
    """Somebody on the course for long, of whom everything told so far is forgotten."""
    facts = {"assigned_at": LONG_AGO, "due_on": None, **facts}
    enrolment = enrol(person(name), course())
    Enrolment.objects.filter(pk=enrolment.pk).update(**facts)
    forget()
    enrolment.refresh_from_db()
    return enrolment


def forget() -> None:
    Notice.objects.all().delete()
    Delivery.objects.all().delete()


def began(days_ago: int, active: int | None = None) -> dict[str, datetime]:
    """The facts of somebody who began, and when they were here last."""
    last = days_ago if active is None else active
    return {"started_at": TEN - timedelta(days=days_ago), "last_active_at": TEN - timedelta(days=last)}


def away(someone: User, starts: date, ends: date) -> Absence:
    return Absence.objects.create(person=someone, starts=starts, ends=ends)


def finish(enrolment: Enrolment) -> None:
    for lesson in Lesson.objects.counting():
        complete_lesson(enrolment.pk, lesson.pk, lesson.live_id, How.READ)
    enrolment.refresh_from_db()


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def told() -> set[tuple[str, str]]:
    """Whom each notice is about, and its kind."""
    return {(notice.person.name, notice.kind) for notice in Notice.objects.select_related("person")}
