"""The form in which somebody says whether they want refreshers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from assessments.models import RefresherChoice
from assessments.refreshing.choosing import pause, switch_off, switch_on

ON, PAUSED, OFF = "on", "paused", "off"
LONGEST_PAUSE = timedelta(days=366)


class ChoiceForm(forms.Form):
    way = forms.ChoiceField(
        label=gettext_lazy("Refreshers"),
        choices=[
            (ON, gettext_lazy("On: up to two in a month")),
            (PAUSED, gettext_lazy("Paused until a day")),
            (OFF, gettext_lazy("Off")),
        ],
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label=gettext_lazy("Paused until"),
        required=False,
        help_text=gettext_lazy("Only for a pause: they begin again on this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("way") != PAUSED or "until" in self.errors:
            return cleaned
        until, today = cleaned.get("until"), timezone.localdate()
        if until is None or until <= today:
            self.add_error("until", _("Choose a day after today."))
        elif until > today + LONGEST_PAUSE:
            self.add_error("until", _("Choose a day within a year, or switch them off."))
        return cleaned

    def save(self, learner: User) -> None:
        way = self.cleaned_data["way"]
        if way == PAUSED:
            pause(learner, self.cleaned_data["until"])
        else:
            switch_off(learner) if way == OFF else switch_on(learner)


def way_of(choice: RefresherChoice | None) -> dict[str, Any]:
    """What the form shows at first. A pause that is over is none."""
    if choice is not None and choice.is_off:
        return {"way": OFF}
    if choice is not None and choice.paused_until and choice.paused_until > timezone.localdate():
        return {"way": PAUSED, "until": choice.paused_until}
    return {"way": ON}
