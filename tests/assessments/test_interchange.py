"""Questions, quizzes and scenarios in the course's files: there and back, and clear words where a file is wrong."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml
from django.conf import settings

from assessments.interchange import QuestionPart
from assessments.lesson_kinds import QuizLesson, ScenarioLesson
from assessments.models import Question, QuestionVersion, Quiz, Scenario, ScenarioOption
from courses.interchange.part import WrongFile
from courses.models import Course, Lesson
from tests.assessments.building import begin, learner_of
from tests.courses.building import make_course, make_lesson, make_module

pytestmark = pytest.mark.django_db

THEMES = settings.BASE_DIR / "fixtures" / "themes"


def theme(name: str) -> dict[str, Any]:
    return yaml.safe_load((THEMES / name).read_text(encoding="utf-8"))


@pytest.fixture
def course() -> Course:
    return make_course()


@pytest.fixture
def coercion(course: Course) -> dict[str, Any]:
    return shell(course, theme("06-coercive-control.yaml"))


@pytest.fixture
def responsive(course: Course) -> dict[str, Any]:
    return shell(course, theme("10-responsive-not-reactive.yaml"))


def shell(course: Course, document: dict[str, Any]) -> dict[str, Any]:
    """The module and its lessons, as they are when questions, quizzes and scenarios are loaded."""
    module = make_module(course, document["key"], document["domain"])
    for data in document["lessons"]:
        make_lesson(module, data["slug"], kind=data["kind"])
    return document


def load_questions(document: dict[str, Any]) -> None:
    part = QuestionPart()
    for order, data in enumerate(document["questions"]):
        part.check(data, data["key"])
        part.write(part.find(data["key"]), data, order, document["key"])


def entry(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return copy.deepcopy(next(data for data in document["lessons"] if data["kind"] == kind))


def lesson_of(data: dict[str, Any]) -> Lesson:
    return Lesson.objects.get(key=data["key"])


def in_order(data: Any) -> str:
    """Names in their order too, which `==` between dicts does not ask for."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def test_questions_come_back_as_they_were(coercion: dict[str, Any]) -> None:
    load_questions(coercion)
    part = QuestionPart()
    rows = part.rows_of("coercive-control")
    assert in_order([part.describe(row) for row in rows]) == in_order(coercion["questions"])
    assert list(part.rows_of("")) == []
    assert [part.place_of(row) for row in part.rows_of("coercive-control")] == list(range(len(coercion["questions"])))


def test_a_quiz_and_a_scenario_come_back_as_they_were(coercion: dict[str, Any], responsive: dict[str, Any]) -> None:
    load_questions(coercion)
    for kind, data in ((QuizLesson(), entry(coercion, "quiz")), (ScenarioLesson(), entry(responsive, "scenario"))):
        lesson = lesson_of(data)
        kind.load(lesson, data)
        assert in_order(kind.describe(lesson)) == in_order({kind.key: data[kind.key]})
        before = list(ScenarioOption.objects.values_list("pk", flat=True))
        kind.load(lesson, data)
        assert in_order(kind.describe(lesson)) == in_order({kind.key: data[kind.key]})
        assert list(ScenarioOption.objects.values_list("pk", flat=True)) == before


def test_what_differs_from_the_usual_comes_back_too(coercion: dict[str, Any]) -> None:
    question = copy.deepcopy(coercion["questions"][0])
    part = QuestionPart()
    question = {
        "key": question["key"], "lesson": question["lesson"], "type": "single", "stem": question["stem"],
        "state": "retired", "shuffle": False, "choices": question["choices"],
    }  # fmt: skip
    part.check(question, "")
    row = part.write(None, question, 3, "coercive-control")
    assert in_order(part.describe(part.find(row.key))) == in_order(question)
    data = entry(coercion, "quiz")
    data["quiz"] = {
        "pass_mark": 75,
        "attempts_allowed": 3,
        "wait_minutes": 0,
        "time_limit_minutes": 30,
        "slots": [
            {"question": question["key"]},
            {"lesson": "coercive-control/fear-and-danger", "count": 2},
            {"module": "coercive-control", "count": 4},
        ],
    }
    QuizLesson().load(lesson_of(data), data)
    assert in_order(QuizLesson().describe(lesson_of(data))) == in_order({"quiz": data["quiz"]})


def test_a_lesson_without_a_quiz_or_scenario_has_nothing_to_tell(coercion: dict[str, Any]) -> None:
    data = entry(coercion, "quiz")
    del data["quiz"]
    QuizLesson().load(lesson_of(data), data)
    ScenarioLesson().load(lesson_of(data), data)
    assert QuizLesson().describe(lesson_of(data)) == ScenarioLesson().describe(lesson_of(data)) == {}


