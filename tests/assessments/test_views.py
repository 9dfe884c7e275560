"""What somebody meets who takes a quiz, and what nobody else does."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import User
from assessments.models import Answer, Attempt, Choice, Quiz
from courses.models import Enrolment, Lesson, LessonProgress
from tests.assessments.building import (
    answers_to,
    begin,
    choice_of,
    course_with_quiz,
    learner_of,
    make_question,
)
from tests.courses.building import make_person

pytestmark = pytest.mark.django_db

QUIZ = "/learn/induction/coercion/quiz/"
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def quiz() -> Quiz:
    return course_with_quiz()


@pytest.fixture
def enrolment(quiz: Quiz) -> Enrolment:
    return learner_of(quiz)[1]


@pytest.fixture
def sam(enrolment: Enrolment, client: Client) -> User:
    client.force_login(enrolment.learner)
    return enrolment.learner


@pytest.fixture
def attempt(quiz: Quiz, enrolment: Enrolment, sam: User) -> Attempt:
    return begin(quiz, enrolment)


def text(answer: Any) -> str:
    """The page's words, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def at(attempt: Attempt, where: str = "") -> str:
    return f"/attempts/{attempt.pk}/{where}"


# --- The quiz's own page ------------------------------------------------------------------------------------------


def test_opening_the_quiz_starts_nothing_and_says_what_comes(client: Client, sam: User) -> None:
    page = text(client.get(QUIZ))
    assert Attempt.objects.count() == 0
    assert "Not started" in page
    assert "5 questions" in page
    assert "you need 4 of 5 (the pass mark is 80%)" in page
    assert "yours alone" in page
    assert "0%" not in page.replace("80%", "")
    assert "fail" not in page.lower()


def test_it_says_how_many_are_asked_where_the_bank_has_fewer(client: Client, sam: User, quiz: Quiz) -> None:
    quiz.slots.update(count=50)
    assert "10 questions" in text(client.get(QUIZ))


def test_a_quiz_without_questions_says_so_and_has_no_start(client: Client, sam: User, quiz: Quiz) -> None:
    quiz.slots.all().delete()
    page = client.get(QUIZ)
    assert "no questions yet" in text(page)
    assert b"/start/" not in page.content
    answer = client.post(f"/quizzes/{quiz.pk}/start/", follow=True)
    assert answer.redirect_chain == [(QUIZ, 302)]
    assert Attempt.objects.count() == 0


def test_start_leads_to_the_attempt_and_the_page_then_says_continue(client: Client, sam: User, quiz: Quiz) -> None:
    answer = client.post(f"/quizzes/{quiz.pk}/start/")
    attempt = Attempt.objects.get()
    assert answer["Location"] == at(attempt)
    page = client.get(QUIZ)
    assert "Under way" in text(page)
    assert at(attempt) in page.content.decode()
    assert client.post(f"/quizzes/{quiz.pk}/start/")["Location"] == at(attempt)


def test_only_a_post_starts(client: Client, sam: User, quiz: Quiz) -> None:
    assert client.get(f"/quizzes/{quiz.pk}/start/").status_code == 405
    assert Attempt.objects.count() == 0


def test_posting_complete_does_not_complete_a_quiz(client: Client, sam: User) -> None:
    client.post(f"{QUIZ}complete/", {"how": "passed"})
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()


def test_who_is_not_on_the_course_or_may_not_see_the_lesson_cannot_start(client: Client, quiz: Quiz) -> None:
    client.force_login(make_person("Stranger"))
    assert client.post(f"/quizzes/{quiz.pk}/start/").status_code == 404
    client.force_login(learner_of(quiz, "Robin")[0])
    Lesson.objects.filter(pk=quiz.lesson_id).update(live=None)
    assert client.post(f"/quizzes/{quiz.pk}/start/").status_code == 404
    assert Attempt.objects.count() == 0


def test_after_two_failures_the_page_says_when_to_try_again(client: Client, sam: User, quiz: Quiz) -> None:
    for _number in range(2):
        client.post(f"/quizzes/{quiz.pk}/start/")
        last = Attempt.objects.latest("pk")
        client.post(at(last, "submit/"), {"confirmed": "1"})
    for page in (client.get(QUIZ), client.get(at(last, "result/"))):
        assert "You can try again from" in text(page)
        assert b"/start/" not in page.content
    assert client.post(f"/quizzes/{quiz.pk}/start/")["Location"] == QUIZ
    assert Attempt.objects.count() == 2


