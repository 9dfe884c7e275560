"""A few questions are waiting: one gentle mail, which says neither of what they are nor how anybody does them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Refresher
from assessments.models.refreshers import RefresherQuerySet
from notifications.hours import london_date
from notifications.reminders.contract import Button, Reminder


class RefresherWaits(Reminder[Refresher]):
    """Told once to whoever wants refreshers, is here, and has not opened this one yet."""

    kind = "refresher"

    def due(self, now: datetime) -> RefresherQuerySet:
        unopened = Refresher.objects.wanted(london_date(now)).filter(opened_at=None)
        return unopened.select_related("enrolment")

    def key(self, row: Refresher) -> str:
        return str(row.pk)

    def recipient(self, row: Refresher) -> int:
        return row.enrolment.learner_id

    def find(self, key: str, now: datetime) -> Refresher | None:
        return Refresher.objects.filter(pk=key).select_related("enrolment").with_number().first()

    def why_withhold(self, row: Refresher, now: datetime) -> str:
        """Administrators read it: it must not tell whether somebody has answered, or switched refreshers off."""
        return "" if self.due(now).filter(pk=row.pk).exists() else _("It no longer holds.")

    def context(self, row: Refresher) -> dict[str, Any]:
        choices_url = settings.SITE_URL + reverse("assessments:refreshers")
        return {"number": row.number, "since": row.since, "choices_url": choices_url}

    def button(self, row: Refresher) -> Button:
        address = reverse("assessments:refresher", args=[row.pk])
        return Button(gettext_lazy("See the questions"), settings.SITE_URL + address)
