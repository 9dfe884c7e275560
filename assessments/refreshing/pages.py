"""What the pages of a refresher show. Nothing here tells a right answer before it is finished."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from assessments.models import Refresher, RefresherQuestion
from assessments.results import marked
from courses.outline import outline_of


def heading(refresher: Refresher) -> dict[str, Any]:
    """What both pages say at their top."""
    return {
        "refresher": refresher,
        "lesson": refresher.quiz.lesson,
        "module": refresher.quiz.lesson.module,
        "home_url": settings.LOGIN_REDIRECT_URL,
        "section": "learning",
    }


def result_context(refresher: Refresher, paper: list[RefresherQuestion]) -> dict[str, Any]:
    """What the page of a finished refresher shows: what is right and why, and the lessons worth another look."""
    lessons = {lesson.pk: lesson for lesson in outline_of(refresher.enrolment.course).lessons()}
    missed = {asked.version.question.lesson_id for asked in paper if asked.given and not asked.score.is_full}
    return {
        **heading(refresher),
        "questions": [marked(asked, asked.score, lessons.get(asked.version.question.lesson_id)) for asked in paper],
        "answered": sum(bool(asked.given) for asked in paper),
        "missed": sum(bool(asked.given) and not asked.score.is_full for asked in paper),
        "lessons_again": [lesson for pk, lesson in lessons.items() if pk in missed],
    }
