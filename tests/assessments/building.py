"""Small quizzes and scenarios to test with."""

from __future__ import annotations

import html
import re
from typing import Any

from django.http import QueryDict

from accounts.models import User
from assessments.attempting import start_attempt
from assessments.models import Attempt, Choice, Question, Quiz, QuizSlot, Scenario, ScenarioOption, ScenarioStep
from assessments.writing import write_version
from courses.models import Course, Enrolment, Lesson
from tests.courses.building import make_course, make_lesson, make_module, make_person, put_on


def make_question(lesson: Lesson, number: int = 1, *, shuffle: bool = True, state: str = "live") -> Question:
    key = f"{lesson.slug}-{number}"
    question = Question.objects.create(key=key, lesson=lesson, order=number)
    write_version(question, kind="single", stem=f"What of {key}?", choices=options(key), shuffle=shuffle, state=state)
    return question


def options(key: str) -> list[dict[str, Any]]:
    """Three: one right (the second), each with feedback that would give it away."""
    return [
        {"text": f"{key} first", "is_right": False, "feedback": f"Kindly, not that: {key}."},
        {"text": f"{key} second", "is_right": True, "feedback": f"Just so: {key}."},
        {"text": f"{key} third", "is_right": False, "feedback": f"Sadly, no: {key}."},
    ]


def make_quiz(lesson: Lesson, count: int, **fields: Any) -> Quiz:
    """One that draws `count` from its own module. Passing it completes nothing else, unless it `may_come_first`."""
    quiz = Quiz.objects.create(lesson=lesson, **{"may_come_first": False, **fields})
    QuizSlot.objects.create(quiz=quiz, module=lesson.module, count=count)
    return quiz


def course_with_quiz(count: int = 5, per_lesson: int = 5, **fields: Any) -> Quiz:
    """The module coercion: fear and threats, each with questions, and the quiz; then trauma with one lesson."""
    course = make_course()
    module = make_module(course, "coercion")
    for slug in ("fear", "threats"):
        lesson = make_lesson(module, slug)
        for number in range(1, per_lesson + 1):
            make_question(lesson, number)
    quiz = make_quiz(make_lesson(module, "quiz", kind="quiz"), count, **fields)
    make_lesson(make_module(course, "trauma"), "family")
    return quiz


def learner_of(quiz: Quiz, name: str = "Sam") -> tuple[User, Enrolment]:
    person = make_person(name)
    return person, put_on(quiz.lesson.module.course, person)


def begin(quiz: Quiz, enrolment: Enrolment) -> Attempt:
    return start_attempt(quiz.pk, enrolment.pk)


def choice_of(asked: Any, right: bool = True) -> Choice:
    return next(choice for choice in asked.choices if choice.is_right is right)


def answers_to(attempt: Attempt, right: int, wrong: int = 0) -> dict[str, str]:
    """What a browser posts: the first `right` questions answered right, the next `wrong` ones wrong."""
    posted = {}
    for number, asked in enumerate(attempt.questions.as_paper()):  # type: ignore[attr-defined]
        if number < right + wrong:
            posted[asked.field_name] = str(choice_of(asked, number < right).pk)
    return posted


def post(data: dict[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update(data)
    return query


def make_scenario(course: Course) -> Lesson:
    """Two ways from the first step: one to a second step, one straight to the end."""
    lesson = make_lesson(make_module(course, "calm", "skills"), "scenario", kind="scenario")
    scenario = Scenario.objects.create(lesson=lesson)
    start = ScenarioStep.objects.create(scenario=scenario, key="start", order=0, text="<p>Alex looks at the door.</p>")
    second = ScenarioStep.objects.create(scenario=scenario, key="second", order=1, text="<p>Alex comes back.</p>")
    for step, rows in ((start, [("Wait", second), ("Leave", None)]), (second, [("Listen", None), ("Talk", None)])):
        for order, (text, leads_to) in enumerate(rows):
            ScenarioOption.objects.create(
                step=step, order=order, text=text, feedback=f"What “{text}” might do.", next_step=leads_to
            )
    return lesson


def path_of(*texts: str) -> str:
    return ".".join(str(ScenarioOption.objects.get(text=text).pk) for text in texts)


QUIZ = "/learn/induction/coercion/quiz/"


def at(attempt: Attempt, where: str = "") -> str:
    """The address of an attempt, or of a page of it."""
    return f"/attempts/{attempt.pk}/{where}"


def text(answer: Any) -> str:
    """A page's words, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
