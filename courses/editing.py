"""What editors do to the course: texts as drafts and published, and back; rows with permanent keys.

`publishing.publish` writes a published text; what is here stands around it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from accounts.models import User
from courses.models import Lesson, LessonRevision, Module
from courses.publishing import REVISION_FIELDS, announce_change, digest_of, publish


@transaction.atomic
def publish_edit(lesson: Lesson, content: dict[str, Any], by: User, change_kind: str) -> bool:
    """Make `content` what learners read, in place of any draft. Returns whether that changed what they read."""
    before = lesson.live_id
    discard_draft(lesson)
    return publish(lesson, content, by, change_kind).pk != before


@transaction.atomic
def save_draft(lesson: Lesson, content: dict[str, Any], by: User) -> LessonRevision | None:
    """Keep `content` without showing it to learners. What they read already needs no draft, and gets none."""
    digest = digest_of(content)
    if lesson.live is not None and lesson.live.digest == digest:
        discard_draft(lesson)
        return None
    if lesson.draft is not None and lesson.draft.digest == digest:
        return lesson.draft
    discard_draft(lesson)
    draft = LessonRevision(lesson=lesson, number=_next_number(lesson), digest=digest, created_by=by)
    for name in REVISION_FIELDS:
        setattr(draft, name, content[name])
    draft.full_clean(exclude=["lesson", "digest"])
    draft.save()
    lesson.draft = draft
    lesson.save(update_fields=["draft"])
    return draft


@transaction.atomic
def discard_draft(lesson: Lesson) -> None:
    """Throw the draft away, if there is one."""
    draft = lesson.draft
    if draft is not None:
        lesson.draft = None
        lesson.save(update_fields=["draft"])
        draft.delete()


@transaction.atomic
def unpublish(lesson: Lesson, by: User) -> None:
    """Take the lesson from learners. Its text stays as a draft, unless there is one already; what people completed
    stays completed."""
    live = lesson.live
    if live is None:
        return
    lesson.live = None
    lesson.save(update_fields=["live"])
    if lesson.draft is None:
        save_draft(lesson, {name: getattr(live, name) for name in REVISION_FIELDS}, by)
    announce_change(lesson.module.course_id)


@transaction.atomic
def add_lesson(lesson: Lesson) -> Lesson:
    """Save a new lesson as the last of its module, under a permanent key."""
    lesson.key = free_name(Lesson.objects.all(), "key", f"{lesson.module.key}/{lesson.slug}")
    lesson.order = _last_order(lesson.module.lessons.values_list("order", flat=True)) + 1
    lesson.save()
    announce_change(lesson.module.course_id)
    return lesson


@transaction.atomic
def add_module(module: Module) -> Module:
    """Save a new module as the last of its course, under a permanent key."""
    module.key = free_name(Module.objects.all(), "key", slugify(module.title) or "module")
    module.order = _last_order(module.course.modules.values_list("order", flat=True)) + 1
    module.save()
    announce_change(module.course_id)
    return module


def free_name(rows: QuerySet[Any], field: str, wanted: str) -> str:
    """`wanted`, or with a number behind it where one of the rows has that in `field` already."""
    longest: int = rows.model._meta.get_field(field).max_length or 100
    stem = wanted[: longest - 5].strip("-")
    name, number = stem, 1
    while rows.filter(**{field: name}).exists():
        number += 1
        name = f"{stem}-{number}"
    return name


def _next_number(lesson: Lesson) -> int:
    last = lesson.revisions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _last_order(orders: Any) -> int:
    return max(orders, default=-1)
