"""What people are told of by mail: one class a kind, one file a class, named in the settings as REMINDERS."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.reminders.contract import Reminder

__all__ = ["Reminder", "reminder_called", "reminders"]


def reminders() -> list[Reminder[Any]]:
    """All that the settings name, the most urgent first: of several in one mail, the first gives the subject."""
    return [_made(path) for path in settings.REMINDERS]


def reminder_called(kind: str) -> Reminder[Any] | None:
    """The reminder of a kind, or None where the settings no longer name it."""
    return next((reminder for reminder in reminders() if reminder.kind == kind), None)


@cache
def _made(path: str) -> Reminder[Any]:
    return import_string(path)()
