"""A key that was wrong: graded anew, with old marks on record, and no pass taken away."""

from __future__ import annotations

import time
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from assessments import regrading
from assessments.grading import submit_attempt
from assessments.models import Attempt, AttemptQuestion, KeyCorrection, Mark, Question, QuestionVersion, Quiz, QuizSlot
from assessments.regrading import NotACorrection, Preview, carry_out, correctable, preview, request_correction
from assessments.tasks import correct_keys
from assessments.writing import write_version
from courses.models import Enrolment, How, LessonProgress
from tests.assessments.building import at, begin, learner_of, make_quiz, options, post, text
from tests.courses.building import make_course, make_lesson, make_module
from tests.courses.editors import signed_in, with_role
from tests.racing import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def question() -> Question:
    """Asked alone by its quiz; its second option is marked as right, and should have been the third."""
    module = make_module(make_course(), "coercion")
    fear = make_lesson(module, "fear")
    quiz = make_quiz(make_lesson(module, "quiz", kind="quiz"), 1, pass_mark=100)
    question = Question.objects.create(key="fear-1", lesson=fear)
    write_version(question, kind="single", stem="What of it?", choices=options("fear"))
    quiz.slots.all().delete()
    QuizSlot.objects.create(quiz=quiz, question=question)
    return question


def answer(question: Question, name: str, place: int, submit: bool = True) -> Attempt:
    """Somebody of this name picks the option at this place (from 0)."""
    quiz = Quiz.objects.get()
    attempt = begin(quiz, learner_of(quiz, name)[1])
    asked = attempt.questions.as_paper()[0]  # type: ignore[attr-defined]
    picked = next(choice for choice in asked.choices if choice.order == place)
    if submit:
        submit_attempt(attempt.pk, post({asked.field_name: str(picked.pk)}))
    return attempt


def put_right(question: Question) -> tuple[QuestionVersion, QuestionVersion]:
    """A version whose third option is right. Returns the wrong one and the right one."""
    wrong = question.live
    rows = [{**row, "is_right": order == 2} for order, row in enumerate(options("fear"))]
    write_version(question, kind="single", stem="What of it?", choices=rows)
    question.refresh_from_db()
    assert wrong is not None
    assert question.live is not None
    return wrong, question.live


def correct(question: Question) -> KeyCorrection:
    wrong, right = put_right(question)
    return carry_out(request_correction(wrong, right, None).pk)


def results() -> dict[str, tuple[int | None, bool | None]]:
    rows = Attempt.objects.values_list("enrolment__learner__name", "points", "passed")
    return {name: (points, passed) for name, points, passed in rows}


def test_who_was_wrongly_failed_passes_and_nobody_loses_a_pass(question: Question) -> None:
    for name, place in (("Sam", 1), ("Cerys", 2), ("Ada", 0)):
        answer(question, name, place)
    assert results() == {"Sam": (1, True), "Cerys": (0, False), "Ada": (0, False)}
    correction = correct(question)
    assert results() == {"Sam": (0, True), "Cerys": (1, True), "Ada": (0, False)}
    assert (correction.changed, correction.gained, correction.done_at is not None) == (2, 1, True)
    done = LessonProgress.objects.filter(how=How.PASSED).values_list("enrolment__learner__name", flat=True)
    assert sorted(done) == ["Cerys", "Sam"]


def test_old_marks_stay_on_record(question: Question) -> None:
    attempt = answer(question, "Cerys", 2)
    correct(question)
    marks = Mark.objects.filter(asked__attempt=attempt).order_by("pk")
    assert [(mark.points, mark.superseded_at is None) for mark in marks] == [(0, False), (1, True)]


def test_carrying_it_out_again_changes_nothing(question: Question) -> None:
    answer(question, "Cerys", 2)
    correction = correct(question)
    before = list(Mark.objects.values()), list(Attempt.objects.values())
    again = carry_out(correction.pk)
    assert (list(Mark.objects.values()), list(Attempt.objects.values())) == before
    assert (again.changed, again.gained) == (1, 1)


def test_killed_half_way_it_goes_on_where_it_was(question: Question) -> None:
    for name in ("Sam", "Cerys", "Ada"):
        answer(question, name, 2)
    wrong, right = put_right(question)
    correction = request_correction(wrong, right, None)
    real, done = regrading._regrade, []

    def dies(attempt_id: int, correction: KeyCorrection) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(attempt_id)
        real(attempt_id, correction)

    with mock.patch.object(regrading, "_regrade", dies), pytest.raises(KeyboardInterrupt):
        carry_out(correction.pk)
    assert sorted(points or 0 for points, _passed in results().values()) == [0, 1, 1]
    correct_keys()
    assert results() == dict.fromkeys(("Sam", "Cerys", "Ada"), (1, True))
    correction.refresh_from_db()
    assert (correction.changed, correction.gained) == (3, 3)


