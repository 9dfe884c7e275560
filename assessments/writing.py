"""Writing a question: each change is a version of its own, and what was asked stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from assessments.models import Choice, Question, QuestionVersion
from assessments.question_types import type_of


class NotAskable(Exception):
    """Nobody could be asked this; the message says why, for whoever wrote it."""


@transaction.atomic
def write_version(
    question: Question,
    *,
    kind: str,
    stem: str,
    choices: Sequence[dict[str, Any]],
    shuffle: bool = True,
    state: str = Question.State.LIVE,
    by: User | None = None,
) -> QuestionVersion:
    """Make this the wording in use. `choices` are fields of Choice, in order. The same wording makes no new version.

    Raises NotAskable.
    """
    if not stem.strip():
        raise NotAskable("The question has no words.")
    rows = [Choice(order=order, **fields) for order, fields in enumerate(choices)]
    if problem := type_of(kind).problem(rows):
        raise NotAskable(problem)
    version = question.live
    if version is None or not _is_same(version, kind, stem, shuffle, rows):
        last = question.versions.aggregate(last=Max("number"))["last"] or 0
        version = QuestionVersion.objects.create(
            question=question, number=last + 1, kind=kind, stem=stem, shuffle=shuffle, created_by=by
        )
        for row in rows:
            row.version = version
        Choice.objects.bulk_create(rows)
    question.live, question.state = version, state
    question.save(update_fields=["live", "state"])
    return version


def _is_same(version: QuestionVersion, kind: str, stem: str, shuffle: bool, rows: Sequence[Choice]) -> bool:
    if (version.kind, version.stem, version.shuffle) != (kind, stem, shuffle):
        return False
    return [_said(choice) for choice in version.choices.all()] == [_said(row) for row in rows]


def _said(choice: Choice) -> tuple[Any, ...]:
    return (choice.order, choice.text, choice.is_right, choice.match, choice.feedback)