def test_an_editor_looks_at_the_page_and_starts_nothing(client: Client, quiz: Quiz) -> None:
    editor = make_person("Edith", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="change_lesson"))
    client.force_login(editor)
    page = client.get(QUIZ)
    assert page.status_code == 200
    assert b"/start/" not in page.content
    assert client.post(f"/quizzes/{quiz.pk}/start/").status_code == 404


# --- An attempt ---------------------------------------------------------------------------------------------------


def test_all_questions_stand_on_one_page_each_a_fieldset_with_a_legend(client: Client, attempt: Attempt) -> None:
    page = client.get(at(attempt)).content.decode()
    assert page.count("<fieldset") == page.count("<legend>") == 5
    assert page.count('type="radio"') == 15
    for asked in attempt.questions.as_paper():  # type: ignore[attr-defined]
        assert page.count(asked.version.stem) == 1
        texts = [page.index(choice.text) for choice in asked.choices]
        assert texts == sorted(texts)


def test_what_was_saved_is_ticked_and_counted(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "answers/"), answers_to(attempt, right=1, wrong=1))
    page = client.get(at(attempt))
    assert page.content.decode().count(" checked") == 2
    assert "2 of 5 answered 3 questions are not answered yet:" in text(page)


def telling(page: str, quiz: Quiz) -> list[str]:
    """What of the page would tell which answers are right."""
    feedback = Choice.objects.values_list("feedback", flat=True)
    words = [r"\bis_right\b", r"\bright\b", r"\bcorrect\b", r"\bJust so\b", r"\bfeedback\b"]
    main = page.partition("<fieldset")[2].rpartition("</fieldset>")[0]
    return [each for each in feedback if each in page] + [word for word in words if re.search(word, main)]


def test_no_answer_before_submission_tells_what_is_right(client: Client, attempt: Attempt, quiz: Quiz) -> None:
    posted = answers_to(attempt, right=2, wrong=1)
    for answer in (
        client.get(QUIZ),
        client.get(at(attempt)),
        client.post(at(attempt, "answers/"), posted, headers=SCRIPT),
        client.post(at(attempt, "answers/"), posted, follow=True),
        client.post(at(attempt, "answers/"), {"question-1": "0"}),
        client.post(at(attempt, "submit/"), posted, follow=True),
        client.get(at(attempt, "submit/")),
        client.get(at(attempt, "result/"), follow=True),
    ):
        assert telling(answer.content.decode(), quiz) == []


def test_right_and_wrong_choices_look_the_same(client: Client, attempt: Attempt) -> None:
    page = client.get(at(attempt)).content.decode()
    shapes = {
        re.sub(r"\d+|checked", "", match.replace(choice.text, "…"))
        for asked in attempt.questions.as_paper()  # type: ignore[attr-defined]
        for choice in asked.choices
        for match in re.findall(rf"<label[^>]*>(?:(?!</label>).)*{choice.text}</span></label>", page)
    }
    assert len(shapes) == 1


def test_the_script_is_told_what_is_answered_and_what_is_left(client: Client, attempt: Attempt) -> None:
    answer = client.post(at(attempt, "answers/"), answers_to(attempt, right=3), headers=SCRIPT)
    assert answer.json() == {
        "answered": 3,
        "all": 5,
        "said": "3 of 5 answered",
        "left": "2 questions are not answered yet:",
        "unanswered": [4, 5],
    }


def test_without_the_script_a_button_saves_and_one_may_go_on_later(client: Client, attempt: Attempt) -> None:
    answer = client.post(at(attempt, "answers/"), answers_to(attempt, right=3))
    assert answer["Location"] == at(attempt)
    assert Answer.objects.count() == 3


def test_tampered_answers_are_refused_with_words_and_change_nothing(client: Client, attempt: Attempt) -> None:
    tampered = {**answers_to(attempt, right=4), "question-5": "9" * 30}
    for where in ("answers/", "submit/"):
        answer = client.post(at(attempt, where), tampered)
        assert answer.status_code == 400
        assert "Nothing was changed" in text(answer)
    answer = client.post(at(attempt, "answers/"), tampered, headers=SCRIPT)
    assert (answer.status_code, list(answer.json())) == (400, ["problem"])
    assert Answer.objects.count() == 0


def test_submitting_with_gaps_asks_first_and_then_does_it(client: Client, attempt: Attempt) -> None:
    answer = client.post(at(attempt, "submit/"), answers_to(attempt, right=3))
    assert answer["Location"] == at(attempt, "submit/")
    page = client.get(answer["Location"])
    assert "3 of 5 answered" in text(page)
    shown = re.findall(rf'<li data-place="(\d)"><a href="{at(attempt)}#question-\1">', page.content.decode())
    assert shown == ["4", "5"]
    assert client.post(at(attempt, "submit/"), {"confirmed": "1"})["Location"] == at(attempt, "result/")
    attempt.refresh_from_db()
    assert attempt.points == 3


