"""Figures where editors see them: in words, in tables, in the list, on the front page; and nobody's person."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import FiguresRun, Question, QuestionFigures, Quiz
from assessments.working_out import work_out_figures
from assessments.writing import write_version
from tests.assessments.building import options, text
from tests.assessments.figures.sitting import question, quiz_of, sit
from tests.courses.editors import signed_in, with_role

pytestmark = pytest.mark.django_db

QUESTIONS = "/administration/assessments/question/"
QUIZZES = "/administration/assessments/quiz/"


@pytest.fixture
def editor() -> Client:
    return signed_in(with_role("Edith", "Editor"))


@pytest.fixture
def quiz() -> Quiz:
    """Thirty people. debt has the wrong key, keys is too easy, the others work, and nobody was ever asked of sleep."""
    quiz = quiz_of("debt", "food", "keys", "lift", "lock")
    middle = ["ABBAB"] * 5 + ["AABBA"] * 5
    for number, letters in enumerate(["CBBBB"] * 10 + middle + ["BABAA"] * 9 + ["BAAAA"]):
        sit(quiz, letters, f"Secretname{number}")
    question("sleep", question("debt").lesson)
    work_out_figures()
    return quiz


def words(answer: Any) -> str:
    return unescape(text(answer)).replace("\xa0", " ")


def page(client: Client, key: str) -> str:
    return words(client.get(f"{QUESTIONS}{question(key).pk}/change/"))


def test_a_question_s_page_says_what_its_figures_mean_and_shows_them(editor: Client, quiz: Quiz):
    shown = page(editor, "debt")
    assert "Version 1, in use Perhaps mis-keyed: those who do well choose C." in shown
    assert "Attempts 30 Points earned, on average (facility) 33 % What guessing would earn 33 %" in shown
    assert "(discrimination, from −1 to 1) −0.85" in shown
    assert "Option All Upper third Middle third Lower third" in shown
    assert "A. debt first 33 % 0 % 100 % 0 %" in shown
    assert "B. debt second (right) 33 % 0 % 0 % 100 %" in shown
    assert "C. debt third 33 % 100 % 0 % 0 %" in shown
    assert "Left empty 0 % 0 % 0 % 0 %" in shown


def test_what_options_do_is_said_beside_it(editor: Client, quiz: Quiz):
    assert "Too easy: all but 1 of 30 got it. Option A fools hardly anybody. Option C fools nobody." in page(
        editor, "keys"
    )
    assert "Tells those who know from those who don’t. Option C fools nobody." in page(editor, "food")


def test_a_question_that_nobody_was_asked_says_so(editor: Client, quiz: Quiz):
    shown = page(editor, "sleep")
    assert "Too few answers yet (0 of 10)." in shown
    assert "Worked out:" not in shown


def test_an_earlier_wording_keeps_its_figures_beneath_the_one_in_use(editor: Client, quiz: Quiz):
    write_version(question("debt"), kind="single", stem="And now?", choices=options("debt"))
    shown = page(editor, "debt")
    assert shown.index("Version 2, in use Too few answers yet (0 of 10).") < shown.index("Version 1 Perhaps mis-keyed")


def test_of_nine_answers_nothing_is_shown_but_that_they_are_too_few(editor: Client):
    quiz = quiz_of("debt", "food")
    for number in range(9):
        sit(quiz, "BA", f"Secretname{number}")
    work_out_figures()
    shown = page(editor, "debt")
    assert "Too few answers yet (9 of 10)." in shown
    assert "third" not in shown.replace("debt third", "")
    of_quiz = words(editor.get(f"{QUIZZES}{quiz.pk}/change/"))
    assert "Too few attempts yet (9 of 10)." in of_quiz
    assert "Mean score" not in of_quiz


def test_with_ten_answers_choices_are_shown_of_all_together(editor: Client):
    quiz = quiz_of("debt", "food")
    for letters in ["BA", "AB"] * 5:
        sit(quiz, letters)
    work_out_figures()
    shown = page(editor, "debt")
    assert "Option All A. debt first 50 % B. debt second (right) 50 %" in shown
    assert "From 30 attempts on, what people chose is shown by thirds." in shown


def test_a_quiz_s_page_shows_its_figures(editor: Client, quiz: Quiz):
    shown = words(editor.get(f"{QUIZZES}{quiz.pk}/change/"))
    assert "Half of them have 50 % or more at the first attempt." in shown
    assert (
        "First attempts 30 All finished attempts 30 Mean score 56 % Median score: half have that or more 50 %" in shown
    )
    assert "from 30 attempts that were asked the same 5 questions" in shown
    assert "Half of them have 50 %" in words(editor.get(QUIZZES))


def test_tables_have_captions_and_heads(editor: Client, quiz: Quiz):
    html = editor.get(f"{QUESTIONS}{question('debt').pk}/change/").content.decode()
    section = html[html.index('class="figures"') :]
    assert section.count("<table>") == section.count("<caption>") == 2
    assert "<th>" not in section


def listed(client: Client, query: str = "") -> set[str]:
    return {row.key for row in client.get(f"{QUESTIONS}?{query}").context["cl"].queryset}


def test_the_list_says_it_and_finds_by_it(editor: Client, quiz: Quiz):
    shown = words(editor.get(QUESTIONS))
    assert "33 % Perhaps mis-keyed: those who do well choose C." in shown
    assert listed(editor, "figures=poor") == {"debt", "keys"}
    assert listed(editor, "figures=good") == {"food", "lock"}
    assert listed(editor, "figures=easy") == {"keys"}
    assert listed(editor, "figures=none") == {"sleep"}
    assert listed(editor, "figures=nonsense") == listed(editor) == {"debt", "food", "keys", "lift", "lock", "sleep"}


def test_a_question_that_is_out_of_use_or_has_a_new_wording_is_not_poor(editor: Client, quiz: Quiz):
    Question.objects.filter(key="keys").update(state="retired")
    write_version(question("debt"), kind="single", stem="And now?", choices=options("debt"))
    assert listed(editor, "figures=poor") == set()


def test_the_list_takes_as_many_queries_for_many_questions(editor: Client, quiz: Quiz, django_assert_num_queries: Any):
    editor.get(QUESTIONS)
    with django_assert_num_queries(10):
        editor.get(QUESTIONS)
    lesson = question("debt").lesson
    for number in range(20):
        question(f"more-{number}", lesson)
    with django_assert_num_queries(10):
        editor.get(QUESTIONS)


def test_the_front_page_counts_poor_figures_for_whoever_can_see_to_them(editor: Client, quiz: Quiz):
    front = editor.get(reverse("admin:index"))
    assert "2 questions have poor figures" in words(front)
    assert f"{QUESTIONS}?figures=poor" in front.content.decode()
    pia = signed_in(with_role("Pia", "People administrator"))
    assert "poor figures" not in words(pia.get(reverse("admin:index")))


def test_nobody_is_named(editor: Client, quiz: Quiz):
    pages = [QUESTIONS, QUIZZES, f"{QUIZZES}{quiz.pk}/change/", f"{QUESTIONS}{question('debt').pk}/change/"]
    for each in pages:
        assert "ecretname" not in editor.get(each).content.decode()


# --- Work out again -------------------------------------------------------------------------------------------------


def addresses(quiz: Quiz) -> list[str]:
    return [f"{QUESTIONS}{question('debt').pk}/figures/", f"{QUIZZES}{quiz.pk}/figures/"]


def test_the_button_writes_a_wish_and_no_figures(editor: Client, quiz: Quiz):
    sit(quiz, "BBBBB")
    for address in addresses(quiz):
        FiguresRun.objects.update(wished_at=None)
        answer = editor.post(address, follow=True)
        assert "All figures are worked out again in the background." in words(answer)
        assert "They are being worked out again." in words(answer)
        assert FiguresRun.load().wished_at is not None
    assert set(QuestionFigures.objects.values_list("number", flat=True)) == {30}


def test_looking_writes_no_wish(editor: Client, quiz: Quiz):
    for address in addresses(quiz):
        assert editor.get(address).status_code == 405
        editor.get(address.replace("figures", "change"))
    assert FiguresRun.load().wished_at is None


def test_who_may_not_change_the_course_may_not_wish(quiz: Quiz):
    pia = signed_in(with_role("Pia", "People administrator"))
    learner = signed_in(quiz.attempts.first().enrolment.learner)
    for address in addresses(quiz):
        assert pia.post(address).status_code == 403
        assert learner.post(address).status_code == 302
    assert FiguresRun.load().wished_at is None


def test_a_question_that_is_not_there_is_refused(editor: Client):
    assert editor.post(f"{QUESTIONS}999999/figures/").status_code == 403
