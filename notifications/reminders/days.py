"""All the days that decide when somebody hears from us."""

from datetime import timedelta

DUE_SOON = timedelta(days=14)
DUE_IN_DAYS = timedelta(days=3)
OVERDUE = timedelta(days=3)
GONE_QUIET = timedelta(days=10)
# Who has just been welcomed knows the date from that mail.
SETTLING_IN = timedelta(days=7)
# How far back the planner looks for what was never told, after an outage. Older news would only puzzle people.
STILL_NEWS = timedelta(days=14)
