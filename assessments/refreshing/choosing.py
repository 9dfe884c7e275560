"""Whether somebody wants refreshers: on, paused until a day, or off."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from assessments.models import RefresherChoice


def switch_on(learner: User) -> None:
    _choose(learner, is_off=False, paused_until=None)


def pause(learner: User, until: date) -> None:
    """They begin again on the day."""
    _choose(learner, is_off=False, paused_until=until)


def switch_off(learner: User) -> None:
    _choose(learner, is_off=True, paused_until=None)


def _choose(learner: User, is_off: bool, paused_until: date | None) -> None:
    RefresherChoice.objects.update_or_create(learner=learner, defaults={"is_off": is_off, "paused_until": paused_until})
