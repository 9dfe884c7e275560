"""Somebody's attempts at a quiz so far, and whether another may begin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from assessments.models import Attempt, Quiz
from courses.models import Enrolment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# After so many failures in a row one waits before the next; after one more, help is offered.
FAILURES_BEFORE_WAIT = 2
FAILURES_BEFORE_HELP = 3


@dataclass(frozen=True, slots=True)
class History:
    """`finished` are the submitted attempts, the newest first."""

    quiz: Quiz
    finished: tuple[Attempt, ...]
    running: Attempt | None

    @property
    def passed(self) -> bool:
        return any(attempt.passed for attempt in self.finished)

    @property
    def failures(self) -> int:
        """Since the last pass, if there was one."""
        number = 0
        for attempt in self.finished:
            if attempt.passed:
                break
            number += 1
        return number

    @property
    def attempts_left(self) -> int | None:
        """None where there is no limit."""
        if self.quiz.attempts_allowed is None:
            return None
        begun = len(self.finished) + (self.running is not None)
        return max(0, self.quiz.attempts_allowed - begun)

    def waits_until(self, now: datetime | None = None) -> datetime | None:
        """When the next attempt may begin, on the minute that is shown; None where nothing has to be waited for."""
        if not self.quiz.wait_minutes or self.failures < FAILURES_BEFORE_WAIT:
            return None
        last = self.finished[0].submitted_at
        assert last is not None, "what is finished was submitted"
        until = last + timedelta(minutes=self.quiz.wait_minutes)
        if until.second or until.microsecond:
            until = until.replace(second=0, microsecond=0) + timedelta(minutes=1)
        return until if until > (now or timezone.now()) else None

    @property
    def may_start(self) -> bool:
        return self.attempts_left != 0 and self.waits_until() is None

    @property
    def needs_help(self) -> bool:
        return self.failures >= FAILURES_BEFORE_HELP


def history_of(quiz: Quiz, enrolment: Enrolment, viewer: User | AnonymousUser) -> History:
    """The viewer's own attempts: whoever else may see the enrolment finds none. One query."""
    return history_from(quiz, Attempt.objects.owned_by(viewer).filter(quiz=quiz, enrolment=enrolment))


def history_from(quiz: Quiz, attempts: Iterable[Attempt] = ()) -> History:
    """From the attempts of one enrolment, in any order."""
    attempts = sorted(attempts, key=lambda attempt: attempt.number, reverse=True)
    running = next((attempt for attempt in attempts if not attempt.is_submitted), None)
    return History(quiz, tuple(attempt for attempt in attempts if attempt.is_submitted), running)
