"""A practitioner's review of a lesson: recorded for the text that learners read at the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from courses.models import Lesson, LessonReview
from courses.publishing import announce_change


class NothingToReview(Exception):
    """The lesson is not published: nobody can have read it."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The last review of a lesson, and whether learners still read the text that was reviewed."""

    by: str
    on: date
    is_of_this_text: bool


@transaction.atomic
def record_review(review: LessonReview, by: User | None) -> LessonReview:
    """Save a new review as one of the lesson's published text. Raises NothingToReview."""
    lesson = Lesson.objects.select_related("module").get(pk=review.lesson_id)
    if lesson.live_id is None:
        raise NothingToReview
    review.revision_id, review.recorded_by = lesson.live_id, by
    review.save()
    announce_change(lesson.module.course_id)
    return review


def last_reviews(course_id: int) -> dict[int, LessonReview]:
    """The last review of each lesson of a course that has one, by the lesson's id."""
    rows = LessonReview.objects.filter(lesson__module__course=course_id).order_by("reviewed_on", "pk")
    return {row.lesson_id: row for row in rows}
