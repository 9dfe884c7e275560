"""What is worked out in the background."""

from celery import shared_task

from assessments import working_out


@shared_task
def work_out_figures() -> None:
    """By night."""
    working_out.work_out_figures()


@shared_task
def work_out_wished() -> None:
    """Where somebody asked for it."""
    working_out.work_out_wished()
