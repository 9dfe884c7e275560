"""Whoever looks after the course, and the forms they send."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.registering import register_person
from courses.models import Lesson

PASSWORD = "a long enough passphrase"


def with_role(name: str, role: str) -> User:
    somebody = register_person(f"{name.lower()}@example.org", name, PASSWORD, is_staff=True)
    somebody.groups.add(Group.objects.get(name=role))
    return somebody


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def lesson_form(lesson: Lesson | None = None, **changes: Any) -> dict[str, Any]:
    """What the form of a lesson sends when nothing was changed, with `changes`."""
    data: dict[str, Any] = {
        "lesson_media-TOTAL_FORMS": 0, "lesson_media-INITIAL_FORMS": 0,
        "reviews-TOTAL_FORMS": 0, "reviews-INITIAL_FORMS": 0, "first_week": "",
        "title": "", "slug": "", "aim": "", "summary": "", "body": "", "key_points": "", "practice": "", "prompt": "",
        "content_notes": [], "minutes": 1, "local_note": "", "local_note_checked_by": "", "local_note_checked_on": "",
    }  # fmt: skip
    if lesson is not None:
        data |= {"title": lesson.title, "slug": lesson.slug, "local_note": lesson.local_note}
        data |= {"required": "on"} if lesson.required else {}
        data |= {"wants_local_note": "on"} if lesson.wants_local_note else {}
        data["first_week"] = lesson.first_week or ""
        data["seen"] = f"{lesson.live_id or 0}/{lesson.draft_id or 0}"
        text = lesson.draft or lesson.live
        for name in ("aim", "summary", "body", "practice", "prompt", "content_notes", "minutes") if text else ():
            data[name] = getattr(text, name)
        data["key_points"] = "\r\n".join(text.key_points) if text else ""
        uses = list(lesson.lesson_media.all())
        data |= {"lesson_media-TOTAL_FORMS": len(uses), "lesson_media-INITIAL_FORMS": len(uses)}
        for number, use in enumerate(uses):
            fields = {"id": use.pk, "lesson": lesson.pk, "order": use.order, "link": use.link_id}
            data |= {f"lesson_media-{number}-{name}": value for name, value in fields.items()}
    return {**data, **changes}


def address(row: Any, page: str = "change") -> str:
    return reverse(f"admin:courses_{row._meta.model_name}_{page}", args=[row.pk])


def save(client: Client, row: Lesson, button: str = "_publish", **changes: Any) -> HttpResponse:
    return client.post(address(row), {**lesson_form(row, **changes), button: "1"})


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return dict(answer.context["adminform"].form.errors)


def seen_by(learner: User, path: str = "coercion/fear") -> str:
    return signed_in(learner).get(f"/learn/induction/{path}/").content.decode()
