"""The Celery application as it is, but for its patience: what a killed worker leaves is taken up after six seconds, and
reminders leave by night too."""

from datetime import time, timedelta

import django

from cce_lms.celery import app

django.setup()

from notifications import delivering, hours  # noqa: E402  (models must be loaded)

delivering.LEASE = timedelta(seconds=6)
hours.OPENS, hours.CLOSES = time.min, time.max
app.conf.beat_schedule = {"deliver": {"task": "notifications.tasks.deliver", "schedule": 1.0}}
