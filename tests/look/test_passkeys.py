"""Passkeys work in a real browser under the site's own policy, which refuses every inline script."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.look.conftest import PASSWORD

pytestmark = [pytest.mark.needs_chromium, pytest.mark.django_db(transaction=True)]

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_a_fingerprint_reader(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def sign_in(page: Page, site: str, person: User) -> None:
    page.goto(site + reverse("account_login"))
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(site + "/")


def test_a_passkey_is_added_and_then_signs_in_alone(page: Page, live_server: LiveServer, amina: User) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    give_a_fingerprint_reader(page)
    sign_in(page, live_server.url, amina)
    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("A name for it").fill("Work laptop")
    page.get_by_label("Let it replace my password, too").check()
    page.get_by_role("button", name="Add this device").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()

    page.context.clear_cookies()
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(live_server.url + "/")
    expect(page.get_by_text("Your account: Amina Example")).to_be_attached()
    assert complaints == []


def test_a_passkey_that_fails_is_told_in_words(page: Page, live_server: LiveServer, amina: User) -> None:
    give_a_fingerprint_reader(page)
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="That didn’t work, or was stopped.")).to_be_visible()


def test_without_javascript_no_button_is_shown_that_would_do_nothing(page: Page, live_server: LiveServer) -> None:
    assert page.context.browser
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(live_server.url + reverse("account_login"))
    expect(plain.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(plain.locator("#passkey_login")).to_be_hidden()
    context.close()
