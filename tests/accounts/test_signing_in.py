"""Signing in, and everything around it that keeps others out."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD, person
from tests.racing import race

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def olwen(db: None) -> User:
    return person("Olwen")


def sign_in(client: Client, email: str, password: str = PASSWORD, place: str = "192.0.2.1") -> HttpResponse:
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=place)


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("account_email")).status_code == 200


def test_who_was_registered_signs_in_by_address_in_any_case(client: Client, olwen: User):
    response = sign_in(client, " Olwen@Example.ORG ")
    assert response.status_code == 302
    assert response.url == "/"
    assert is_signed_in(client)


def test_an_address_that_nobody_vouched_for_gets_a_mail_first(client: Client, mailoutbox: list[EmailMessage]):
    User.objects.create_user("pryce@example.org", PASSWORD, name="Pryce")
    response = sign_in(client, "pryce@example.org")
    assert response.url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    assert [mail.to for mail in mailoutbox] == [["pryce@example.org"]]


def test_sign_up_is_closed(client: Client, mailoutbox: list[EmailMessage]):
    client.post(
        reverse("account_signup"),
        {"email": "quinn@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )
    assert not User.objects.exists()
    assert mailoutbox == []


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, olwen: User):
    wrong = sign_in(client, "olwen@example.org", "not her passphrase")
    unknown = sign_in(client, "nobody@example.org", "not her passphrase")
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_asking_for_a_reset_gets_the_same_answer_whether_one_is_known_or_not(client: Client, olwen: User):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in ("olwen@example.org", "nobody@example.org")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("account_reset_password_done"))}


def test_who_has_a_second_factor_is_not_in_before_giving_it(client: Client, olwen: User):
    TOTP.activate(olwen, generate_totp_secret())
    assert sign_in(client, "olwen@example.org").url == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_signed_in(client)


def test_who_is_inactive_does_not_get_in(client: Client, olwen: User):
    User.objects.update(is_active=False)
    assert sign_in(client, "olwen@example.org").url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_deactivation_holds_on_the_next_request(client: Client, olwen: User):
    sign_in(client, "olwen@example.org")
    assert is_signed_in(client)
    User.objects.update(is_active=False)
    assert not is_signed_in(client)


def test_signing_in_gives_a_session_that_nobody_could_have_planted(client: Client, olwen: User):
    planted = client.session
    planted["before"] = "sign-in"
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in(client, "olwen@example.org")
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_changing_the_password_signs_out_everywhere_else(client: Client, olwen: User, mailoutbox: list[EmailMessage]):
    """And the person is told, in case it wasn't they who changed it."""
    elsewhere = Client()
    sign_in(elsewhere, "olwen@example.org")
    sign_in(client, "olwen@example.org")
    new = "another long passphrase"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert [mail.to for mail in mailoutbox] == [["olwen@example.org"]]


def test_resetting_the_password_signs_out_everywhere(client: Client, olwen: User):
    sign_in(client, "olwen@example.org")
    olwen.set_password("another long passphrase")
    olwen.save()
    assert not is_signed_in(client)


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"])
def test_second_factors_are_changed_only_by_who_has_just_given_the_password(client: Client, olwen: User, name: str):
    client.force_login(olwen)
    assert client.get(reverse(name)).url.startswith(reverse("account_reauthenticate"))


def test_the_address_is_changed_only_by_who_has_just_given_the_password(client: Client, olwen: User):
    client.force_login(olwen)
    response = client.post(reverse("account_email"), {"email": "thief@example.org", "action_add": ""})
    assert response.url.startswith(reverse("account_reauthenticate"))
    assert [address.email for address in EmailAddress.objects.all()] == ["olwen@example.org"]


# --- Too many attempts ----------------------------------------------------------------------------------------------


def fail_to_sign_in(email: str, place: str, times: int) -> list[int]:
    client = Client()
    return [sign_in(client, email, "a guess", place).status_code for _ in range(times)]


@pytest.fixture
def shared_counters(settings) -> None:
    """As it is in production."""


@pytest.fixture
def counters_of_each_process(settings) -> Iterator[None]:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    yield
    cache.clear()


def test_the_sixth_failed_attempt_for_an_account_is_refused_wherever_it_comes_from(olwen: User):
    places = [f"192.0.2.{number}" for number in range(1, 7)]
    answers = [fail_to_sign_in("olwen@example.org", place, 1)[0] for place in places]
    assert answers == [200, 200, 200, 200, 200, 429]
    assert fail_to_sign_in("somebody.else@example.org", "192.0.2.1", 1) == [200]


def test_the_eleventh_failed_attempt_from_a_place_is_refused_whoever_it_is_for(olwen: User):
    answers = [fail_to_sign_in(f"guess{number}@example.org", "192.0.2.9", 1)[0] for number in range(11)]
    assert answers == [200] * 10 + [429]
    assert fail_to_sign_in("guess99@example.org", "192.0.2.10", 1) == [200]


def test_who_is_refused_sees_a_page_of_the_site(client: Client, olwen: User):
    fail_to_sign_in("olwen@example.org", "192.0.2.1", 5)
    response = sign_in(client, "olwen@example.org", "a guess")
    assert response.status_code == 429
    assert "429.html" in [template.name for template in response.templates]


def test_the_right_password_does_not_get_in_while_an_account_is_refused(client: Client, olwen: User):
    fail_to_sign_in("olwen@example.org", "192.0.2.1", 5)
    assert sign_in(client, "olwen@example.org").status_code == 429
    assert not is_signed_in(client)


def test_signing_in_rightly_uses_up_no_attempts(olwen: User):
    for number in range(8):
        assert sign_in(Client(), "olwen@example.org", place=f"192.0.2.{number}").status_code == 302


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_attempts_are_counted_across_processes(shared_counters: None):
    person("Olwen")
    answers = race(
        (fail_to_sign_in, "olwen@example.org", "192.0.2.1", 3), (fail_to_sign_in, "olwen@example.org", "192.0.2.2", 3)
    )
    assert sorted(answers[0] + answers[1]) == [200, 200, 200, 200, 200, 429]


@pytest.mark.django_db(transaction=True)
def test_counters_that_each_process_keeps_for_itself_would_let_more_through(counters_of_each_process: None):
    """The control: it is the shared cache that makes the limit hold."""
    person("Olwen")
    answers = race(
        (fail_to_sign_in, "olwen@example.org", "192.0.2.1", 3), (fail_to_sign_in, "olwen@example.org", "192.0.2.2", 3)
    )
    assert answers[0] + answers[1] == [200] * 6


def test_the_cache_keeps_more_counters_than_an_attacker_makes_in_passing():
    """Past its size the cache throws rows away, and with them the count of somebody's failed attempts."""
    for number in range(400):
        cache.set(f"count:{number}", number, 300)
    assert all(cache.get(f"count:{number}") == number for number in range(400))
