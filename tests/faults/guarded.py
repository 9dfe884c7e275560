"""As it is, but for the queue and the pace: beside `unguarded`, to compare."""

from celery.schedules import schedule

from cce_lms.celery import app

app.conf.update(
    task_default_queue="guarded",
    beat_schedule={"tick": {"task": "guarded.tick", "schedule": schedule(1.0)}},
)
