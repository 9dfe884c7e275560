"""What the mail backend writes, and that it does nothing else."""

import socket
import time
from email import message_from_bytes
from email.policy import default as policy

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.registering import register_person
from notifications.models import Delivery
from notifications.sealing import unseal

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def outbox_is_used(settings) -> None:
    """The test runner puts a list in the place of every mail backend; here the real one is wanted."""
    settings.EMAIL_BACKEND = "notifications.outbox.OutboxBackend"


def content(row: Delivery):
    return message_from_bytes(unseal(row.payload), policy=policy)


def test_each_recipient_has_a_row_and_a_message_of_their_own():
    message = EmailMessage(
        "Welcome", "Good morning.", to=["Rhys <rhys@example.org>", "sian@example.org"], cc=["tomos@example.org"],
        bcc=["una@example.org", "RHYS@example.org"],
    )  # fmt: skip
    assert message.send() == 1
    rows = Delivery.objects.all()
    assert sorted(row.address for row in rows) == [
        "rhys@example.org", "sian@example.org", "tomos@example.org", "una@example.org",
    ]  # fmt: skip
    assert {(row.kind, row.state, row.tries) for row in rows} == {("account", "pending", 0)}
    assert len({row.message_id for row in rows}) == 4
    for row in rows:
        mail = content(row)
        assert mail["Message-ID"] == row.message_id
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Subject"] == "Welcome"
        assert mail.get_content().strip() == "Good morning."
        assert "una@example.org" not in str(mail)


def test_the_whole_message_is_kept_and_nothing_of_it_can_be_read():
    message = EmailMultiAlternatives("Tîm", "Dŵr", to=["rhys@example.org"])
    message.attach_alternative("<p>Dŵr</p>", "text/html")
    message.send()
    row = Delivery.objects.get()
    assert [part.get_content().strip() for part in content(row).iter_parts()] == ["Dŵr", "<p>Dŵr</p>"]
    assert b"Subject" not in bytes(row.payload)


def test_the_row_knows_whose_mail_it_is():
    rhys = register_person("rhys@example.org", "Rhys")
    send_mail("Welcome", "Good morning.", None, ["Rhys@Example.org", "stranger@example.org"])
    assert {row.address: row.person for row in Delivery.objects.all()} == {
        "rhys@example.org": rhys,
        "stranger@example.org": None,
    }


def test_the_callers_message_is_left_as_it_was():
    message = EmailMessage("Welcome", "Good morning.", to=["rhys@example.org"], headers={"X-Kind": "greeting"})
    message.send()
    assert message.extra_headers == {"X-Kind": "greeting"}
    message.send()
    assert len({row.message_id for row in Delivery.objects.all()}) == 2


@pytest.mark.parametrize(
    "message",
    [
        EmailMessage("Welcome\nBcc: thief@example.org", "x", to=["rhys@example.org"]),
        EmailMessage("Welcome", "x", to=["rhys@example.org\nBcc: thief@example.org"]),
        EmailMessage("Welcome", "x", to=["rhys@example.org, thief@example.org <"]),
        EmailMessage("Welcome", "x", to=["rhys@example.org"], from_email="a@example.org\r\nBcc: thief@example.org"),
        EmailMessage("Welcome", "x", to=["rhys@example.org"], headers={"X-Kind": "a\nBcc: thief@example.org"}),
        EmailMessage("Welcome", "x", to=["rhys\0@example.org"]),
        EmailMessage("Welcome", "x", to=["nobody"]),
    ],
)
def test_a_message_that_smuggles_something_in_is_refused_whole(message: EmailMessage):
    with pytest.raises(BadHeaderError):
        message.send()
    assert not Delivery.objects.exists()
    message.connection = None
    assert message.send(fail_silently=True) == 0


def test_a_mail_is_written_with_what_it_is_about_or_not_at_all():
    with transaction.atomic():
        send_mail("Welcome", "Good morning.", None, ["rhys@example.org"])
        assert Delivery.objects.count() == 1
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_writing_a_mail_opens_no_connection(monkeypatch: pytest.MonkeyPatch):
    def no_network(*args: object) -> None:
        raise AssertionError("A page must not wait for a mail server, nor for this machine's name.")

    for name in ("create_connection", "getfqdn", "getaddrinfo", "gethostbyaddr"):
        monkeypatch.setattr(socket, name, no_network)
    send_mail("Welcome", "Good morning.", None, ["rhys@example.org"])
    assert Delivery.objects.count() == 1


def test_a_page_that_asks_for_mail_answers_at_once_though_the_mail_server_is_dead(silent_server: str):
    register_person("rhys@example.org", "Rhys")
    client = Client()
    client.get(reverse("account_reset_password"))
    began = time.monotonic()
    response = client.post(reverse("account_reset_password"), {"email": "rhys@example.org"})
    assert response.status_code == 302
    assert time.monotonic() - began < 2
    row = Delivery.objects.get()
    assert (row.address, row.state, row.tries) == ("rhys@example.org", "pending", 0)
    assert "rhys" in str(content(row)["To"])
    assert "/accounts/password/reset/key/" in content(row).get_body(("plain",)).get_content()
