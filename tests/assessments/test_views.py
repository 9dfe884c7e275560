"""Answering and submitting."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db.models import Case, When
from django.test import Client
from django.utils import timezone

from assessments.models import Answer, Attempt, Choice, Quiz
from courses.models import Enrolment
from tests.assessments.building import (
    QUIZ,
    answers_to,
    at,
    begin,
    text,
)

pytestmark = pytest.mark.django_db

SCRIPT = {"Accept": "application/json"}


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
    assert "Saved so far: 2 of 5 answered . 3 questions are not answered yet:" in text(page)


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


def test_with_the_key_turned_round_every_page_before_submission_is_the_same(client: Client, attempt: Attempt) -> None:
    """Whatever a page could tell about what is right, by words, markup or order, would differ."""
    posted = answers_to(attempt, right=2, wrong=1)

    def pages() -> list[str]:
        answers = [
            client.get(QUIZ),
            client.post(at(attempt, "answers/"), posted, headers=SCRIPT),
            client.get(at(attempt)),
            client.get(at(attempt, "submit/")),
        ]
        token = r'name="csrfmiddlewaretoken" value="[^"]+"'
        return [re.sub(token, "", answer.content.decode()) for answer in answers]

    before = pages()
    # An update goes round the guard that lets nobody change what was asked.
    Choice.objects.update(is_right=Case(When(is_right=True, then=False), default=True), feedback="Else.")
    assert pages() == before


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


@pytest.mark.parametrize("ending", ["", "result/"])
def test_no_browser_or_proxy_stores_an_attempt(client: Client, attempt: Attempt, ending: str) -> None:
    if ending:
        client.post(at(attempt, "submit/"), answers_to(attempt, right=5))
    answer = client.get(at(attempt, ending))
    assert answer.status_code == 200
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
