"""Questions in a theme's file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assessments.models import Question
from assessments.question_types import question_types
from assessments.writing import NotAskable, write_version
from courses.interchange.part import Data, Part, WrongFile
from courses.models import Lesson


class QuestionPart(Part):
    """`shuffle` stands there only where the options keep their order, `state` only where the question isn't in use."""

    section = "questions"
    numbered = True
    keys = ("key", "lesson", "type", "stem", "choices")
    optional_keys = ("state", "shuffle")

    def find(self, key: str) -> Question | None:
        return Question.objects.filter(key=key).select_related("lesson__module", "live").first()

    def check(self, data: Any, where: str) -> None:
        super().check(data, where)
        if data["type"] not in question_types():
            raise WrongFile(f"{where}: there is no type of question {data['type']!r}.")
        if data.get("state", Question.State.LIVE) not in Question.State.values:
            raise WrongFile(f"{where}: there is no state {data['state']!r}.")
        expected = question_types()[data["type"]].choice_keys
        for choice in data["choices"]:
            if not isinstance(choice, dict) or tuple(choice) != expected:
                raise WrongFile(f"{where}: a choice has exactly {', '.join(expected)}, in this order.")

    def describe(self, row: Question) -> Data:
        version = row.live
        assert version is not None, "a question without a version is in no file"
        kind = question_types()[version.kind]
        data: Data = {"key": row.key, "lesson": row.lesson.key, "type": version.kind, "stem": version.stem}
        if row.state != Question.State.LIVE:
            data["state"] = str(row.state)
        if not version.shuffle:
            data["shuffle"] = False
        return {**data, "choices": [kind.describe(choice) for choice in version.choices.all()]}

    def write(self, row: Question | None, data: Data, order: int, theme: str) -> Question:
        lesson = Lesson.objects.filter(key=data["lesson"], module__key=theme).first()
        if lesson is None:
            raise WrongFile(f"{data['key']}: there is no lesson {data['lesson']!r} in {theme}.")
        if row is not None and row.lesson.module_id != lesson.module_id:
            raise WrongFile(f"{data['key']}: this key stands in {row.lesson.module.key} already.")
        question = row or Question(key=data["key"])
        question.lesson, question.order = lesson, order
        question.full_clean()
        question.save()
        kind = question_types()[data["type"]]
        try:
            write_version(
                question,
                kind=data["type"],
                stem=data["stem"],
                shuffle=data.get("shuffle", True),
                choices=[kind.fields_of(choice) for choice in data["choices"]],
                state=data.get("state", Question.State.LIVE),
            )
        except NotAskable as error:
            raise WrongFile(f"{data['key']}: {error}") from error
        return question

    def rows_of(self, theme: str) -> Iterable[Question]:
        if not theme:
            return []
        rows = Question.objects.filter(lesson__module__key=theme, live__isnull=False)
        return rows.select_related("lesson", "live").prefetch_related("live__choices").order_by("order", "id")
