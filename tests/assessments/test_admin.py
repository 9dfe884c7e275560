"""What editors can do with questions, quizzes and scenarios."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from assessments.models import Attempt, Question, QuestionVersion, Quiz, ScenarioOption, ScenarioStep
from tests.assessments.building import begin, course_with_quiz, learner_of, make_scenario
from tests.courses.building import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return course_with_quiz()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_person("Edith", is_staff=True, is_superuser=True))
    return client


def version_form(question: Question, *choices: tuple[str, bool], **fields: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "question": question.pk,
        "kind": "single",
        "stem": "What now?",
        "shuffle": "on",
        "choices-TOTAL_FORMS": len(choices) + 1,
        "choices-INITIAL_FORMS": 0,
        **fields,
    }
    for number, (text, right) in enumerate(choices):
        data[f"choices-{number}-text"] = text
        data[f"choices-{number}-feedback"] = f"About {text}."
        data |= {f"choices-{number}-is_right": "on"} if right else {}
    return data


@pytest.mark.parametrize("name", ["quiz", "question", "questionversion", "scenario", "scenariostep"])
def test_every_list_and_every_row_opens(editor: Client, quiz: Quiz, name: str) -> None:
    make_scenario(quiz.lesson.module.course)
    assert editor.get(f"/administration/assessments/{name}/?q=").status_code == 200
    model = next(each for each in admin.site._registry if each._meta.label_lower == f"assessments.{name}")
    row = model._default_manager.first()
    assert row
    assert editor.get(f"/administration/assessments/{name}/{row.pk}/change/").status_code == 200


def test_nobody_s_attempts_are_shown(quiz: Quiz) -> None:
    shown = {model._meta.object_name for model in admin.site._registry if model._meta.app_label == "assessments"}
    assert shown == {"ExtraTime", "Quiz", "Question", "QuestionVersion", "Scenario", "ScenarioStep"}


def test_a_new_version_is_in_use_at_once_and_what_was_asked_stays(editor: Client, quiz: Quiz) -> None:
    attempt = begin(quiz, learner_of(quiz)[1])
    asked = attempt.questions.as_paper()[0]  # type: ignore[attr-defined]
    question = asked.version.question
    form = version_form(question, ("This", False), ("That", True))
    answer = editor.post("/administration/assessments/questionversion/add/", form)
    assert answer.status_code == 302
    question.refresh_from_db()
    assert (question.live.number, question.live.stem) == (2, "What now?")
    assert [(each.order, each.text, each.is_right) for each in question.live.choices.all()] == [
        (0, "This", False),
        (1, "That", True),
    ]
    assert attempt.questions.as_paper()[0].version_id == asked.version_id  # type: ignore[attr-defined]


def test_a_version_that_could_not_be_asked_is_refused(editor: Client, quiz: Quiz) -> None:
    question = Question.objects.earliest("pk")
    form = version_form(question, ("This", False), ("That", False))
    answer = editor.post("/administration/assessments/questionversion/add/", form)
    assert "Mark exactly one option as right." in answer.content.decode()
    assert QuestionVersion.objects.filter(question=question).count() == 1


def test_a_version_cannot_be_changed_or_deleted(editor: Client, quiz: Quiz) -> None:
    version = QuestionVersion.objects.earliest("pk")
    address = f"/administration/assessments/questionversion/{version.pk}"
    assert editor.post(f"{address}/change/", {"stem": "Else?"}).status_code == 403
    assert editor.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert QuestionVersion.objects.get(pk=version.pk).stem == version.stem


def test_what_an_editor_writes_into_a_step_is_made_safe(editor: Client, quiz: Quiz) -> None:
    make_scenario(quiz.lesson.module.course)
    step = ScenarioStep.objects.get(key="start")
    form = {
        "key": "start",
        "order": "0",
        "text": '<p onclick="x()">Alex waits.</p><script>alert(1)</script>',
        "options-TOTAL_FORMS": "0",
        "options-INITIAL_FORMS": "0",
    }
    assert editor.post(f"/administration/assessments/scenariostep/{step.pk}/change/", form).status_code == 302
    step.refresh_from_db()
    assert step.text == "<p>Alex waits.</p>"


def test_an_option_leads_to_later_steps_only(editor: Client, quiz: Quiz) -> None:
    make_scenario(quiz.lesson.module.course)
    start, second = ScenarioStep.objects.order_by("order")
    option = ScenarioOption.objects.get(text="Listen")
    form = {
        "key": "second",
        "order": "1",
        "text": second.text,
        "options-TOTAL_FORMS": "1",
        "options-INITIAL_FORMS": "1",
        "options-0-id": option.pk,
        "options-0-step": second.pk,
        "options-0-order": "0",
        "options-0-text": "Listen",
        "options-0-feedback": "Heard.",
        "options-0-next_step": start.pk,
    }
    assert editor.post(f"/administration/assessments/scenariostep/{second.pk}/change/", form).status_code == 200
    option.refresh_from_db()
    assert option.next_step is None


def test_retiring_a_question_is_one_choice(editor: Client, quiz: Quiz) -> None:
    question = Question.objects.get(key="fear-1")
    form = {"state": "retired", "order": "1"}
    assert editor.post(f"/administration/assessments/question/{question.pk}/change/", form).status_code == 302
    assert set(Question.objects.askable().values_list("key", flat=True)) == {
        f"{slug}-{number}" for slug in ("fear", "threats") for number in range(1, 6)
    } - {"fear-1"}
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("mark", ["0", "120", "-5", "9" * 30, "most"])
def test_a_pass_mark_that_makes_no_sense_is_refused_at_its_field(editor: Client, quiz: Quiz, mark: str) -> None:
    form = {"lesson": quiz.lesson_id, "pass_mark": mark, "wait_minutes": 10}
    form |= {"slots-TOTAL_FORMS": 0, "slots-INITIAL_FORMS": 0}
    answer = editor.post(f"/administration/assessments/quiz/{quiz.pk}/change/", form)
    assert answer.status_code == 200
    assert "pass_mark" in answer.context["adminform"].form.errors
    quiz.refresh_from_db()
    assert quiz.pass_mark == 80
