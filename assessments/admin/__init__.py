"""Quizzes as editors and people administrators meet them in the administration."""

from assessments.admin.adjustments import ExtraTimeAdmin
from assessments.admin.content import (
    QuestionAdmin,
    QuestionVersionAdmin,
    QuizAdmin,
    ScenarioAdmin,
    ScenarioStepAdmin,
)

__all__ = [
    "ExtraTimeAdmin",
    "QuestionAdmin",
    "QuestionVersionAdmin",
    "QuizAdmin",
    "ScenarioAdmin",
    "ScenarioStepAdmin",
]
