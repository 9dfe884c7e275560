"""Completing a lesson, and with it perhaps the module and the course. One verb, safe to call twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from courses.models import Coverage, Enrolment, How, Lesson, LessonProgress, LessonRevision, ModuleProgress
from courses.signals import course_completed


class EnrolmentClosed(Exception):
    """The enrolment was closed meanwhile: nothing more is recorded on it."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What became complete by this call, and not before."""

    lesson: bool = False
    module: bool = False
    course: bool = False


def complete_lesson(enrolment_id: int, lesson_id: int, revision_id: int, how: How) -> Completion:
    """Record that a lesson was completed in this revision, in this way, and what follows from it.

    A lesson that was complete stays as it was first recorded; nothing ever un-completes. Raises EnrolmentClosed.
    """
    return complete_lessons(enrolment_id, {lesson_id: revision_id}, how)


@transaction.atomic
def complete_lessons(enrolment_id: int, revisions: Mapping[int, int], how: How) -> Completion:
    """`complete_lesson` for several of one module at once: `revisions` maps lessons to what was read of them."""
    # Two last lessons completed at once would each find the other missing: one at a time for an enrolment. SQLite has
    # one writer anyway (transactions are IMMEDIATE there).
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("course", "learner").get(pk=enrolment_id)
    )
    if enrolment.closed_at is not None:
        raise EnrolmentClosed
    completed = [pk for pk, revision_id in revisions.items() if _record(enrolment, pk, revision_id, how)]
    if not completed:
        return Completion()
    # One fact stays, how it was completed: what was watched, second by second, is nobody's concern any more.
    Coverage.objects.used_up_by(enrolment, completed).delete()
    module_completed, course_is_complete = _count(enrolment, completed)
    completes_course = course_is_complete and enrolment.completed_at is None
    _touch(enrolment, completes_course)
    if completes_course:
        course_completed.send(Enrolment, enrolment=enrolment)
    return Completion(True, module_completed, completes_course)


def _record(enrolment: Enrolment, lesson_id: int, revision_id: int, how: How) -> bool:
    """Write the lesson's row. False where it was complete already."""
    progress = LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson_id)
    facts = {"completed_at": timezone.now(), "how": how, "revision_id": revision_id}
    if progress.filter(completed_at=None).update(**facts):
        return True
    # Not opened yet, or complete already. Opening takes no lock, so the row may appear at any moment.
    LessonProgress.objects.bulk_create(
        [LessonProgress(enrolment=enrolment, lesson_id=lesson_id)], ignore_conflicts=True
    )
    return bool(progress.filter(completed_at=None).update(**facts))


def _count(enrolment: Enrolment, lesson_ids: Sequence[int]) -> tuple[bool, bool]:
    """Write the module's count. Returns whether the module became complete now, and whether the whole course is."""
    completed = Q(progress__enrolment=enrolment, progress__completed_at__isnull=False)
    before = ModuleProgress.objects.filter(enrolment=enrolment, module=OuterRef("module"))
    rows = (
        Lesson.objects.counting()
        .filter(module__course=enrolment.course_id)
        .order_by()
        .values("module")
        .annotate(
            required=Count("pk", distinct=True),
            done=Count("pk", filter=completed, distinct=True),
            here=Count("pk", filter=Q(pk__in=lesson_ids), distinct=True),
            completed_before=Subquery(before.values("completed_at")),
        )
    )
    became_complete, all_complete = False, True
    for row in rows:
        if row["here"]:
            became_complete = row["done"] == row["required"] and row["completed_before"] is None
            ModuleProgress.objects.bulk_create(
                [
                    ModuleProgress(
                        enrolment=enrolment,
                        module_id=row["module"],
                        done=row["done"],
                        completed_at=timezone.now() if became_complete else row["completed_before"],
                    )
                ],
                update_conflicts=True,
                unique_fields=["enrolment", "module"],
                update_fields=["done", "completed_at"],
            )
        all_complete &= row["done"] == row["required"]
    return became_complete, all_complete and bool(rows)


def _touch(enrolment: Enrolment, completes: bool) -> None:
    enrolment.last_active_at = timezone.now()
    enrolment.started_at = enrolment.started_at or enrolment.last_active_at
    if completes:
        enrolment.completed_at = enrolment.last_active_at
        months = relativedelta(months=enrolment.course.valid_months)
        enrolment.expires_on = timezone.localdate(enrolment.completed_at) + months
    enrolment.save(update_fields=["last_active_at", "started_at", "completed_at", "expires_on"])


def revision_read(lesson_id: int, claimed: str | None, live: LessonRevision) -> int:
    """The id of the revision that was read: the one that the form claims, if learners could ever read it, else the
    live one."""
    if not claimed or not claimed.isdecimal() or claimed == str(live.pk):
        return live.pk
    known = LessonRevision.objects.filter(pk=int(claimed), lesson=lesson_id).exclude(published_at=None)
    return int(claimed) if known.exists() else live.pk