def test_what_is_still_open_is_graded_by_the_right_key_when_it_is_submitted(question: Question) -> None:
    attempt = answer(question, "Sam", 2, submit=False)
    asked = attempt.questions.as_paper()[0]  # type: ignore[attr-defined]
    picked = next(choice for choice in asked.choices if choice.order == 2)
    correct(question)
    assert submit_attempt(attempt.pk, post({asked.field_name: str(picked.pk)})).passed is True


def test_on_a_closed_enrolment_the_marks_are_put_right_and_nothing_is_completed(question: Question) -> None:
    attempt = answer(question, "Cerys", 2)
    Enrolment.objects.update(closed_at=attempt.started_at, closed_why="left")
    correct(question)
    assert results() == {"Cerys": (1, True)}
    assert not LessonProgress.objects.filter(completed_at__isnull=False).exists()


def test_the_preview_counts_and_writes_nothing(question: Question) -> None:
    for name, place in (("Sam", 1), ("Cerys", 2), ("Ada", 0)):
        answer(question, name, place)
    answer(question, "Mo", 2, submit=False)
    wrong, right = put_right(question)
    before = list(Mark.objects.values())
    assert preview(wrong, right) == Preview(asked=3, changed=2, gained=1)
    assert list(Mark.objects.values()) == before
    assert correctable(question) == [wrong]


def test_another_question_is_no_correction(question: Question) -> None:
    wrong = question.live
    rows = [{**row, "text": f"New {row['text']}"} for row in options("fear")]
    write_version(question, kind="single", stem="What of it?", choices=rows)
    question.refresh_from_db()
    assert correctable(question) == []
    with pytest.raises(NotACorrection):
        request_correction(wrong, question.live, None)


def test_the_result_then_shows_what_is_right(question: Question, client: Client) -> None:
    attempt = answer(question, "Cerys", 2)
    client.force_login(attempt.enrolment.learner)
    assert "Not passed yet" in text(client.get(at(attempt, "result/")))
    correct(question)
    page = text(client.get(at(attempt, "result/")))
    assert "Your answer: fear third" in page
    assert "Passed" in page
    assert "1/1" in page


def test_an_editor_sees_counts_asks_for_it_once_and_sees_nobody(question: Question) -> None:
    answer(question, "Canary", 2)
    put_right(question)
    editor = signed_in(with_role("Eddie", "Editor"))
    address = f"/administration/assessments/question/{question.pk}/correct/"
    page = editor.get(address).content.decode()
    assert "1 submitted attempt was asked it" in page
    assert "1 would pass" in page
    assert "anary" not in page
    asked = {"asked": str(question.versions.get(number=1).pk)}
    for _twice in range(2):
        assert editor.post(address, asked).status_code == 302
    assert KeyCorrection.objects.count() == 1
    assert "under way" in editor.get(address).content.decode()
    correct_keys()
    assert results() == {"Canary": (1, True)}
    assert editor.post(address, {"asked": "99999999"}).status_code == 302
    people = signed_in(with_role("Petra", "People administrator"))
    assert people.get(address).status_code == 403
    assert signed_in(AttemptQuestion.objects.get().attempt.enrolment.learner).get(address).status_code == 302


def _submit(attempt_id: int, posted: dict[str, str], after: float = 0) -> None:
    time.sleep(after)
    submit_attempt(attempt_id, post(posted))


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_submitting_while_it_is_graded_anew_gives_the_right_result(question: Question) -> None:
    attempt = answer(question, "Sam", 2, submit=False)
    asked = attempt.questions.as_paper()[0]  # type: ignore[attr-defined]
    picked = next(choice for choice in asked.choices if choice.order == 2)
    wrong, right = put_right(question)
    correction = request_correction(wrong, right, None)
    posted: dict[str, Any] = {asked.field_name: str(picked.pk)}
    race((_submit, attempt.pk, posted), (carry_out, correction.pk))
    assert results() == {"Sam": (1, True)}
    assert Mark.objects.filter(superseded_at=None).count() == 1


def _regrade_unheld(attempt_id: int, correction: KeyCorrection) -> None:
    """Grading anew without holding the attempt or a transaction, slowly enough for somebody to submit meanwhile."""

    def read_only(attempt_id: int, closed_too: bool) -> Attempt:
        attempt = Attempt.objects.select_related("enrolment", "quiz__lesson").get(pk=attempt_id)
        time.sleep(1)
        return attempt

    with mock.patch.object(regrading, "lock_attempt", read_only):
        regrading._regrade.__wrapped__(attempt_id, correction)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_without_holding_the_attempt_the_same_race_leaves_the_wrong_result(question: Question) -> None:
    """The control: it finds the attempt open, and what is submitted meanwhile keeps the mark of the wrong key."""
    attempt = answer(question, "Sam", 2, submit=False)
    asked = attempt.questions.as_paper()[0]  # type: ignore[attr-defined]
    picked = next(choice for choice in asked.choices if choice.order == 2)
    correction = request_correction(*put_right(question), None)
    posted: dict[str, Any] = {asked.field_name: str(picked.pk)}
    race((_submit, attempt.pk, posted, 0.3), (_regrade_unheld, attempt.pk, correction))
    assert results() == {"Sam": (0, False)}
