"""The mails of an account are in plain words, and their subjects say nothing that others should not read."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import SiteSettings, User
from tests.look.conftest import PASSWORD, signed_in


@pytest.fixture(autouse=True)
def kept_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def test_choosing_a_new_password_begins_with_a_link(amina: User, client: Client) -> None:
    SiteSettings.objects.create(pk=1, service_name="Exampleshire & Sons")
    client.post(reverse("account_reset_password"), {"email": amina.email})
    [message] = mail.outbox
    assert message.subject == "Choose a new password"
    assert "/accounts/password/reset/key/" in message.body
    assert "Exampleshire & Sons" in message.body


def test_an_address_without_an_account_is_told_so_by_mail_alone(client: Client, db: None) -> None:
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    [message] = mail.outbox
    assert message.subject == "About your request to sign in"
    assert "there is no account with this address" in message.body


def test_a_changed_password_is_told_with_when_and_where(amina: User) -> None:
    new = "another long passphrase"
    signed_in(amina).post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    [message] = mail.outbox
    assert message.subject == "Your password was changed"
    assert "127.0.0.1" in message.body
    assert new not in message.body