def test_looking_at_the_question_before_submitting_submits_nothing(client: Client, attempt: Attempt) -> None:
    client.get(at(attempt, "submit/"))
    client.get(at(attempt, "result/"))
    attempt.refresh_from_db()
    assert not attempt.is_submitted


def test_whatever_another_tab_sends_after_submitting_leads_to_the_result(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=5))
    late = answers_to(attempt, right=0, wrong=5)
    result = at(attempt, "result/")
    assert client.post(at(attempt, "submit/"), late)["Location"] == result
    assert client.get(at(attempt))["Location"] == result
    assert client.get(at(attempt, "submit/"))["Location"] == result
    assert client.post(at(attempt, "answers/"), late)["Location"] == at(attempt)
    answer = client.post(at(attempt, "answers/"), late, headers=SCRIPT)
    assert (answer.status_code, answer.json()) == (409, {"url": at(attempt)})
    attempt.refresh_from_db()
    assert attempt.points == 5


def test_when_time_is_up_the_page_offers_only_the_result(client: Client, quiz: Quiz, enrolment: Enrolment) -> None:
    Quiz.objects.update(time_limit_minutes=20)
    client.force_login(enrolment.learner)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        attempt = begin(quiz, enrolment)
        client.post(at(attempt, "answers/"), answers_to(attempt, right=4))
        clock.shift(timedelta(minutes=21))
        page = client.get(at(attempt))
        assert "Time is up" in text(page)
        assert b"<fieldset" not in page.content
        assert client.post(at(attempt, "submit/"))["Location"] == at(attempt, "result/")
        assert "Time ran out" in text(client.get(at(attempt, "result/")))
    attempt.refresh_from_db()
    assert attempt.passed


# --- The result ---------------------------------------------------------------------------------------------------


def test_a_pass_says_so_exactly_and_leads_on(client: Client, attempt: Attempt) -> None:
    for slug in ("fear", "threats"):
        client.post(f"/learn/induction/coercion/{slug}/complete/", {"how": "read"})
    client.post(at(attempt, "submit/"), answers_to(attempt, right=4, wrong=1))
    answer = client.get(at(attempt, "result/"))
    page = text(answer)
    assert "4/5 Passed The pass mark is 4. The module is complete. 1 answer is worth another look." in page
    assert "Next module" in page
    assert 'href="/learn/induction/trauma/"' in answer.content.decode()
    assert page.count(" Correct ") == 4
    assert page.count("Not quite") == 1
    assert "Try again" not in page


def test_a_pass_with_lessons_left_leads_to_the_next_of_them(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=5))
    answer = client.get(at(attempt, "result/"))
    assert "Next: Lesson fear" in text(answer)
    assert "The module is complete" not in text(answer)


def test_not_passing_is_said_kindly_with_the_lessons_to_look_at_again(client: Client, attempt: Attempt) -> None:
    missed = attempt.questions.as_paper()[4]  # type: ignore[attr-defined]
    Attempt.objects.update(pass_mark=100)
    client.post(at(attempt, "submit/"), answers_to(attempt, right=4, wrong=1))
    answer = client.get(at(attempt, "result/"))
    page = text(answer)
    assert "4/5 Not passed yet The pass mark is 5." in page
    assert not re.search(r"\bfail|\bwrong\b", page.lower())
    html = answer.content.decode()
    again = html.partition("What to do next")[2].partition("</section>")[0]
    assert re.findall(r'<li><a href="([^"]+)"', again) == [
        f"/learn/induction/coercion/{missed.version.question.lesson.slug}/"
    ]
    assert f"/quizzes/{attempt.quiz_id}/start/" in html
    assert "Try again" in page


def test_every_option_has_its_feedback_and_every_question_its_lesson(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=3, wrong=1) | {"confirmed": "1"})
    html = client.get(at(attempt, "result/")).content.decode()
    for asked in attempt.questions.as_paper():  # type: ignore[attr-defined]
        for choice in asked.choices:
            assert html.count(choice.text) == html.count(choice.feedback) == 1
        section = html.partition(f'aria-labelledby="question-{asked.place}"')[2].partition("</section>")[0]
        right = choice_of(asked)
        assert section.count("Your answer:") == (asked.place <= 4)
        assert ("Answer:" in section.replace("Your answer:", "")) is (asked.place > 3)
        assert section.index(right.text) < section.index("About the other options")
        assert f"Go back to the lesson: Lesson {asked.version.question.lesson.slug}" in section
    assert html.count("Not answered") == 1


