"""A refresher of Sam's, on the morning it was made, and Sam, who is signed in."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from assessments.models import Quiz, Refresher
from courses.models import Enrolment
from tests.assessments.refreshing.building import PASSED, refresher_of


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Noon of the day on which the first step of what was passed at PASSED is ready."""
    with time_machine.travel(PASSED + timedelta(days=7), tick=False) as clock:
        yield clock


@pytest.fixture
def refresher(clock: time_machine.Traveller, quiz: Quiz, enrolment: Enrolment, sam: User) -> Refresher:
    return refresher_of(quiz, enrolment)
