"""A database full of attempts: ten quizzes of all types of question, half of which draw ten of twenty. Made up by
chance from a fixed seed; nobody is real."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import Answer, Attempt, AttemptQuestion, Choice, Mark, Question, QuestionVersion, Quiz
from assessments.question_types import type_of
from assessments.writing import write_version
from courses.models import Course, Enrolment, Lesson, Module

QUIZZES, BANK, ASKED = 10, 20, 10
AT_ONCE = 1000
KINDS = ("single", "several", "true-false", "ordering", "matching")


def fill(attempts: int) -> None:
    chance = Random(16)  # noqa: S311 (a benchmark)
    course = Course.objects.create(key="course", slug="course", title="Course", content_version="1", hours=1)
    quizzes = [make_quiz(course, number) for number in range(QUIZZES)]
    for first in range(0, attempts, AT_ONCE):
        add_attempts(course, quizzes, range(first, min(first + AT_ONCE, attempts)), chance)


def make_quiz(course: Course, number: int) -> tuple[Quiz, list[QuestionVersion]]:
    name = f"module-{number}"
    module = Module.objects.create(course=course, key=name, slug=name, title=name, domain="knowledge", order=number)
    lesson = Lesson.objects.create(module=module, key=f"{name}/quiz", slug="quiz", title="Quiz", kind="quiz")
    for place in range(BANK):
        question = Question.objects.create(key=f"{name}-{place}", lesson=lesson)
        kind = KINDS[place % len(KINDS)]
        write_version(question, kind=kind, stem=question.key, choices=choices_for(kind))
    versions = QuestionVersion.objects.filter(question__lesson=lesson).prefetch_related("choices").order_by("pk")
    return Quiz.objects.create(lesson=lesson), list(versions)


def choices_for(kind: str) -> list[dict[str, Any]]:
    right = {"several": 2, "single": 1, "true-false": 1}.get(kind, 0)
    match = {"true-false": ["true", "false"], "matching": ["one", "two", "three", "four"]}.get(kind, [""])
    return [
        {"text": f"option {place}", "is_right": place < right, "match": match[place % len(match)]} for place in range(4)
    ]


@transaction.atomic
def add_attempts(
    course: Course, quizzes: Sequence[tuple[Quiz, list[QuestionVersion]]], numbers: range, chance: Random
) -> None:
    people = User.objects.bulk_create(User(email=f"{each}@example.org", name=f"Nobody {each}") for each in numbers)
    enrolments = Enrolment.objects.bulk_create(Enrolment(learner=person, course=course) for person in people)
    attempts, papers = [], []
    for enrolment in enrolments:
        place = chance.randrange(len(quizzes))
        quiz, versions = quizzes[place]
        # Half of the quizzes ask everybody the same.
        paper = versions[:ASKED] if place % 2 else chance.sample(versions, ASKED)
        answered = list(answers(paper, chance))
        points = sum(score.points for *_, score in answered)
        maximum = sum(score.maximum for *_, score in answered)
        attempts.append(
            Attempt(
                quiz=quiz, enrolment=enrolment, number=1, pass_mark=80, submitted_at=timezone.now(),
                points=points, maximum=maximum, passed=points * 100 >= 80 * maximum,
            )
        )  # fmt: skip
        papers.append(answered)
    Attempt.objects.bulk_create(attempts)
    asked = AttemptQuestion.objects.bulk_create(
        AttemptQuestion(attempt=attempt, version=version, place=place, option_order=order)
        for attempt, paper in zip(attempts, papers, strict=True)
        for place, (version, order, _, _) in enumerate(paper, start=1)
    )
    given = [answer for paper in papers for answer in paper]
    Answer.objects.bulk_create(
        Answer(asked=each, response=response) for each, (_, _, response, _) in zip(asked, given, strict=True)
    )
    Mark.objects.bulk_create(
        Mark(asked=each, points=score.points, maximum=score.maximum)
        for each, (*_, score) in zip(asked, given, strict=True)
    )


def answers(paper: Sequence[QuestionVersion], chance: Random) -> Iterator[tuple[Any, ...]]:
    """For each version its options in the order asked, a response and its score. Who knows more answers better."""
    knows = 1 / (1 + exp(-chance.gauss(1, 1)))
    for version in paper:
        choices = chance.sample(choices := list(version.choices.all()), len(choices))
        response = respond(version.kind, choices, knows, chance)
        score = type_of(version.kind).grade(choices, response)
        yield version, [choice.pk for choice in choices], response, score


def respond(kind: str, choices: Sequence[Choice], knows: float, chance: Random) -> list[int]:
    if chance.random() < 0.01:
        return []
    if kind == "several":
        return [each.pk for each in choices if each.is_right is (chance.random() < knows)]
    if kind == "ordering":
        return [each.pk for each in sorted(choices, key=lambda each: each.order + (chance.random() > knows) * 2)]
    if kind == "matching":
        return [each.pk if chance.random() < knows else chance.choice(choices).pk for each in choices]
    right = next(each for each in choices if each.is_right)
    return [right.pk if chance.random() < knows else chance.choice(choices).pk]
