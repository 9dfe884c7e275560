"""What is done for the outbox in the background."""

from celery import shared_task

from notifications import planning
from notifications.delivering import deliver_due


@shared_task
def deliver() -> None:
    deliver_due()


@shared_task
def plan() -> None:
    planning.plan()
