"""From the row to the mail server: once, and not lost."""

import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import send_mail
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications import delivering
from notifications.carriers import Carrier
from notifications.carriers.smtp import SmtpCarrier
from notifications.delivering import CLAIMS_WITHOUT_OUTCOME, GIVE_UP_AFTER, LEASE, claim, deliver_due
from notifications.models import Delivery
from notifications.tasks import deliver
from tests.notifications.conftest import Sink
from tests.racing import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def outbox_is_used(settings) -> None:
    settings.EMAIL_BACKEND = "notifications.outbox.OutboxBackend"


def write(*names: str, **fields: object) -> list[Delivery]:
    send_mail("Welcome", "Good morning.\n.\nA dot alone.", None, [f"{name}@example.org" for name in names])
    Delivery.objects.filter(address__in=[f"{name}@example.org" for name in names]).update(**fields) if fields else None
    return list(Delivery.objects.order_by("pk"))


def states() -> dict[str, str]:
    return {row.address.split("@")[0]: row.state for row in Delivery.objects.all()}


def time_passes(**span: float) -> None:
    """Moves every row into the past."""
    for row in Delivery.objects.all():
        Delivery.objects.filter(pk=row.pk).update(due_at=row.due_at - timedelta(**span))


def test_what_is_due_is_sent_over_one_connection_and_then_forgotten(sink: Sink):
    rows = write("rhys", "sian", "tomos")
    assert deliver_due() == 3
    assert sorted(sink.recipients()) == ["rhys@example.org", "sian@example.org", "tomos@example.org"]
    assert sink.connections == 1
    assert {mail["Message-ID"] for mail in sink.mails()} == {row.message_id for row in rows}
    for row in Delivery.objects.all():
        assert (row.state, row.payload, row.claims, row.server_answer) == ("sent", None, 0, "250 queued as 1")
        assert row.sent_at


def test_the_message_arrives_to_the_last_dot(sink: Sink):
    write("rhys")
    deliver_due()
    assert sink.mails()[0].get_content().splitlines() == ["Good morning.", ".", "A dot alone."]


def test_sending_again_sends_nothing(sink: Sink):
    write("rhys")
    deliver()
    deliver()
    assert sink.recipients() == ["rhys@example.org"]


def test_what_is_due_later_waits(sink: Sink):
    write("rhys", due_at=timezone.now() + timedelta(minutes=1))
    assert deliver_due() == 0
    assert states() == {"rhys": "pending"}


def test_nothing_due_costs_one_query_by_the_index_and_no_connection(sink: Sink):
    write("rhys")
    deliver_due()
    with CaptureQueriesContext(connection) as queries:
        deliver_due()
    assert len(queries) == 1
    assert sink.connections == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {queries[0]['sql']}")
            assert "INDEX mail_due (state=? AND due_at<?)" in str(cursor.fetchall())


