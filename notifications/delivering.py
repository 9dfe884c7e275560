"""Sending what stands in the outbox, so that nothing is sent twice and nothing gets lost.

A row goes pending → claimed → transmitting → sent, or back to retry, or ends as failed or uncertain. Each step is one
`UPDATE` that names the state it starts from; whoever's update touches no row has lost it to another, and lets go. No
transaction is open while a server is being talked to.

Account mail stands in its row. Any other is written at this moment, from what it tells; where none of that holds any
longer, it is withheld.

A sender that dies while a row is claimed has sent nothing: the next one sends it. One that dies while a row is
transmitting may have sent it: that row is uncertain, is shown, and is not sent again by itself.
"""

import logging
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.carriers import Carrier, Deferred, Refused, Unanswered, Unreachable, carrier_for
from notifications.composing import Withheld, compose
from notifications.hours import next_opening
from notifications.models import Delivery
from notifications.sealing import Unreadable, unseal

logger = logging.getLogger(__name__)

State = Delivery.State

BATCH = 100
LEASE = timedelta(minutes=5)
CLAIMS_WITHOUT_OUTCOME = 3
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
# A server that is down over a long weekend loses nothing.
GIVE_UP_AFTER = timedelta(days=5)


def deliver_due() -> int:
    """Sends what is due, up to a batch, over one connection, and returns how many were sent. Any number of senders may
    call it at once."""
    due = next_batch()
    if not due:
        return 0
    carrier = carrier_for(settings.MAIL_URL)
    sent = 0
    try:
        for pk in due:
            row = claim(pk)
            if row is not None:
                sent += send(row, carrier)
    except Unreachable:
        pass  # The rest waits: it is written in the row that met the closed door.
    finally:
        carrier.close()
    return sent


def next_batch() -> list[int]:
    """What to send now. In a crowd, first what somebody waits for."""
    due = list(Delivery.objects.due().values_list("pk", flat=True)[:BATCH])
    if len(due) < BATCH:
        return due
    urgent = Delivery.objects.due().exclude(kind__in=Delivery.BY_DAY).values_list("pk", flat=True)[:BATCH]
    return list(dict.fromkeys([*urgent, *due]))[:BATCH]


def step(row: Delivery, **changes: Any) -> bool:
    """Compare-and-set: makes the changes if the row still is as this sender knows it, and says whether it was."""
    unchanged = Delivery.objects.filter(pk=row.pk, state=row.state, tries=row.tries)
    return unchanged.update(**changes) == 1


def claim(pk: int) -> Delivery | None:
    """The row, claimed for this sender until its lease runs out, or None where there is nothing for it to do."""
    row = Delivery.objects.due().select_related("person").filter(pk=pk).first()
    if row is None:
        return None
    if row.state == State.TRANSMITTING:
        finish(row, State.UNCERTAIN, row.server_answer or _("The sender stopped while handing it over."))
        return None
    if row.claims >= CLAIMS_WITHOUT_OUTCOME:
        finish(row, State.FAILED, row.server_answer or _("Claimed three times without an outcome."))
        return None
    now = timezone.now()
    if row.kind in Delivery.BY_DAY and (opening := next_opening(now)) > now:
        step(row, due_at=opening)
        return None
    if not step(row, state=State.CLAIMED, due_at=now + LEASE, tries=F("tries") + 1, claims=F("claims") + 1):
        return None
    row.state, row.tries = State.CLAIMED, row.tries + 1
    return row


def send(row: Delivery, carrier: Carrier) -> bool:
    """Hands a claimed row over, writes down what became of it, and says whether it was sent. Raises Unreachable, after
    writing it down, where there is no use in trying others."""
    try:
        message = message_of(row)
        carrier.offer(sender_address(), row.address, message, row.message_id.strip("<>").partition("@")[0])
        if not step(row, state=State.TRANSMITTING, due_at=timezone.now() + LEASE):
            carrier.abandon()
            return False
        row.state = State.TRANSMITTING
        answer = carrier.commit()
    except Unreadable:
        finish(row, State.FAILED, _("It was written under a secret key that is no longer known."))
    except Withheld as why:
        finish(row, State.WITHHELD, row.server_answer, withheld_why=str(why))
    except Refused as refusal:
        finish(row, State.FAILED, str(refusal))
    except Unanswered as silence:
        finish(row, State.UNCERTAIN, str(silence))
    except Deferred as delay:
        put_off(row, str(delay))
        if isinstance(delay, Unreachable):
            raise
    else:
        return finish(row, State.SENT, answer, sent_at=timezone.now())
    return False


def message_of(row: Delivery) -> bytes:
    """The message to send. Raises Unreadable, Withheld, or Deferred where it can't be written now."""
    if row.kind == Delivery.Kind.ACCOUNT:
        return unseal(bytes(row.payload or b""))
    try:
        message = compose(row)
    except Withheld:
        raise
    except Exception as error:  # one mail that can't be written must not hold up the rest
        logger.exception("Mail %s could not be written.", row.pk)
        raise Deferred(_("It could not be written: {error}").format(error=type(error).__name__)) from error
    if row.person and row.address != row.person.email:
        row.address = row.person.email
        step(row, address=row.address)
    return message


def finish(row: Delivery, state: State, answer: str, **changes: Any) -> bool:
    """Writes the end down. Account mail is deleted with it, for nobody will need the link in it again."""
    if row.kind == Delivery.Kind.ACCOUNT:
        changes["payload"] = None
    return step(row, state=state, server_answer=answer[:500], claims=0, **changes)


def put_off(row: Delivery, answer: str) -> bool:
    """Writes the answer down and lets the row rest, longer each time; gives up after some days."""
    now = timezone.now()
    if now - row.created_at > GIVE_UP_AFTER:
        return finish(row, State.FAILED, answer)
    again = now + PAUSES[min(row.tries, len(PAUSES)) - 1]
    if row.kind in Delivery.BY_DAY:
        again = next_opening(again)
    return step(row, state=State.RETRY, due_at=again, server_answer=answer[:500], claims=0)


def sender_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
