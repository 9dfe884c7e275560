"""Keeping somebody's place. It says nothing about learning, so that reading a page may write it."""

from courses.models import LessonProgress
from courses.places import Place


def reach(place: Place) -> None:
    """Note that the lesson was opened. The first time stands."""
    if place.is_preview or place.lesson.pk in place.steps.opened:
        return
    LessonProgress.objects.bulk_create(
        [LessonProgress(enrolment=place.enrolment, lesson_id=place.lesson.pk)], ignore_conflicts=True
    )