def test_no_transaction_is_open_while_a_server_is_talked_to(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    seen = []
    for name in ("offer", "commit"):
        original = getattr(SmtpCarrier, name)

        def watched(self: SmtpCarrier, *args: object, original: Callable = original) -> object:
            seen.append(connection.in_atomic_block)
            return original(self, *args)

        monkeypatch.setattr(SmtpCarrier, name, watched)
    write("rhys")
    deliver_due()
    assert seen == [False, False]


# --- What the server says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_says_later_is_asked_again_later(sink: Sink, command: str):
    sink.answers[command] = "451 Try again later"
    write("rhys")
    deliver_due()
    row = Delivery.objects.get()
    assert (row.state, row.server_answer, row.claims) == ("retry", "451 Try again later", 0)
    assert row.payload
    assert timedelta(seconds=50) < row.due_at - timezone.now() < timedelta(seconds=70)
    sink.answers.clear()
    assert deliver_due() == 0
    time_passes(minutes=2)
    assert deliver_due() == 1
    assert sink.recipients() == ["rhys@example.org"]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_says_never_is_believed_and_its_answer_kept(sink: Sink, command: str):
    sink.answers[command] = "550 No such person here"
    write("rhys")
    deliver_due()
    row = Delivery.objects.get()
    assert (row.state, row.server_answer, row.payload) == ("failed", "550 No such person here", None)


def test_one_refused_address_keeps_nobody_else_from_their_mail(sink: Sink):
    sink.answers["sian@example.org"] = "550 No such person here"
    sink.answers["tomos@example.org"] = "450 Mailbox busy"
    write("rhys", "sian", "tomos", "una")
    assert deliver_due() == 2
    assert states() == {"rhys": "sent", "sian": "failed", "tomos": "retry", "una": "sent"}
    assert sink.connections == 1


def test_the_pauses_grow_and_come_to_an_end(sink: Sink):
    sink.answers["RCPT"] = "450 Mailbox busy"
    write("rhys")
    pauses = []
    for _ in range(7):
        deliver_due()
        row = Delivery.objects.get()
        pauses.append(round((row.due_at - timezone.now()).total_seconds() / 60))
        Delivery.objects.update(due_at=timezone.now())
    assert pauses == [1, 5, 15, 60, 240, 240, 240]
    Delivery.objects.update(created_at=timezone.now() - GIVE_UP_AFTER - timedelta(minutes=1))
    deliver_due()
    assert states() == {"rhys": "failed"}


def test_a_connection_that_breaks_after_the_last_word_leaves_it_uncertain(sink: Sink):
    sink.before_answering = lambda server: server.transport.abort()
    write("rhys")
    deliver_due()
    row = Delivery.objects.get()
    assert (row.state, row.payload) == ("uncertain", None)
    assert row.server_answer
    time_passes(days=1)
    deliver_due()
    assert sink.recipients() == ["rhys@example.org"]


def test_a_connection_that_breaks_before_the_last_word_is_tried_again(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    offer = SmtpCarrier.offer

    def cut_off(self: SmtpCarrier, *args: str) -> None:
        self.connected().sock.shutdown(socket.SHUT_RDWR)
        offer(self, *args)

    with monkeypatch.context() as broken:
        broken.setattr(SmtpCarrier, "offer", cut_off)
        write("rhys", "sian")
        deliver_due()
    assert states() == {"rhys": "retry", "sian": "pending"}
    time_passes(minutes=2)
    assert deliver_due() == 2
    assert sorted(sink.recipients()) == ["rhys@example.org", "sian@example.org"]


def test_at_a_closed_door_one_row_learns_of_it_and_the_rest_wait(dead_server: str):
    write("rhys", "sian", "tomos")
    assert deliver_due() == 0
    assert states() == {"rhys": "retry", "sian": "pending", "tomos": "pending"}
    assert "refused" in Delivery.objects.get(state="retry").server_answer.lower()


def test_a_server_that_never_speaks_is_not_waited_for(silent_server: str, settings):
    settings.EMAIL_TIMEOUT = 0.2
    write("rhys")
    assert deliver_due() == 0
    assert states() == {"rhys": "retry"}


def test_a_mail_sealed_with_a_lost_key_fails_and_says_so(sink: Sink, settings):
    write("rhys")
    settings.SECRET_KEY = "a key that came later " * 3
    deliver_due()
    assert states() == {"rhys": "failed"}
    assert "secret key" in Delivery.objects.get().server_answer


# --- Several senders, and senders that die ----------------------------------------------------------------------------


def test_two_senders_at_once_send_each_mail_once(sink: Sink):
    write(*(f"person{number}" for number in range(12)))
    sent = race((deliver_due,), (deliver_due,), (deliver_due,))
    assert sum(sent) == 12
    assert sorted(sink.recipients()) == sorted(f"person{number}@example.org" for number in range(12))
    assert set(states().values()) == {"sent"}


def test_without_the_guard_two_senders_would_send_twice(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    """The control: it is the compare-and-set that keeps two senders apart."""

    def unguarded(row: Delivery, **changes: object) -> bool:
        return Delivery.objects.filter(pk=row.pk).update(**changes) == 1

    together = multiprocessing.get_context("fork").Barrier(2)
    offer = SmtpCarrier.offer

    def wait_for_the_other(self: SmtpCarrier, *args: str) -> None:
        together.wait(timeout=30)
        offer(self, *args)

    look = delivering.claim

    def look_together(pk: int) -> Delivery | None:
        """Both have read the row before either writes."""
        row = Delivery.objects.get(pk=pk)
        together.wait(timeout=30)
        unguarded(row, state="claimed", due_at=timezone.now() + LEASE)
        row.state = "claimed"
        return row

    write("rhys")
    monkeypatch.setattr(delivering, "step", unguarded)
    monkeypatch.setattr(delivering, "claim", look_together)
    monkeypatch.setattr(SmtpCarrier, "offer", wait_for_the_other)
    assert look is not look_together
    race((deliver_due,), (deliver_due,))
    assert sink.recipients() == ["rhys@example.org"] * 2


def claim_in_step(pk: int) -> bool:
    return claim(pk) is not None


def test_one_row_is_claimed_by_one_sender(sink: Sink):
    row = write("rhys")[0]
    assert sorted(race(*[(claim_in_step, row.pk)] * 4)) == [False, False, False, True]


def test_a_sender_whose_lease_ran_out_lets_go(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    """It has offered the mail, and while it dozed another claimed the row: it hangs up before the last word."""
    write("rhys")
    offer = SmtpCarrier.offer

    def doze(self: SmtpCarrier, *args: str) -> None:
        offer(self, *args)
        time_passes(minutes=10)
        assert claim(Delivery.objects.get().pk)

    with monkeypatch.context() as slow:
        slow.setattr(SmtpCarrier, "offer", doze)
        assert deliver_due() == 0
    assert sink.recipients() == []
    time_passes(minutes=10)
    assert deliver_due() == 1
    assert sink.recipients() == ["rhys@example.org"]


def die(carrier: Carrier, *args: object) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def a_sender_is_killed(monkeypatch: pytest.MonkeyPatch, at: str, after: bool = False) -> None:
    """Runs a sender in a process that is killed in the middle of handing over."""
    original = getattr(SmtpCarrier, at)

    def act_and_die(self: SmtpCarrier, *args: str) -> None:
        original(self, *args)
        die(self)

    connections.close_all()
    with monkeypatch.context() as deadly:
        deadly.setattr(SmtpCarrier, at, act_and_die if after else die)
        sender = multiprocessing.get_context("fork").Process(target=deliver_due)
        sender.start()
        sender.join(timeout=30)
    assert sender.exitcode == -signal.SIGKILL


@pytest.mark.parametrize(("at", "after"), [("offer", False), ("offer", True)])
def test_a_sender_killed_before_the_last_word_has_sent_nothing_and_the_next_sends_it(
    sink: Sink, monkeypatch: pytest.MonkeyPatch, at: str, after: bool
):
    write("rhys", "sian")
    a_sender_is_killed(monkeypatch, at, after)
    assert sorted(states().values()) == ["claimed", "pending"]
    assert sink.recipients() == []
    assert deliver_due() == 1
    time_passes(minutes=6)
    assert deliver_due() == 1
    assert sorted(sink.recipients()) == ["rhys@example.org", "sian@example.org"]


def test_a_sender_killed_after_the_last_word_leaves_it_uncertain_and_it_is_not_sent_twice(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    write("rhys")
    a_sender_is_killed(monkeypatch, "commit", after=True)
    assert states() == {"rhys": "transmitting"}
    deliver_due()
    time_passes(minutes=6)
    deliver_due()
    deliver_due()
    row = Delivery.objects.get()
    assert (row.state, row.payload) == ("uncertain", None)
    assert row.server_answer
    assert sink.recipients() == ["rhys@example.org"]


def test_a_mail_that_kills_every_sender_is_given_up_and_shown(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    write("rhys")
    for _ in range(CLAIMS_WITHOUT_OUTCOME):
        a_sender_is_killed(monkeypatch, "offer")
        time_passes(minutes=6)
    deliver_due()
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.payload) == ("failed", 3, None)
    assert "three times" in row.server_answer
    assert sink.recipients() == []


def test_an_outcome_in_between_begins_the_count_anew(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    write("rhys")
    for _ in range(CLAIMS_WITHOUT_OUTCOME - 1):
        a_sender_is_killed(monkeypatch, "offer")
        time_passes(minutes=6)
    sink.answers["RCPT"] = "450 Mailbox busy"
    deliver_due()
    assert Delivery.objects.get().claims == 0
    sink.answers.clear()
    time_passes(hours=1)
    a_sender_is_killed(monkeypatch, "offer")
    time_passes(minutes=6)
    assert deliver_due() == 1
