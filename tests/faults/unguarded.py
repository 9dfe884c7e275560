"""The Celery application without what guards it against a broker that never answers: what happens then."""

from celery.schedules import schedule

from cce_lms.celery import app

app.conf.update(
    task_default_queue="unguarded",
    broker_transport_options={},
    beat_schedule={"tick": {"task": "unguarded.tick", "schedule": schedule(1.0)}},
)
