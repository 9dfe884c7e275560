from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.issuing import COURSE
from certificates.models import Certificate, State
from certificates.rendering import render_pdf
from notifications.hours import london_date
from notifications.models import Delivery
from notifications.reminders.contract import Attachment, Button, Reminder
from notifications.reminders.days import STILL_NEWS


class CertificateIssued(Reminder[Certificate]):
    """The course is complete: here is the certificate. Written with the completion, and sent at once.

    The key is the enrolment's, so that the notice can be written before or after the certificate's row."""

    kind = "certificate"
    mail_kind = Delivery.Kind.CERTIFICATE

    def due(self, now: datetime) -> QuerySet[Certificate]:
        since = london_date(now) - STILL_NEWS
        return Certificate.objects.in_state(State.VALID).filter(
            scope=COURSE, issued_on__gte=since, holder__is_active=True, enrolment__isnull=False
        )

    def key(self, row: Certificate) -> str:
        return str(row.enrolment_id)

    def recipient(self, row: Certificate) -> int:
        assert row.holder_id is not None
        return row.holder_id

    def find(self, key: str, now: datetime) -> Certificate | None:
        found = Certificate.objects.filter(enrolment=int(key), scope=COURSE, superseded_at=None)
        return found.select_related("holder").first()

    def why_withhold(self, row: Certificate, now: datetime) -> str:
        if row.holder is None or not row.holder.is_active:
            return _("The person is no longer active.")
        if row.state() != State.VALID:
            return _("The certificate is no longer valid.")
        return ""

    def context(self, row: Certificate) -> dict[str, Any]:
        return {"certificate": row}

    def button(self, row: Certificate) -> Button:
        return Button(gettext_lazy("See your certificate"), settings.SITE_URL + row.get_absolute_url())

    def attachments(self, row: Certificate) -> list[Attachment]:
        return [Attachment(f"certificate-{row.serial}.pdf", render_pdf(row.facts()), "application/pdf")]