def test_a_changed_question_gets_a_new_version_and_the_same_one_none(coercion: dict[str, Any]) -> None:
    load_questions(coercion)
    before = QuestionVersion.objects.count()
    load_questions(coercion)
    assert QuestionVersion.objects.count() == before
    changed = copy.deepcopy(coercion)
    changed["questions"][0]["choices"][0]["feedback"] = "Said more kindly."
    load_questions(changed)
    row = Question.objects.get(key=changed["questions"][0]["key"])
    assert row.live
    assert (row.live.number, QuestionVersion.objects.count()) == (2, before + 1)


def test_loading_again_leaves_an_attempt_as_it_was(coercion: dict[str, Any]) -> None:
    load_questions(coercion)
    data = entry(coercion, "quiz")
    QuizLesson().load(lesson_of(data), data)
    quiz = Quiz.objects.get()
    attempt = begin(quiz, learner_of(quiz)[1])
    stems = [asked.version.stem for asked in attempt.questions.as_paper()]  # type: ignore[attr-defined]
    for question in coercion["questions"]:
        question["stem"] = f"Now, {question['stem']}"
    load_questions(coercion)
    data["quiz"]["slots"][0]["count"] = 3
    QuizLesson().load(lesson_of(data), data)
    attempt.refresh_from_db()
    assert [asked.version.stem for asked in attempt.questions.as_paper()] == stems  # type: ignore[attr-defined]


def test_a_key_in_two_themes_is_told(coercion: dict[str, Any], course: Course) -> None:
    load_questions(coercion)
    make_lesson(make_module(course, "other"), "fear-and-danger")
    data = {**coercion["questions"][0], "lesson": "other/fear-and-danger"}
    part = QuestionPart()
    with pytest.raises(WrongFile, match="stands in coercive-control already"):
        part.write(part.find(data["key"]), data, 0, "other")


WRONG_QUESTIONS: list[tuple[dict[str, Any], str]] = [
    ({"type": "riddle"}, "no type of question"),
    ({"state": "gone"}, "no state"),
    ({"lesson": "coercive-control/nowhere"}, "no lesson"),
    ({"stem": "  "}, "no words"),
    ({"choices": [{"text": "A", "right": True, "feedback": ""}]}, "at least two"),
    ({"choices": [{"text": text, "right": False, "feedback": ""} for text in "AB"]}, "exactly one"),
    ({"choices": [{"text": "A", "right": True}]}, "exactly text, right, feedback"),
    ({"points": 2}, "unknown: points"),
]


@pytest.mark.parametrize(("changes", "said"), WRONG_QUESTIONS)
def test_a_wrong_question_is_told(coercion: dict[str, Any], changes: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongFile, match=said):
        load_questions({**coercion, "questions": [{**coercion["questions"][0], **changes}]})
    assert Question.objects.filter(live__isnull=False).count() == 0


WRONG_QUIZZES: list[Any] = [
    {"pass_mark": 80},
    {"pass_mark": 0, "slots": []},
    {"pass_mark": 80, "slots": [], "colour": "red"},
    {"pass_mark": 80, "slots": [{"module": "nowhere", "count": 10}]},
    {"pass_mark": 80, "slots": [{"module": "coercive-control"}]},
    {"pass_mark": 80, "slots": [{"module": "coercive-control", "count": 0}]},
    {"pass_mark": 80, "slots": [{"question": "nothing-1"}]},
    {"pass_mark": 80, "slots": ["coercive-control"]},
    ["pass_mark"],
]


@pytest.mark.parametrize("told", WRONG_QUIZZES)
def test_a_wrong_quiz_is_told(coercion: dict[str, Any], told: Any) -> None:
    data = {**entry(coercion, "quiz"), "quiz": told}
    with pytest.raises(WrongFile, match="coercive-control/quiz: "):
        QuizLesson().load(lesson_of(data), data)


def wrong_scenarios(steps: list[dict[str, Any]]) -> list[Any]:
    first, second, third = steps
    return [
        {"steps": []},
        {"steps": steps, "score": 1},
        {"steps": [first, second, {**third, "key": "start"}]},
        {"steps": [first, second, {**third, "options": third["options"][:1]}]},
        {"steps": [first, second, {**third, "text": "<p onclick='x'>No.</p>"}]},
        {"steps": [first, third]},
        {"steps": [second, first, third]},
        {"steps": [{**first, "score": 1}, second, third]},
        {"steps": [first, second, {**third, "options": [{"text": "A", "feedback": "B"}] * 2}]},
    ]


@pytest.mark.parametrize("number", range(9))
def test_a_wrong_scenario_is_told(responsive: dict[str, Any], number: int) -> None:
    data = entry(responsive, "scenario")
    data["scenario"] = wrong_scenarios(data["scenario"]["steps"])[number]
    with pytest.raises(WrongFile, match="responsive-not-reactive/scenario: "):
        ScenarioLesson().load(lesson_of(data), data)
    assert Scenario.objects.count() == 0
