"""Beginning an attempt at a quiz, and keeping what is answered on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random, SystemRandom
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils import timezone

from assessments.drawing import draw_questions, frozen
from assessments.history import History, history_from
from assessments.models import Answer, Attempt, AttemptQuestion, ExtraTime, Quiz
from assessments.models.asked import FIELD_PREFIX, AskedQuestion
from assessments.question_types import Refused, Response
from courses.completing import EnrolmentClosed
from courses.enrolling import start as start_enrolment
from courses.models import Enrolment

if TYPE_CHECKING:
    from django.http import QueryDict

Asked = TypeVar("Asked", bound=AskedQuestion)


class NotNow(Exception):
    """No attempt may begin: one has to wait, or none is left. `history` tells."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self.history = history


class NothingToAsk(Exception):
    """The quiz has no question to ask."""


class NoLongerOpen(Exception):
    """The attempt was submitted already, or its time has run out: nothing more is kept."""


@transaction.atomic
def start_attempt(quiz_id: int, enrolment_id: int, chance: Random | None = None) -> Attempt:
    """The attempt under way, or else a new one with questions drawn and options in their order.

    Raises NotNow, NothingToAsk or EnrolmentClosed.
    """
    # Two tabs start at once: one at a time for an enrolment. SQLite has one writer anyway.
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment_id)
    if enrolment.closed_at is not None:
        raise EnrolmentClosed
    quiz = Quiz.objects.get(pk=quiz_id)
    attempts = list(Attempt.objects.filter(quiz=quiz, enrolment=enrolment).order_by("-number"))
    history = history_from(quiz, attempts)
    if history.running is not None:
        return history.running
    if not history.may_start:
        raise NotNow(history)
    chance = chance or SystemRandom()
    before = AttemptQuestion.objects.filter(attempt__in=attempts[:1]).values_list("version__question", flat=True)
    questions = draw_questions(quiz, set(before), chance)
    if not questions:
        raise NothingToAsk
    start_enrolment(enrolment)
    now = timezone.now()
    limit = time_limit(quiz, enrolment.learner_id)
    attempt = Attempt.objects.create(
        quiz=quiz,
        enrolment=enrolment,
        number=attempts[0].number + 1 if attempts else 1,
        pass_mark=quiz.pass_mark,
        started_at=now,
        deadline_at=now + limit if limit else None,
    )
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(attempt=attempt, **asked) for asked in frozen(questions, chance)
    )
    return attempt


def time_limit(quiz: Quiz, learner_id: int) -> timedelta | None:
    """How long this person has for an attempt; None where there is no limit."""
    if quiz.time_limit_minutes is None:
        return None
    limit = timedelta(minutes=quiz.time_limit_minutes)
    extra = ExtraTime.objects.filter(learner=learner_id).first()
    return extra.stretch(limit) if extra else limit


@transaction.atomic
def save_answers(attempt_id: int, data: QueryDict) -> None:
    """Keep the answers that were posted; questions that the data doesn't mention keep theirs.

    Raises Refused, and keeps nothing, where any of it was never offered; NoLongerOpen; EnrolmentClosed.
    """
    attempt = lock_attempt(attempt_id)
    if attempt.is_submitted or attempt.is_overdue():
        raise NoLongerOpen
    keep(read_paper(attempt), data)


def lock_attempt(attempt_id: int, closed_too: bool = False) -> Attempt:
    """The attempt, held until the transaction ends, so that no answer is written beside a submission.

    Raises EnrolmentClosed, unless it is to be had `closed_too`.
    """
    attempts = Attempt.objects.select_related("enrolment", "quiz__lesson")
    attempt = attempts.select_for_update(of=("self",)).get(pk=attempt_id)
    if attempt.enrolment.closed_at is not None and not closed_too:
        raise EnrolmentClosed
    return attempt


def read_paper(attempt: Attempt) -> list[AttemptQuestion]:
    return list(AttemptQuestion.objects.filter(attempt=attempt).as_paper())


def keep(paper: Sequence[AttemptQuestion], data: QueryDict) -> None:
    """Write what was posted, all or nothing. Raises Refused."""
    now = timezone.now()
    answers = [
        Answer(asked=asked, response=response, saved_at=now)
        for asked, response in parsed(paper, data)
        if response is not None
    ]
    if answers:
        Answer.objects.bulk_create(
            answers, update_conflicts=True, unique_fields=["asked"], update_fields=["response", "saved_at"]
        )


def parsed(paper: Sequence[Asked], data: QueryDict) -> list[tuple[Asked, Response | None]]:
    """Each question with what was posted for it; None where nothing was said about it. Raises Refused."""
    known = {asked.field_name for asked in paper}
    if any(name.startswith(FIELD_PREFIX) and name not in known for name in data):
        raise Refused
    return [(asked, asked.type.parse(data, asked.field_name, asked.option_order)) for asked in paper]
