"""The types of question there are, one file each, named in QUESTION_TYPES."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from assessments.question_types.contract import FeedbackRow, QuestionType, Refused, Response

__all__ = ["FeedbackRow", "QuestionType", "Refused", "Response", "question_types", "type_of"]


@cache
def question_types() -> dict[str, QuestionType]:
    """The types by key, in the order of the settings."""
    types = (import_string(path)() for path in settings.QUESTION_TYPES)
    return {each.key: each for each in types}


def type_of(key: str) -> QuestionType:
    return question_types()[key]
