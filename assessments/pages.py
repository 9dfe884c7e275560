"""What the pages of an attempt show. Nothing here tells a right answer before the attempt is submitted."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Attempt, AttemptQuestion
from assessments.score import points_to_pass


def lesson_url(attempt: Attempt) -> str:
    """The address of the quiz's own page."""
    lesson = attempt.quiz.lesson
    return reverse("courses:lesson", args=[lesson.module.course.slug, lesson.module.slug, lesson.slug])


def heading(attempt: Attempt) -> dict[str, Any]:
    """What every page of an attempt says at its top."""
    lesson = attempt.quiz.lesson
    return {
        "attempt": attempt,
        "lesson": lesson,
        "module": lesson.module,
        "lesson_url": lesson_url(attempt),
        "section": "learning",
    }


def answered_of(paper: list[AttemptQuestion]) -> dict[str, Any]:
    """How many are answered, in words too, and the places of those that are not."""
    unanswered = [asked.place for asked in paper if not asked.is_answered]
    done = len(paper) - len(unanswered)
    said = _("%(done)d of %(all)d answered") % {"done": done, "all": len(paper)}
    left = ngettext(
        "%(number)d question is not answered yet:", "%(number)d questions are not answered yet:", len(unanswered)
    )
    return {
        "answered": done,
        "all": len(paper),
        "said": said,
        "left": left % {"number": len(unanswered)} if unanswered else _("You have answered every question."),
        "unanswered": unanswered,
    }


def attempt_context(attempt: Attempt, paper: list[AttemptQuestion]) -> dict[str, Any]:
    """The page on which it is answered, and the one that asks before submitting with gaps."""
    points = sum(asked.type.grade(asked.choices, []).maximum for asked in paper)
    return {
        **heading(attempt),
        "paper": paper,
        "state": answered_of(paper),
        "is_overdue": attempt.is_overdue(),
        "points": points,
        "points_to_pass": points_to_pass(points, attempt.pass_mark),
    }
