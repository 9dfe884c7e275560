"""What is done for quizzes in the background."""

import logging

from celery import shared_task
from django.db import DatabaseError

from assessments.models import KeyCorrection
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