def test_an_unpublished_lesson_is_not_linked(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=0, wrong=5))
    Lesson.objects.filter(slug="fear").update(live=None)
    course = Lesson.objects.get(slug="fear").module.course
    type(course).objects.update(outline_stamp="00000000-0000-0000-0000-000000000001")
    html = client.get(at(attempt, "result/")).content.decode()
    assert "coercion/fear/" not in html
    assert "coercion/threats/" in html


def test_a_result_is_still_there_after_leaving_the_course(client: Client, attempt: Attempt) -> None:
    client.post(at(attempt, "submit/"), answers_to(attempt, right=0, wrong=5))
    Enrolment.objects.update(closed_at=timezone.now(), closed_why="left")
    page = client.get(at(attempt, "result/"))
    assert page.status_code == 200
    assert b"/start/" not in page.content


# --- Nobody else --------------------------------------------------------------------------------------------------

PLACES = [("get", ""), ("post", "answers/"), ("get", "submit/"), ("post", "submit/"), ("get", "result/")]


@pytest.mark.parametrize(("method", "where"), PLACES)
@pytest.mark.parametrize(
    "who", ["Robin, on the same course", "Jaya, who sees everyone", "Super, who may do everything"]
)
@pytest.mark.parametrize("submitted", [False, True])
def test_somebody_else_s_attempt_is_as_one_that_does_not_exist(
    client: Client, quiz: Quiz, attempt: Attempt, method: str, where: str, who: str, submitted: bool
) -> None:
    if submitted:
        client.post(at(attempt, "submit/"), answers_to(attempt, right=5))
    if who.startswith("Robin"):
        viewer = learner_of(quiz, "Robin")[0]
    else:
        viewer = make_person("Other", is_staff=True, is_superuser=who.startswith("Super"))
        viewer.user_permissions.add(Permission.objects.get(codename="view_everyone"))
    client.force_login(viewer)
    before = list(Attempt.objects.values())
    theirs = getattr(client, method)(at(attempt, where), {})
    nobody_s = getattr(client, method)(f"/attempts/999999/{where}", {})
    assert theirs.status_code == nobody_s.status_code == 404
    assert text(theirs) == text(nobody_s)
    assert list(Attempt.objects.values()) == before


@pytest.mark.parametrize(("method", "where"), PLACES)
@pytest.mark.parametrize("number", [f"{10**30}", "9" * 5000, "1%00", "-1", "١"])
def test_an_impossible_number_is_not_found(client: Client, sam: User, method: str, where: str, number: str) -> None:
    assert getattr(client, method)(f"/attempts/{number}/{where}").status_code == 404
    assert client.post(f"/quizzes/{number}/start/").status_code == 404


@pytest.mark.parametrize(("method", "where"), PLACES)
def test_who_is_not_signed_in_is_asked_to(client: Client, attempt: Attempt, method: str, where: str) -> None:
    client.logout()
    answer = getattr(client, method)(at(attempt, where))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")


# --- Budgets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [3, 20])
def test_the_quiz_and_the_attempt_take_eight_queries_at_most(
    client: Client, size: int, django_assert_max_num_queries: Any
) -> None:
    quiz = course_with_quiz(count=size, per_lesson=20)
    sam, enrolment = learner_of(quiz)
    client.force_login(sam)
    client.get("/learn/induction/coercion/")  # the process has read the outline
    with django_assert_max_num_queries(8):
        assert client.get(QUIZ).status_code == 200
    attempt = begin(quiz, enrolment)
    client.post(at(attempt, "answers/"), answers_to(attempt, right=size - 1))
    with django_assert_max_num_queries(8):
        assert client.get(at(attempt)).status_code == 200
    with django_assert_max_num_queries(8):
        assert client.get(QUIZ).status_code == 200
    client.post(at(attempt, "submit/"), {"confirmed": "1"})
    with django_assert_max_num_queries(11):
        assert client.get(at(attempt, "result/")).status_code == 200


def test_a_long_bank_asks_no_more_queries_to_start(client: Client, django_assert_max_num_queries: Any) -> None:
    quiz = course_with_quiz(count=20, per_lesson=20)
    make_question(quiz.lesson.module.lessons.get(slug="fear"), 99)
    sam, _enrolment = learner_of(quiz)
    client.force_login(sam)
    with django_assert_max_num_queries(20):
        assert client.post(f"/quizzes/{quiz.pk}/start/").status_code == 302
