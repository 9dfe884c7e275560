"""An administrator sends again what did not arrive; nobody does so with account mail."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.mail import send_mail
from django.test import Client
from django.urls import reverse

from accounts.registering import register_person
from notifications.delivering import deliver_due
from notifications.models import Delivery
from notifications.planning import plan
from notifications.resending import NotAgain, send_again
from tests.notifications.cast import TEN, away, day, learner
from tests.notifications.conftest import Sink

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ten_in_the_morning():
    with time_machine.travel(TEN, tick=False) as clock:
        yield clock


def ended(state: str) -> Delivery:
    mail = Delivery.objects.get(kind="reminder")
    Delivery.objects.filter(pk=mail.pk).update(state=state, withheld_why="Why" if state == "withheld" else "")
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("state", ["failed", "uncertain", "withheld"])
def test_a_mail_that_ended_unsent_is_sent_again_under_its_own_name(sink: Sink, state: str, ten_in_the_morning):
    learner("Abi", due_on=day(-5))
    plan()
    mail = ended(state)
    ten_in_the_morning.shift(timedelta(days=7))
    send_again(mail)
    with pytest.raises(NotAgain):
        send_again(mail)
    assert deliver_due() == 1
    assert [each["Message-ID"] for each in sink.mails()] == [mail.message_id]


def test_what_still_does_not_hold_is_withheld_again(sink: Sink):
    abi = learner("Abi", due_on=day(-5))
    plan()
    away(abi.learner, day(0), day(0))
    deliver_due()
    send_again(Delivery.objects.get())
    deliver_due()
    assert (Delivery.objects.get().state, sink.received) == ("withheld", [])


def test_what_was_withheld_for_an_absence_can_be_sent_after_it(sink: Sink):
    abi = learner("Abi", due_on=day(-5))
    plan()
    absence = away(abi.learner, day(0), day(0))
    deliver_due()
    absence.delete()
    send_again(Delivery.objects.get())
    assert deliver_due() == 1


@pytest.mark.parametrize("state", ["pending", "claimed", "transmitting", "retry", "sent"])
def test_what_was_sent_or_still_will_be_is_left_alone(state: str):
    learner("Abi", due_on=day(-5))
    plan()
    Delivery.objects.update(state=state, sent_at=TEN)
    with pytest.raises(NotAgain):
        send_again(Delivery.objects.get())


@pytest.fixture
def outbox(settings) -> None:
    settings.EMAIL_BACKEND = "notifications.outbox.OutboxBackend"
    learner("Abi", due_on=day(-5))
    plan()
    send_mail("Choose a new password", "link", None, ["bryn@example.org"])
    Delivery.objects.filter(kind="account").update(state="failed", payload=None)


def signed_in(role: str) -> Client:
    ada = register_person("ada@example.org", "Ada", is_staff=True)
    ada.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(ada)
    return client


def choose_all(client: Client):
    return client.post(
        reverse("admin:notifications_delivery_changelist"),
        {"action": "send_again", "_selected_action": list(Delivery.objects.values_list("pk", flat=True))},
        follow=True,
    )


def test_an_administrator_sends_again_from_the_list_and_never_account_mail(outbox: None):
    ended("uncertain")
    page = choose_all(signed_in("Administrator")).content.decode()
    assert "1 mail waits to be sent again." in page
    assert "1 mail was left as it is." in page
    assert dict(Delivery.objects.values_list("kind", "state")) == {"reminder": "pending", "account": "failed"}


def test_nobody_else_does(outbox: None):
    ended("failed")
    assert choose_all(signed_in("People administrator")).status_code == 403
    assert Delivery.objects.get(kind="reminder").state == "failed"


def test_the_list_says_what_happened_and_a_mail_what_it_tells(outbox: None):
    row = ended("withheld")
    client = signed_in("Administrator")
    assert "Why" in client.get(reverse("admin:notifications_delivery_changelist")).content.decode()
    page = client.get(reverse("admin:notifications_delivery_change", args=[row.pk])).content.decode()
    assert "overdue" in page and f":{day(-5)}" in page
