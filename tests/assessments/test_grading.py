"""Submitting: one result, the right one, whatever else happens meanwhile."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import grading
from assessments.attempting import save_answers
from assessments.grading import submit_attempt
from assessments.models import Answer, Attempt, Mark, Question, Quiz
from assessments.models.attempts import AttemptQuerySet
from assessments.score import Score
from assessments.writing import write_version
from courses.completing import EnrolmentClosed
from courses.models import Enrolment, How, Lesson, LessonProgress
from tests.assessments.building import answers_to, begin, learner_of, make_question, options, post
from tests.racing import race

pytestmark = pytest.mark.django_db


def submit(attempt: Attempt, right: int, wrong: int = 0, confirmed: bool = False) -> Attempt:
    return submit_attempt(attempt.pk, post(answers_to(attempt, right, wrong)), confirmed)


def completed() -> list[tuple[str, str]]:
    done = LessonProgress.objects.filter(completed_at__isnull=False)
    return list(done.values_list("enrolment__learner__name", "lesson__key"))


def test_four_of_five_passes_at_eighty_and_completes_the_lesson(attempt: Attempt, quiz: Quiz) -> None:
    result = submit(attempt, right=4, wrong=1)
    assert (result.score, result.passed) == (Score(4, 5), True)
    progress = LessonProgress.objects.get()
    assert (progress.lesson_id, progress.how, progress.revision_id) == (quiz.lesson_id, How.PASSED, quiz.lesson.live_id)


def test_three_of_five_does_not_pass_and_completes_nothing(attempt: Attempt) -> None:
    result = submit(attempt, right=3, wrong=2)
    assert (result.score, result.passed) == (Score(3, 5), False)
    assert completed() == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(right=st.integers(0, 5), mark=st.integers(1, 100))
def test_the_score_is_the_number_of_right_answers(right: int, mark: int, attempt: Attempt) -> None:
    with transaction.atomic():
        Attempt.objects.update(pass_mark=mark)
        result = submit(attempt, right=right, wrong=5 - right)
        assert result.score == Score(right, 5)
        assert result.passed is (right * 100 >= mark * 5)
        assert sorted(Mark.objects.values_list("points", "maximum")) == [(0, 1)] * (5 - right) + [(1, 1)] * right
        transaction.set_rollback(True)


def test_with_questions_unanswered_the_answers_are_kept_and_nothing_is_graded(attempt: Attempt) -> None:
    result = submit(attempt, right=4)
    assert not result.is_submitted
    assert Answer.objects.count() == 4
    assert Mark.objects.count() == 0


def test_confirmed_it_is_graded_with_the_gaps_as_nothing(attempt: Attempt) -> None:
    result = submit(attempt, right=4, confirmed=True)
    assert (result.score, result.passed) == (Score(4, 5), True)


def test_answers_saved_on_the_way_count(attempt: Attempt) -> None:
    save_answers(attempt.pk, post(answers_to(attempt, right=5)))
    assert submit_attempt(attempt.pk, post({})).score == Score(5, 5)


def test_submitting_again_changes_nothing(attempt: Attempt) -> None:
    first = submit(attempt, right=3, wrong=2)
    marks = list(Mark.objects.values())
    second = submit(attempt, right=5)
    assert (second.score, second.submitted_at) == (first.score, first.submitted_at)
    assert list(Mark.objects.values()) == marks
    assert completed() == []


def test_the_wording_that_was_asked_is_graded_though_it_was_edited_and_retired(attempt: Attempt) -> None:
    posted = answers_to(attempt, right=5)
    for question in Question.objects.select_related("live"):
        turned = options(question.key)
        turned[1]["is_right"], turned[0]["is_right"] = False, True
        write_version(question, kind="single", stem="Now the other way round?", choices=turned, state="retired")
    result = submit_attempt(attempt.pk, post(posted))
    assert result.score == Score(5, 5)


def test_the_pass_mark_is_that_of_the_attempt_s_beginning(attempt: Attempt) -> None:
    Quiz.objects.update(pass_mark=100)
    assert submit(attempt, right=4, wrong=1).passed is True


def test_a_lesson_unpublished_meanwhile_is_completed_all_the_same(attempt: Attempt, quiz: Quiz) -> None:
    read = quiz.lesson.live_id
    Lesson.objects.filter(pk=quiz.lesson_id).update(live=None)
    submit(attempt, right=5)
    assert LessonProgress.objects.get(completed_at__isnull=False).revision_id == read


def test_failing_after_passing_takes_nothing_away(attempt: Attempt, quiz: Quiz, enrolment: Enrolment) -> None:
    submit(attempt, right=5)
    before = LessonProgress.objects.values().get()
    submit(begin(quiz, enrolment), right=0, wrong=5)
    assert LessonProgress.objects.values().get() == before


def test_after_the_deadline_what_was_saved_by_then_is_graded(quiz: Quiz, enrolment: Enrolment) -> None:
    Quiz.objects.update(time_limit_minutes=20)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        late = begin(quiz, enrolment)
        save_answers(late.pk, post(answers_to(late, right=1)))
        clock.shift(timedelta(minutes=20, seconds=1))
        result = submit(late, right=5)
    assert result.score == Score(1, 5)
    assert result.is_overdue()


def test_on_the_very_deadline_it_is_in_time(quiz: Quiz, enrolment: Enrolment) -> None:
    Quiz.objects.update(time_limit_minutes=20)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        punctual = begin(quiz, enrolment)
        clock.shift(timedelta(minutes=20))
        assert submit(punctual, right=5).score == Score(5, 5)


def test_a_closed_enrolment_grades_nothing(attempt: Attempt) -> None:
    Enrolment.objects.update(closed_at=timezone.now(), closed_why="left")
    with pytest.raises(EnrolmentClosed):
        submit(attempt, right=5)
    assert Mark.objects.count() == 0


def test_a_pass_and_what_follows_from_it_are_kept_together_or_not_at_all(attempt: Attempt) -> None:
    with mock.patch.object(grading, "complete_lesson", side_effect=OSError), pytest.raises(OSError):  # noqa: PT011
        submit(attempt, right=5)
    attempt.refresh_from_db()
    assert not attempt.is_submitted
    assert (Mark.objects.count(), Answer.objects.count()) == (0, 0)
    assert submit(attempt, right=5).passed


def test_the_database_refuses_a_second_mark_that_stands(attempt: Attempt) -> None:
    submit(attempt, right=5)
    mark = Mark.objects.first()
    assert mark
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(asked=mark.asked, points=0, maximum=1)


def test_nobody_else_s_attempt_is_touched(attempt: Attempt, quiz: Quiz) -> None:
    make_question(quiz.lesson.module.lessons.get(slug="fear"), 99)
    _robin, others = learner_of(quiz, "Robin")
    theirs = begin(quiz, others)
    submit(attempt, right=5)
    theirs.refresh_from_db()
    assert not theirs.is_submitted
    assert completed() == [("Sam", "coercion/quiz")]


# --- All at once --------------------------------------------------------------------------------------------------


def submit_in_process(attempt_id: int, posted: dict[str, str]) -> tuple[int, bool]:
    """The points, and whether this process did the grading."""
    with mock.patch.object(grading, "mark", wraps=grading.mark) as mark:
        result = submit_attempt(attempt_id, post(posted))
    return result.points or 0, mark.called


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_thirty_two_submissions_at_once_are_graded_once(attempt: Attempt) -> None:
    runs = [(submit_in_process, attempt.pk, answers_to(attempt, right=right, wrong=5 - right)) for right in [5, 3] * 16]
    outcomes = race(*runs)
    attempt.refresh_from_db()
    assert [graded for _points, graded in outcomes].count(True) == 1
    assert {points for points, _graded in outcomes} == {attempt.points}
    assert Mark.objects.count() == 5
    assert sum(Mark.objects.values_list("points", flat=True)) == attempt.points
    assert (completed() == [("Sam", "coercion/quiz")]) is attempt.passed


def unheld(attempt_id: int) -> Attempt:
    return Attempt.objects.select_related("enrolment", "quiz__lesson").get(pk=attempt_id)


def submit_unheld(attempt_id: int, posted: dict[str, str]) -> tuple[int, bool]:
    """Grading that neither holds the attempt nor asks beforehand whether it is open."""
    with (
        mock.patch.object(grading, "lock_attempt", unheld),
        mock.patch.object(Attempt, "is_submitted", False),
    ):
        return submit_in_process(attempt_id, posted)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_setting_the_result_only_while_it_is_open_is_enough_by_itself(attempt: Attempt) -> None:
    outcomes = race(*[(submit_unheld, attempt.pk, answers_to(attempt, right=5))] * 8)
    assert [graded for _points, graded in outcomes].count(True) == 1
    assert Mark.objects.count() == 5


def submit_unguarded(attempt_id: int, posted: dict[str, str]) -> bool:
    """Grading as it would be without either guard. Whether it graded."""

    def slow_finish(self: AttemptQuerySet, score: Score, passed: bool, now: Any) -> bool:
        time.sleep(0.05)
        return self.update(submitted_at=now, points=score.points, maximum=score.maximum, passed=passed) == 1

    graded = []
    with (
        mock.patch.object(grading, "lock_attempt", unheld),
        mock.patch.object(Attempt, "is_submitted", False),
        mock.patch.object(AttemptQuerySet, "finish", slow_finish),
        mock.patch.object(grading, "mark", graded.append),
    ):
        submit_attempt(attempt_id, post(posted))
    return bool(graded)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_without_the_guard_the_same_race_grades_more_than_once(attempt: Attempt) -> None:
    """The control: what the race above would show if nothing held it."""
    outcomes = race(*[(submit_unguarded, attempt.pk, answers_to(attempt, right=5))] * 8)
    assert outcomes.count(True) > 1


def save_in_process(attempt_id: int, posted: dict[str, str]) -> str:
    try:
        save_answers(attempt_id, post(posted))
    except Exception as error:  # noqa: BLE001
        return type(error).__name__
    return "saved"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_what_is_saved_beside_a_submission_is_graded_or_refused(attempt: Attempt) -> None:
    right, wrong = answers_to(attempt, right=5), answers_to(attempt, right=0, wrong=5)
    save_answers(attempt.pk, post(wrong))
    saves = [(save_in_process, attempt.pk, right)] * 8
    outcomes = race(*saves[:4], (submit_in_process, attempt.pk, {}), *saves[4:])
    attempt.refresh_from_db()
    paper = list(attempt.questions.as_paper())  # type: ignore[attr-defined]
    assert {outcome for outcome in outcomes if isinstance(outcome, str)} <= {"saved", "NoLongerOpen"}
    assert grading.grade(paper) == attempt.score
