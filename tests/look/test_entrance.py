"""Every page of the account is in the site's look, says what it is, and leads to help."""

import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.look.conftest import PASSWORD, signed_in
from tests.look.test_templates import faults

OUTSIDE = {
    "account_login": "Sign in",
    "account_signup": "Accounts are by invitation",
    "account_reset_password": "Forgotten your password?",
    "account_reset_password_done": "Look into your mail",
    "account_reset_password_from_key_done": "Your password is changed",
    "account_email_verification_sent": "Look into your mail",
    "account_inactive": "This account is closed",
}
INSIDE = {
    "account_email": "Your e-mail address",
    "account_change_password": "Change your password",
    "account_reauthenticate": "Is it still you?",
    "account_logout": "Sign out",
    "mfa_index": "Second step",
    "mfa_list_webauthn": "Passkeys",
}
CONFIRMED = {
    "mfa_activate_totp": "Set up an authenticator app",
    "mfa_add_webauthn": "Add a passkey",
}
PROTECTED = {
    "mfa_deactivate_totp": "Turn off the authenticator app?",
    "mfa_view_recovery_codes": "Recovery codes",
    "mfa_generate_recovery_codes": "Recovery codes",
    "mfa_reauthenticate": "Is it still you?",
    "mfa_index": "Second step",
}


def look_at(client: Client, address: str, title: str) -> str:
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 200
    found = re.search(r"<title>(.*?)</title>", html, flags=re.DOTALL)
    assert found
    assert found.group(1).strip() == f"{title} – Cultural competence"
    assert faults(html) == set()
    assert reverse("worried") in html
    assert len(re.findall(r"<h1\b", html)) == 1
    return html


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


@pytest.mark.parametrize("name", OUTSIDE)
def test_pages_for_those_who_are_signed_out(client: Client, db: None, name: str) -> None:
    look_at(client, reverse(name), OUTSIDE[name])


@pytest.mark.parametrize("name", INSIDE)
def test_pages_of_ones_own_account(amina: User, name: str) -> None:
    look_at(signed_in(amina), reverse(name), INSIDE[name])


@pytest.mark.parametrize("name", CONFIRMED)
def test_pages_that_ask_first_whether_it_is_still_you(amina: User, name: str) -> None:
    client = signed_in(amina)
    assert client.get(reverse(name)).headers["Location"].startswith(reverse("account_reauthenticate"))
    confirm(client)
    look_at(client, reverse(name), CONFIRMED[name])


@pytest.mark.parametrize("name", PROTECTED)
def test_pages_of_an_account_with_a_second_step(amina: User, name: str) -> None:
    client = signed_in(amina)
    TOTP.activate(amina, generate_totp_secret())
    RecoveryCodes.activate(amina)
    confirm(client)
    look_at(client, reverse(name), PROTECTED[name])


def test_the_second_step_of_signing_in(amina: User, client: Client) -> None:
    TOTP.activate(amina, generate_totp_secret())
    client.post(reverse("account_login"), {"login": amina.email, "password": PASSWORD})
    look_at(client, reverse("mfa_authenticate"), "Your second step")


def test_a_link_that_is_used_up_says_so_and_offers_another(client: Client, db: None) -> None:
    html = look_at(client, reverse("account_reset_password_from_key", args=["1", "used"]), "This link no longer works")
    assert f'href="{reverse("account_reset_password")}"' in html


def test_confirming_an_address_asks_and_changes_nothing_by_being_opened(amina: User, client: Client) -> None:
    address = EmailAddress.objects.create(user=amina, email="new@example.org", verified=False, primary=False)
    html = look_at(
        client,
        reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]),
        "Confirm your e-mail address",
    )
    address.refresh_from_db()
    assert "new@example.org" in html
    assert not address.verified


def test_a_link_for_another_address_that_is_used_up_leads_back_to_signing_in(client: Client, db: None) -> None:
    html = look_at(client, reverse("account_confirm_email", args=["used"]), "Confirm your e-mail address")
    assert f'href="{reverse("account_login")}"' in html


def test_a_wrong_password_is_said_in_a_summary_and_what_was_typed_is_kept(amina: User, client: Client) -> None:
    response = client.post(reverse("account_login"), {"login": amina.email, "password": "not this one"})
    html = response.content.decode()
    assert '<div class="error-summary" role="alert" tabindex="-1">' in html
    assert 'value="amina@example.org"' in html
    assert "not this one" not in html


def test_an_error_stands_beside_its_field_and_in_the_summary(amina: User) -> None:
    html = signed_in(amina).post(reverse("account_change_password"), {"oldpassword": ""}).content.decode()
    assert 'href="#id_oldpassword"' in html
    assert 'id="id_oldpassword_error"' in html
    assert 'aria-describedby="id_oldpassword_error id_oldpassword_helptext"' in html
