"""Writing a mail that tells its facts, at the moment it is sent, so that it tells them as they are then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SiteSettings, User
from notifications.models import Delivery, Notice
from notifications.outbox import AUTOMATIC
from notifications.reminders import Reminder, reminders


class Withheld(Exception):
    """There is nothing left to tell. The text is the reason, for administrators."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to tell."""

    reminder: Reminder[Any]
    row: Model

    def words(self, part: str, context: dict[str, Any]) -> str:
        """`leads` in the context: whether it stands first in its mail. What all would say, the first says."""
        template = f"notifications/mails/{self.reminder.kind}/{part}"
        return render_to_string(template, context | self.reminder.context(self.row))


def compose(mail: Delivery) -> bytes:
    """The message for a mail that tells facts, to its person's address as it is now. What no longer holds is left out,
    with the reason written on its notice. Raises Withheld where nothing is left."""
    if mail.person is None:
        raise Withheld(_("The person is no longer here."))
    facts = _facts_that_hold(mail, timezone.now())
    return _message(mail, mail.person, facts).message().as_bytes()


def _facts_that_hold(mail: Delivery, now: datetime) -> list[Fact]:
    """The most urgent first."""
    notices = list(Notice.objects.filter(delivery=mail).order_by("pk"))
    facts = []
    for reminder in reminders():
        for notice in (notice for notice in notices if notice.kind == reminder.kind and not notice.withheld_why):
            row = reminder.find(notice.key, now)
            notice.withheld_why = _why_withhold(reminder, row, notice, now)
            if notice.withheld_why:
                Notice.objects.filter(pk=notice.pk).update(withheld_why=notice.withheld_why)
            elif row is not None:
                facts.append(Fact(reminder, row))
    if not facts:
        reasons = dict.fromkeys(notice.withheld_why for notice in notices if notice.withheld_why)
        raise Withheld(" ".join(reasons)[:200] or _("There is nothing to tell."))
    return facts


def _why_withhold(reminder: Reminder[Any], row: Model | None, notice: Notice, now: datetime) -> str:
    if row is None:
        return _("What it tells of is no longer there.")
    if reminder.recipient(row) != notice.person_id:
        return _("It concerns somebody else now.")
    # The reason first, for a row that changed has often changed its key with it.
    if why := reminder.why_withhold(row, now):
        return why
    return "" if reminder.key(row) == notice.key else _("The date was changed.")


def _message(mail: Delivery, person: User, facts: list[Fact]) -> EmailMultiAlternatives:
    first = facts[0]
    common = {"person": person, "site": SiteSettings.load(), "site_url": settings.SITE_URL}
    buttons = {button.url: button for button in (fact.reminder.button(fact.row) for fact in reversed(facts))}
    subject = " ".join(first.words("subject.txt", common).split())
    whole = common | {"subject": subject, "buttons": list(reversed(buttons.values()))}
    leading = [(fact, common | {"leads": fact is first}) for fact in facts]
    text = render_to_string(
        "notifications/mails/mail.txt",
        whole | {"parts": [fact.words("body.txt", context).strip() for fact, context in leading]},
    )
    html = render_to_string(
        "notifications/mails/mail.html",
        whole | {"parts": [fact.words("body.html", context) for fact, context in leading]},
    )
    message = EmailMultiAlternatives(
        subject, text, to=[person.email], headers=AUTOMATIC | {"Message-ID": mail.message_id}
    )
    message.attach_alternative(html, "text/html")
    for attachment in (each for fact in facts for each in fact.reminder.attachments(fact.row)):
        message.attach(attachment.name, attachment.content, attachment.type)
    return message
