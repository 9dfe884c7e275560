"""A quiz in its lesson's entry: what it takes to pass, and what is drawn."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from assessments.models import Question, Quiz, QuizSlot
from courses.interchange.part import Data, WrongFile
from courses.models import Lesson, Module

# They stand in a file only where they differ from what a new quiz has.
OPTIONAL = ("attempts_allowed", "wait_minutes", "time_limit_minutes", "shows", "may_come_first")
USUAL = Quiz()


def describe_quiz(lesson: Lesson) -> Data:
    quiz = Quiz.objects.filter(lesson=lesson).first()
    if quiz is None:
        return {}
    data: Data = {"pass_mark": quiz.pass_mark}
    for name in OPTIONAL:
        if getattr(quiz, name) != getattr(USUAL, name):
            data[name] = getattr(quiz, name)
    slots = quiz.slots.select_related("question", "lesson", "module")
    return {"quiz": {**data, "slots": [_describe_slot(slot) for slot in slots]}}


def _describe_slot(slot: QuizSlot) -> Data:
    if slot.question is not None:
        return {"question": slot.question.key}
    if slot.lesson is not None:
        return {"lesson": slot.lesson.key, "count": slot.count}
    assert slot.module is not None, "a slot has one source, by constraint"
    return {"module": slot.module.key, "count": slot.count}


def load_quiz(lesson: Lesson, data: Data) -> None:
    """Write the quiz of a lesson whose entry has one. Raises WrongFile."""
    if "quiz" not in data:
        return
    told = data["quiz"]
    if not isinstance(told, dict) or not {"pass_mark", "slots"} <= set(told) <= {"pass_mark", "slots", *OPTIONAL}:
        raise WrongFile(f"{lesson.key}: a quiz has pass_mark and slots, and may have {', '.join(OPTIONAL)}.")
    quiz = Quiz.objects.filter(lesson=lesson).first() or Quiz(lesson=lesson)
    quiz.pass_mark = told["pass_mark"]
    for name in OPTIONAL:
        setattr(quiz, name, told.get(name, getattr(USUAL, name)))
    try:
        quiz.full_clean()
        quiz.save()
        quiz.slots.all().delete()
        for order, slot in enumerate(told["slots"]):
            row = QuizSlot(quiz=quiz, order=order, **_source(lesson, slot))
            row.full_clean()
            row.save()
    except ValidationError as error:
        raise WrongFile(f"{lesson.key}: {'; '.join(error.messages)}") from error


def _source(lesson: Lesson, slot: Any) -> dict[str, Any]:
    match slot:
        case {"question": key, **rest} if not rest:
            return {"question": _found(lesson, Question, key), "count": 1}
        case {"lesson": key, "count": int(count), **rest} if not rest:
            return {"lesson": _found(lesson, Lesson, key), "count": count}
        case {"module": key, "count": int(count), **rest} if not rest:
            return {"module": _found(lesson, Module, key), "count": count}
    raise WrongFile(f"{lesson.key}: a slot has a question, or a lesson or module and a count: {slot!r}.")


def _found(lesson: Lesson, model: Any, key: Any) -> Any:
    row = model.objects.filter(key=str(key)).first()
    if row is None:
        raise WrongFile(f"{lesson.key}: there is no {model._meta.model_name} {key!r}.")
    return row
