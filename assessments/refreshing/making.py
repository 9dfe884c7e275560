"""Making refreshers each night, by what the rows say: run twice, or after days of standing still, it makes no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random, SystemRandom

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone

from accounts.models import Absence, User
from assessments.drawing import frozen, spread
from assessments.models import Attempt, Mark, Question, Quiz, Refresher, RefresherChoice, RefresherQuestion
from assessments.models.refreshers import PATIENCE

QUESTIONS = 5
A_MONTH = 2
# Two never come close together.
APART = timedelta(days=7)

Step, Why = Refresher.Step, Refresher.Why


@dataclass(frozen=True, slots=True)
class Due:
    """A step whose day has come, and for which there is no row yet."""

    due_on: date
    enrolment_id: int
    quiz_id: int
    step: int

    def is_too_late(self, day: date) -> bool:
        return self.due_on < day - PATIENCE


def learners_concerned(day: date) -> list[int]:
    """Whose refreshers are to be looked at on a day: a step has come for them, or one that waits is to be let go."""
    passed = Attempt.objects.filter(passed=True, enrolment__closed_at=None, enrolment__learner__is_active=True)
    concerned: set[int] = set()
    for step in Step:
        there = Refresher.objects.filter(enrolment=OuterRef("enrolment"), quiz=OuterRef("quiz"), step=step)
        come = passed.filter(submitted_at__lt=start_of(day - timedelta(days=step - 1))).exclude(Exists(there))
        concerned.update(come.order_by().values_list("enrolment__learner", flat=True).distinct())
    over = Refresher.objects.waiting().filter(Q(ready_on__lt=day - PATIENCE) | Q(enrolment__closed_at__isnull=False))
    concerned.update(over.order_by().values_list("enrolment__learner", flat=True))
    return sorted(concerned)


def start_of(day: date) -> datetime:
    """The moment at which a day begins, by the clock on the wall."""
    return timezone.make_aware(datetime.combine(day, time()))


@transaction.atomic
def refresh(learner_id: int, day: date, chance: Random | None = None) -> Refresher | None:
    """Let go of what waited too long, and make the refresher that is due, if one is: the oldest step first.

    Twice on a day is harmless.
    """
    # Two workers would each find room for one more: one at a time for a person. SQLite has one writer anyway.
    learner = User.objects.select_for_update(no_key=True).get(pk=learner_id)
    _let_go(learner_id, day)
    if not learner.is_active:
        return None
    why_not = why_none(learner_id, day)
    due = steps_due(learner_id, day)
    _withhold([each for each in due if each.is_too_late(day)], why_not or Why.LATE)
    for each in due:
        if why_not or each.is_too_late(day):
            continue
        if made := _make(each, learner_id, day, chance or SystemRandom()):
            return made
    return None


def steps_due(learner_id: int, day: date) -> list[Due]:
    """The steps that have come by a day and have no row, the oldest first. The first time a quiz was passed counts."""
    there = set(Refresher.objects.filter(enrolment__learner=learner_id).values_list("enrolment_id", "quiz_id", "step"))
    passed = Attempt.objects.filter(passed=True, enrolment__learner=learner_id, enrolment__closed_at=None)
    firsts = passed.order_by().values_list("enrolment_id", "quiz_id").annotate(first=Min("submitted_at"))
    due = [
        Due(timezone.localdate(first) + timedelta(days=step), enrolment_id, quiz_id, step)
        for enrolment_id, quiz_id, first in firsts
        for step in Step
        if (enrolment_id, quiz_id, step) not in there
    ]
    return sorted((each for each in due if each.due_on <= day), key=lambda each: (each.due_on, each.quiz_id))


def why_none(learner_id: int, day: date) -> str:
    """Why nothing is to be made for somebody on a day; empty where something may."""
    choice = RefresherChoice.objects.resting(day).filter(learner=learner_id).first()
    if choice is not None:
        return Why.OFF if choice.is_off else Why.PAUSED
    if Absence.objects.filter(person=learner_id, starts__lte=day, ends__gte=day).exists():
        return Why.AWAY
    own = Refresher.objects.filter(enrolment__learner=learner_id)
    if own.waiting().exists():
        return Why.WAITING
    this_month = own.filter(ready_on__gte=day.replace(day=1)).count()
    if this_month >= A_MONTH or own.filter(ready_on__gt=day - APART).exists():
        return Why.ENOUGH
    return ""


def _let_go(learner_id: int, day: date) -> None:
    own, now = Refresher.objects.filter(enrolment__learner=learner_id), timezone.now()
    own.filter(enrolment__closed_at__isnull=False).withhold(Why.CLOSED, now)
    own.filter(ready_on__lt=day - PATIENCE).withhold(Why.LEFT, now)


def _withhold(steps: Sequence[Due], why: str) -> None:
    now = timezone.now()
    Refresher.objects.bulk_create(
        Refresher(
            enrolment_id=each.enrolment_id, quiz_id=each.quiz_id, step=each.step, withheld_at=now, withheld_why=why
        )
        for each in steps
    )


def _make(due: Due, learner_id: int, day: date, chance: Random) -> Refresher | None:
    """None, with the reason kept, where there is nothing to ask."""
    module_id = Quiz.objects.values_list("lesson__module", flat=True).get(pk=due.quiz_id)
    bank = Question.objects.askable().filter(lesson__module=module_id).select_related("live")
    pool = {question.pk: question for question in bank}
    lesson_of = {pk: question.lesson_id for pk, question in pool.items()}
    chosen = spread(lesson_of, QUESTIONS, known(learner_id, module_id), chance)
    if not chosen:
        _withhold([due], Why.NOTHING)
        return None
    chance.shuffle(chosen)
    refresher = Refresher.objects.create(
        enrolment_id=due.enrolment_id, quiz_id=due.quiz_id, step=due.step, ready_on=day
    )
    RefresherQuestion.objects.bulk_create(
        RefresherQuestion(refresher=refresher, **asked) for asked in frozen([pool[pk] for pk in chosen], chance)
    )
    return refresher


def known(learner_id: int, module_id: int) -> set[int]:
    """The questions of a module that somebody answered in full when they were last asked: others come first."""
    marks = Mark.objects.filter(
        superseded_at=None,
        asked__attempt__enrolment__learner=learner_id,
        asked__version__question__lesson__module=module_id,
    ).values_list("asked__attempt__submitted_at", "asked__version__question", "points", "maximum")
    refreshed = (
        RefresherQuestion.objects.answered()
        .filter(refresher__enrolment__learner=learner_id, version__question__lesson__module=module_id)
        .values_list("refresher__finished_at", "version__question", "points", "maximum")
    )
    last: dict[int, bool] = {}
    for _when, question_id, points, maximum in sorted([*marks, *refreshed]):
        last[question_id] = points == maximum
    return {question_id for question_id, was_full in last.items() if was_full}
