"""The Celery application. The truth is in the rows: a tick carries nothing, expires before the next, may be lost."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cce_lms.settings")

from cce_lms.schedule import BEAT_SCHEDULE

app = Celery("cce_lms", broker=settings.REDIS_URL)
app.conf.update(
    task_ignore_result=True,
    task_default_queue="cce_lms",
    task_acks_late=False,
    task_reject_on_worker_lost=False,
    task_serializer="json",
    accept_content=["json"],
    timezone="Europe/London",
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    # A tick that can't be handed over is not worth waiting for: the next one comes soon.
    task_publish_retry=False,
    # Longer than the one second for which a worker waits for a tick; short, since a broker that doesn't answer is only
    # noticed when they are over.
    broker_transport_options={
        "socket_timeout": 3,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 10,
    },
    beat_schedule=BEAT_SCHEDULE,
)
app.autodiscover_tasks()
