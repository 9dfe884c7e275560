"""Noticing what people are to be told, and putting it into as few mails as can be. Any number may plan at once: a fact
is one row by constraint, and a row is told by one mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from notifications.hours import next_opening
from notifications.models import Delivery, Notice
from notifications.outbox import new_message_id
from notifications.reminders import Reminder, reminder_called, reminders

CHUNK = 500


def plan() -> int:
    """Notices what is due and gathers it into mails. Returns how many mails were written."""
    now = timezone.now()
    for reminder in reminders():
        for rows in _in_chunks(reminder.due(now)):
            note(reminder, rows)
    return gather(now)


@transaction.atomic(savepoint=False)
def tell(kind: str, person: int, key: str) -> None:
    """Notices one fact, in the transaction of whoever makes it true, and gives it a mail. Told already, it is left as
    it is; a kind that the settings don't name is not told."""
    if reminder_called(kind) is None:
        return
    Notice.objects.bulk_create([Notice(person_id=person, kind=kind, key=key)], ignore_conflicts=True)
    _gather_for([person], timezone.now())


def note(reminder: Reminder[Any], rows: Iterable[Model]) -> int:
    """Writes the facts that aren't written yet, and returns about how many those were."""
    facts = {(reminder.recipient(row), reminder.key(row)) for row in rows}
    people, keys = {person for person, _ in facts}, {key for _, key in facts}
    known = Notice.objects.filter(kind=reminder.kind, person__in=people, key__in=keys)
    # Asking first keeps a round with nothing new from taking the one place to write that SQLite has.
    new = facts - set(known.values_list("person_id", "key"))
    if new:
        Notice.objects.bulk_create(
            [Notice(person_id=person, kind=reminder.kind, key=key) for person, key in sorted(new)],
            ignore_conflicts=True,
        )
    return len(new)


def gather(now: datetime) -> int:
    """Gives every fact that no mail tells yet a mail, and returns how many mails were written."""
    written, last = 0, 0
    while people := _people_after(last):
        written += _gather_for(people, now)
        last = people[-1]
    return written


def _people_after(last: int) -> list[int]:
    untold = Notice.objects.untold().filter(person__gt=last).order_by("person")
    return list(untold.values_list("person_id", flat=True).distinct()[:CHUNK])


@transaction.atomic(savepoint=False)
def _gather_for(people: list[int], now: datetime) -> int:
    """One mail a person and kind of mail: the one that is waiting already, else a new one.

    What another planner holds is left to it. A waiting mail is held too, so that no sender takes it up in between
    (SQLite has one writer anyway)."""
    held = Notice.objects.untold().filter(person__in=people).select_related("person").order_by("person", "pk")
    notices = [
        (notice, reminder)
        for notice in held.select_for_update(skip_locked=True, of=("self",))
        if (reminder := reminder_called(notice.kind)) is not None
    ]
    if not notices:
        return 0
    waiting = Delivery.objects.waiting().filter(person__in=people).select_for_update(skip_locked=True)
    mails = {(mail.person_id, mail.kind): mail for mail in waiting.order_by("pk").defer("payload")}
    new = []
    for notice, reminder in notices:
        place = (notice.person_id, reminder.mail_kind)
        if place not in mails:
            mails[place] = _new_mail(notice, reminder, now)
            new.append(mails[place])
    Delivery.objects.bulk_create(new)
    for notice, reminder in notices:
        notice.delivery = mails[notice.person_id, reminder.mail_kind]
    Notice.objects.bulk_update([notice for notice, _ in notices], ["delivery"])
    return len(new)


def _new_mail(notice: Notice, reminder: Reminder[Any], now: datetime) -> Delivery:
    return Delivery(
        person_id=notice.person_id,
        kind=reminder.mail_kind,
        address=notice.person.email,
        due_at=next_opening(now) if reminder.mail_kind in Delivery.BY_DAY else now,
        message_id=new_message_id(),
    )


def _in_chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """By their ids, a query each: a cursor held open while others write would shut SQLite's writer out."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk
