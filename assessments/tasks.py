"""What is done for quizzes in the background."""

import logging

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from assessments import working_out
from assessments.models import KeyCorrection
from assessments.refreshing.making import learners_concerned, refresh
from assessments.regrading import carry_out

logger = logging.getLogger(__name__)


@shared_task
def correct_keys() -> None:
    """Carry out what editors asked for. One that fails is tried again the next time, and holds up no other."""
    for pk in list(KeyCorrection.objects.waiting().values_list("pk", flat=True)):
        try:
            carry_out(pk)
        except (DatabaseError, ValueError, KeyError):
            logger.exception("Correction %s of a key could not be carried out.", pk)


@shared_task
def make_refreshers() -> None:
    """Make what is due today, a person at a time. One that fails is tried again the next day, and holds up no other."""
    today = timezone.localdate()
    for learner_id in learners_concerned(today):
        try:
            refresh(learner_id, today)
        except DatabaseError:
            logger.exception("No refresher could be made for person %s.", learner_id)


@shared_task
def work_out_figures() -> None:
    """By night."""
    working_out.work_out_figures()


@shared_task
def work_out_wished() -> None:
    """Where somebody asked for it."""
    working_out.work_out_wished()
