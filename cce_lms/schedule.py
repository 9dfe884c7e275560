"""What runs when. Each task finds its own work in the database, and is safe to run twice."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    "deliver": {"task": "notifications.tasks.deliver", "schedule": 5.0, "options": {"expires": 4.5}},
    "plan": {"task": "notifications.tasks.plan", "schedule": crontab(minute="*/5"), "options": {"expires": 240}},
    "correct-keys": {
        "task": "assessments.tasks.correct_keys",
        "schedule": crontab(minute="*"),
        "options": {"expires": 50},
    },
    "sweep": {
        "task": "certificates.tasks.sweep",
        "schedule": crontab(hour="3", minute="10"),
        "options": {"expires": 3600},
    },
    "check-recordings": {
        "task": "cce_lms.tasks.check_recordings",
        "schedule": crontab(hour="2", minute="20"),
        "options": {"expires": 3600},
    },
    "refreshers": {
        "task": "assessments.tasks.make_refreshers",
        "schedule": crontab(hour="4", minute="30"),
        "options": {"expires": 3600},
    },
    "clear-sessions": {
        "task": "accounts.tasks.clear_expired",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3600},
    },
    "figures": {
        "task": "assessments.tasks.work_out_figures",
        "schedule": crontab(hour="4", minute="10"),
        "options": {"expires": 3600},
    },
    "wished-figures": {"task": "assessments.tasks.work_out_wished", "schedule": 60.0, "options": {"expires": 50}},
}
