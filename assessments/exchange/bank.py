"""The bank's questions as entries of a file."""

from __future__ import annotations

from assessments.exchange.entry import Entry, Option, canonical, used
from assessments.models import Question
from assessments.models.questions import QuestionQuerySet
from assessments.question_types import type_of


def in_files_order(questions: QuestionQuerySet) -> QuestionQuerySet:
    """Module by module, each as in the course's own files."""
    rows = questions.select_related("lesson", "live").prefetch_related("live__choices")
    return rows.order_by("lesson__module__order", "lesson__module_id", "order", "pk")


def entry_of(question: Question) -> Entry:
    """A question that has a version."""
    version = question.live
    assert version is not None, "a question without a version is in no file"
    has_right, has_match = used(type_of(version.kind).choice_keys)
    return Entry(
        key=question.key,
        lesson=question.lesson.key,
        lesson_title=question.lesson.title,
        kind=version.kind,
        stem=canonical(version.stem),
        shuffle=version.shuffle,
        state=str(question.state),
        options=tuple(
            Option(
                text=canonical(choice.text),
                is_right=has_right and choice.is_right,
                match=canonical(choice.match) if has_match else "",
                feedback=canonical(choice.feedback),
            )
            for choice in version.choices.all()
        ),
    )
