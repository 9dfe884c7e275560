"""Quizzes with fixed questions, and people who have sat them: what each answered, letter by letter."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

from django.utils import timezone

from accounts.models import User
from assessments.models import Answer, Attempt, AttemptQuestion, Mark, Question, Quiz, QuizSlot
from assessments.models.figures import LETTERS
from assessments.writing import write_version
from courses.models import Enrolment, Lesson
from tests.assessments.building import options
from tests.courses.building import make_course, make_lesson, make_module

numbers = count(1)


def quiz_of(*keys: str, module: str = "coercion", **fields: object) -> Quiz:
    """A quiz that asks these questions, each of three options of which the second, B, is right."""
    lesson = Lesson.objects.filter(key=f"{module}/fear").first()
    lesson = lesson or make_lesson(make_module(make_course(f"on-{module}"), module), "fear")
    quiz_lesson = make_lesson(lesson.module, f"quiz-{next(numbers)}", kind="quiz")
    quiz = Quiz.objects.create(lesson=quiz_lesson, may_come_first=False, **fields)
    for order, key in enumerate(keys):
        QuizSlot.objects.create(quiz=quiz, question=question(key, lesson), order=order)
    return quiz


def question(key: str, lesson: Lesson | None = None) -> Question:
    """The question of that key, in its first wording where it is new."""
    found = Question.objects.filter(key=key).first()
    if found is None:
        found = Question.objects.create(key=key, lesson=lesson)
        write_version(found, kind="single", stem=f"What of {key}?", choices=options(key))
    return found


def enrolment_of(quiz: Quiz, name: str = "") -> Enrolment:
    name = name or f"Nobody{next(numbers)}"
    person, _ = User.objects.get_or_create(email=f"{name.lower()}@example.org", defaults={"name": name})
    course = quiz.lesson.module.course
    return Enrolment.objects.filter(learner=person, course=course, closed_at=None).first() or Enrolment.objects.create(
        learner=person, course=course
    )


def sit(quiz: Quiz, letters: str, who: str = "", *, finished: bool = True, asks: str = "") -> Attempt:
    """An attempt at the quiz's questions, or those whose keys `asks` names: a letter for what was chosen in each, or a
    dot where it was left empty. Each is finished a minute after the one before."""
    enrolment = enrolment_of(quiz, who)
    keys = asks.split() or list(quiz.slots.values_list("question__key", flat=True))
    found = Question.objects.filter(key__in=keys).select_related("live").prefetch_related("live__choices")
    wordings = {each.key: each.live for each in found}
    number = enrolment.attempts.filter(quiz=quiz).count() + 1
    attempt = Attempt.objects.create(quiz=quiz, enrolment=enrolment, number=number, pass_mark=80)
    options_of = {key: list(wordings[key].choices.all()) for key in keys}
    asked = AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=attempt,
            version=wordings[key],
            place=place,
            option_order=[choice.pk for choice in reversed(options_of[key])],
        )
        for place, key in enumerate(keys, start=1)
    )
    answered = list(zip(asked, keys, letters, strict=True))
    Answer.objects.bulk_create(
        Answer(asked=each, response=[options_of[key][LETTERS.index(letter)].pk])
        for each, key, letter in answered
        if letter != "."
    )
    if finished:
        Mark.objects.bulk_create(Mark(asked=each, points=int(letter == "B"), maximum=1) for each, _, letter in answered)
        points, when = letters.count("B"), timezone.now() + timedelta(minutes=next(numbers))
        result = {"points": points, "maximum": len(keys), "passed": points * 100 >= 80 * len(keys)}
        Attempt.objects.filter(pk=attempt.pk).update(submitted_at=when, **result)
    return attempt
