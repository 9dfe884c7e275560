"""Beginning an attempt, and keeping answers on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.attempting import NoLongerOpen, NothingToAsk, NotNow, save_answers, start_attempt
from assessments.grading import submit_attempt
from assessments.history import history_of
from assessments.models import Answer, Attempt, AttemptQuestion, Choice, Question, Quiz
from assessments.models.questions import VersionIsFixed
from assessments.question_types import Refused
from courses.completing import EnrolmentClosed
from courses.models import Enrolment
from tests.assessments.building import answers_to, begin, course_with_quiz, learner_of, post
from tests.racing import race

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 1, 12, 0, 20, tzinfo=UTC)


def fail(quiz: Quiz, enrolment: Enrolment) -> Attempt:
    return submit_attempt(begin(quiz, enrolment).pk, post({}), confirmed=True)


def saved(attempt: Attempt) -> dict[int, list[int]]:
    return dict(Answer.objects.filter(asked__attempt=attempt).values_list("asked__place", "response"))


def test_starting_twice_gives_the_same_attempt(quiz: Quiz, enrolment: Enrolment) -> None:
    assert begin(quiz, enrolment) == begin(quiz, enrolment)
    assert Attempt.objects.count() == 1
    assert AttemptQuestion.objects.count() == 5


def test_starting_a_quiz_begins_the_course(quiz: Quiz, enrolment: Enrolment) -> None:
    begin(quiz, enrolment)
    enrolment.refresh_from_db()
    assert enrolment.started_at is not None


def test_the_attempt_freezes_the_pass_mark_the_wording_and_the_order_of_the_options(
    quiz: Quiz, enrolment: Enrolment
) -> None:
    attempt = start_attempt(quiz.pk, enrolment.pk, Random(7))
    assert attempt.pass_mark == 80
    orders = []
    for asked in attempt.questions.as_paper():  # type: ignore[attr-defined]
        ids = [choice.pk for choice in asked.version.choices.all()]
        assert sorted(asked.option_order) == sorted(ids)
        orders.append([ids.index(pk) for pk in asked.option_order])
    assert any(order != [0, 1, 2] for order in orders)


def test_options_that_are_not_to_be_shuffled_keep_their_order(quiz: Quiz, enrolment: Enrolment) -> None:
    # Written once, so that the test has to go round the guard.
    for question in Question.objects.select_related("live"):
        type(question.live).objects.filter(pk=question.live_id).update(shuffle=False)
    for asked in begin(quiz, enrolment).questions.as_paper():  # type: ignore[attr-defined]
        assert asked.option_order == [choice.pk for choice in asked.version.choices.all()]


def test_what_was_asked_cannot_be_reworded() -> None:
    question = course_with_quiz().slots.get().pool().select_related("live").first()
    assert question and question.live
    question.live.stem = "Something else?"
    with pytest.raises(VersionIsFixed):
        question.live.save()
    choice = question.live.choices.first()
    assert choice
    choice.is_right = not choice.is_right
    with pytest.raises(VersionIsFixed):
        choice.save()


def test_the_database_holds_one_open_attempt(quiz: Quiz, enrolment: Enrolment) -> None:
    begin(quiz, enrolment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(quiz=quiz, enrolment=enrolment, number=2, pass_mark=80)


def test_two_people_have_an_attempt_each(quiz: Quiz, enrolment: Enrolment) -> None:
    _robin, other = learner_of(quiz, "Robin")
    assert begin(quiz, enrolment) != begin(quiz, other)


def test_a_closed_enrolment_starts_nothing(quiz: Quiz, enrolment: Enrolment) -> None:
    Enrolment.objects.update(closed_at=timezone.now(), closed_why="left")
    with pytest.raises(EnrolmentClosed):
        begin(quiz, enrolment)
    assert Attempt.objects.count() == 0


def test_a_quiz_without_questions_starts_nothing(quiz: Quiz, enrolment: Enrolment) -> None:
    Question.objects.update(state="retired")
    with pytest.raises(NothingToAsk):
        begin(quiz, enrolment)
    assert Attempt.objects.count() == 0


def test_the_next_attempt_asks_others(quiz: Quiz, enrolment: Enrolment) -> None:
    first, second = fail(quiz, enrolment), begin(quiz, enrolment)
    asked = [
        set(AttemptQuestion.objects.filter(attempt=attempt).values_list("version__question__key", flat=True))
        for attempt in (first, second)
    ]
    assert second.number == 2
    assert asked[0] & asked[1] == set()


def test_after_the_second_failure_one_waits_until_the_minute_that_is_shown(quiz: Quiz, enrolment: Enrolment) -> None:
    sam = enrolment.learner
    with time_machine.travel(NOON, tick=False) as clock:
        fail(quiz, enrolment)
        fail(quiz, enrolment)
        until = history_of(quiz, enrolment, sam).waits_until()
        assert until == datetime(2026, 12, 1, 12, 11, tzinfo=UTC)
        clock.move_to(until - timedelta(seconds=1))
        with pytest.raises(NotNow):
            begin(quiz, enrolment)
        clock.move_to(until)
        assert begin(quiz, enrolment).number == 3


def test_nobody_waits_where_the_quiz_says_so_nor_after_passing(quiz: Quiz, enrolment: Enrolment) -> None:
    fail(quiz, enrolment)
    attempt = begin(quiz, enrolment)
    submit_attempt(attempt.pk, post(answers_to(attempt, right=5)))
    fail(quiz, enrolment)
    assert begin(quiz, enrolment).number == 4
    Attempt.objects.all().delete()
    Quiz.objects.update(wait_minutes=0)
    for number in (1, 2, 3):
        assert fail(quiz, enrolment).number == number


def test_no_more_attempts_than_allowed(quiz: Quiz, enrolment: Enrolment) -> None:
    Quiz.objects.update(attempts_allowed=1)
    assert begin(quiz, enrolment) == begin(quiz, enrolment)
    fail(quiz, enrolment)
    with pytest.raises(NotNow) as refusal:
        begin(quiz, enrolment)
    assert refusal.value.history.attempts_left == 0


def test_help_is_offered_after_three_failures_and_not_before(quiz: Quiz, enrolment: Enrolment) -> None:
    Quiz.objects.update(wait_minutes=0)
    quiz.refresh_from_db()
    offered = []
    for _number in range(3):
        fail(quiz, enrolment)
        offered.append(history_of(quiz, enrolment, enrolment.learner).needs_help)
    assert offered == [False, False, True]


def test_a_history_is_its_owner_s(quiz: Quiz, enrolment: Enrolment) -> None:
    fail(quiz, enrolment)
    robin, _other = learner_of(quiz, "Robin")
    assert len(history_of(quiz, enrolment, enrolment.learner).finished) == 1
    assert history_of(quiz, enrolment, robin).finished == ()


def test_each_answer_is_kept_and_the_last_word_stands(quiz: Quiz, enrolment: Enrolment) -> None:
    attempt = begin(quiz, enrolment)
    right = answers_to(attempt, right=2)
    save_answers(attempt.pk, post({"question-1": right["question-1"]}))
    save_answers(attempt.pk, post({"question-2": right["question-2"]}))
    wrong = answers_to(attempt, right=0, wrong=1)
    save_answers(attempt.pk, post(wrong))
    assert saved(attempt) == {1: [int(wrong["question-1"])], 2: [int(right["question-2"])]}


def tampering(attempt: Attempt) -> list[dict[str, str]]:
    mine = answers_to(attempt, right=5)
    unasked = Choice.objects.exclude(version__asked__attempt=attempt).filter(is_right=True).first()
    assert unasked
    return [
        {"question-1": mine["question-2"]},  # an option of another question
        {"question-1": str(unasked.pk)},  # one of a question that was not asked
        {"question-6": mine["question-1"]},  # no such place
        {"question-": mine["question-1"]},
        {"question-1": "9" * 30},
        {"question-1": "1\x00"},
        {"question-1\x00": mine["question-1"]},
    ]


@pytest.mark.parametrize("number", range(7))
def test_what_was_not_offered_is_refused_and_changes_nothing(quiz: Quiz, enrolment: Enrolment, number: int) -> None:
    attempt = begin(quiz, enrolment)
    _robin, others = learner_of(quiz, "Robin")
    other = begin(quiz, others)
    kept = answers_to(attempt, right=2)
    save_answers(attempt.pk, post(kept))
    before = saved(attempt)
    tampered = tampering(attempt)[number]
    with pytest.raises(Refused):
        save_answers(attempt.pk, post({**answers_to(attempt, right=0, wrong=5), **tampered}))
    with pytest.raises(Refused):
        submit_attempt(attempt.pk, post({**answers_to(attempt, right=5), **tampered}))
    attempt.refresh_from_db()
    assert saved(attempt) == before
    assert saved(other) == {}
    assert not attempt.is_submitted


def test_other_fields_are_no_answers(quiz: Quiz, enrolment: Enrolment) -> None:
    attempt = begin(quiz, enrolment)
    save_answers(attempt.pk, post({"csrfmiddlewaretoken": "x", "passed": "1", "points": "5"}))
    attempt.refresh_from_db()
    assert saved(attempt) == {}
    assert attempt.passed is None


def test_nothing_is_kept_after_submitting(quiz: Quiz, enrolment: Enrolment) -> None:
    attempt = fail(quiz, enrolment)
    with pytest.raises(NoLongerOpen):
        save_answers(attempt.pk, post(answers_to(attempt, right=5)))
    assert saved(attempt) == {}


def test_nothing_is_kept_after_the_deadline(quiz: Quiz, enrolment: Enrolment) -> None:
    Quiz.objects.update(time_limit_minutes=20)
    with time_machine.travel(NOON, tick=False) as clock:
        late = begin(quiz, enrolment)
        assert late.deadline_at == NOON + timedelta(minutes=20)
        save_answers(late.pk, post(answers_to(late, right=1)))
        clock.shift(timedelta(minutes=20, seconds=1))
        with pytest.raises(NoLongerOpen):
            save_answers(late.pk, post(answers_to(late, right=5)))
        assert len(saved(late)) == 1
        submit_attempt(late.pk, post({}))
        with pytest.raises(NoLongerOpen):
            save_answers(late.pk, post(answers_to(late, right=5)))
    assert len(saved(late)) == 1


def test_a_closed_enrolment_keeps_nothing(quiz: Quiz, enrolment: Enrolment) -> None:
    attempt = begin(quiz, enrolment)
    Enrolment.objects.update(closed_at=timezone.now(), closed_why="left")
    with pytest.raises(EnrolmentClosed):
        save_answers(attempt.pk, post(answers_to(attempt, right=1)))
    assert saved(attempt) == {}


def start_in_process(quiz_id: int, enrolment_id: int) -> int:
    return start_attempt(quiz_id, enrolment_id).pk


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_starting_sixteen_times_at_once_starts_one(quiz: Quiz, enrolment: Enrolment) -> None:
    started = race(*[(start_in_process, quiz.pk, enrolment.pk)] * 16)
    assert len(set(started)) == 1
    assert list(Attempt.objects.values_list("pk", flat=True)) == started[:1]
    assert AttemptQuestion.objects.count() == 5
