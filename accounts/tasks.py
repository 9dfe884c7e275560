"""What is done for people's accounts in the background."""

from celery import shared_task

from accounts import clearing


@shared_task
def clear_expired() -> None:
    clearing.clear_expired()
