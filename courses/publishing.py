"""Publishing a text of a lesson, and telling every process that what learners see has changed."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.models import Course, Lesson, LessonRevision

REVISION_FIELDS = (
    "aim", "summary", "body", "key_points", "practice", "prompt", "content_notes", "minutes",
)  # fmt: skip


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over what a revision says."""
    said = json.dumps({name: content[name] for name in REVISION_FIELDS}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def publish(
    lesson: Lesson,
    content: dict[str, Any],
    by: User | None = None,
    change_kind: str = LessonRevision.ChangeKind.MINOR,
) -> LessonRevision:
    """Make `content` (the names of REVISION_FIELDS) what learners read. The same text again makes no new revision."""
    digest = digest_of(content)
    if lesson.live is not None and lesson.live.digest == digest:
        return lesson.live
    last = lesson.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    revision = LessonRevision(
        lesson=lesson,
        number=last + 1,
        digest=digest,
        change_kind=change_kind,
        created_by=by,
        published_at=timezone.now(),
        **{name: content[name] for name in REVISION_FIELDS},
    )
    revision.full_clean(exclude=["lesson", "digest"])
    revision.save()
    lesson.live = revision
    lesson.save(update_fields=["live"])
    announce_change(lesson.module.course_id)
    return revision


def announce_change(course_id: int | None = None) -> None:
    """Give the course (or, without one, every course) a new stamp, so that no process shows what it read before.

    Call it in the transaction that changes what learners see.
    """
    courses = Course.objects.all() if course_id is None else Course.objects.filter(pk=course_id)
    courses.update(outline_stamp=uuid.uuid4())
