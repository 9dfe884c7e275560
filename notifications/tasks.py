"""What is done for the outbox in the background."""

from celery import shared_task

from notifications.delivering import deliver_due


@shared_task
def deliver() -> None:
    deliver_due()
