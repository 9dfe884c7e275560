"""Who must sign in with a second step, and what they reach until they can."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.joining import stop_supervising, supervise
from accounts.models import User
from tests.accounts.conftest import People, Teams

pytestmark = pytest.mark.django_db

SET_UP = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def second_factor_is_required(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def is_sent_to_set_up(client: Client, path: str = "/") -> bool:
    response = client.get(path)
    return response.status_code == 302 and response.url == SET_UP


@pytest.mark.parametrize("name", ["farah", "kofi", "ioan", "jaya"])
def test_who_sees_others_or_changes_the_site_sets_up_a_second_factor_first(people: People, name: str):
    assert is_sent_to_set_up(signed_in(getattr(people, name)))


@pytest.mark.parametrize("name", ["anwen", "gethin", "hana", "lowri"])
def test_nobody_else_has_to(people: People, name: str):
    assert not is_sent_to_set_up(signed_in(getattr(people, name)))


def test_a_service_can_decide_otherwise(people: People, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert not is_sent_to_set_up(signed_in(people.farah))


def test_who_has_one_goes_on_and_who_takes_it_away_does_not(people: People):
    client = signed_in(people.farah)
    TOTP.activate(people.farah, generate_totp_secret())
    assert not is_sent_to_set_up(client)
    Authenticator.objects.all().delete()
    assert is_sent_to_set_up(client)


def test_recovery_codes_alone_are_no_second_factor(people: People):
    Authenticator.objects.create(user=people.farah, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert is_sent_to_set_up(signed_in(people.farah))


def test_somebody_elses_second_factor_does_not_count(people: People):
    TOTP.activate(people.anwen, generate_totp_secret())
    assert is_sent_to_set_up(signed_in(people.farah))


def test_it_holds_from_the_day_one_supervises_to_the_day_one_stops(people: People, teams: Teams):
    client = signed_in(people.lowri)
    supervise(people.lowri, teams.west, timezone.localdate() - timedelta(days=3))
    assert is_sent_to_set_up(client)
    stop_supervising(people.lowri, teams.west)
    assert not is_sent_to_set_up(client)


def test_the_administration_is_closed_until_then(people: People):
    people.ioan.groups.add(Group.objects.get(name="Administrator"))
    client = signed_in(people.ioan)
    for path in ("/administration/", "/administration/accounts/user/", "/administration/password_change/"):
        assert is_sent_to_set_up(client, path)
    assert client.post("/administration/accounts/team/add/", {"name": "Planted"}).url == SET_UP


@pytest.mark.parametrize(
    "path",
    ["/worried/", "/healthz", SET_UP, "/accounts/2fa/webauthn/", "/accounts/email/", "/accounts/password/change/"],
)
def test_what_stays_open(people: People, path: str):
    assert signed_in(people.farah).get(path).status_code == 200


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_the_way_to_a_second_factor_leads_there(people: People, name: str):
    """The password is asked for again first, and that page is open too."""
    client = signed_in(people.farah)
    response = client.get(reverse(name), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    assert response.status_code == 200
    response = client.post(response.redirect_chain[-1][0], {"password": "a long enough passphrase"}, follow=True)
    assert response.request["PATH_INFO"] == reverse(name)
    assert response.status_code == 200


def test_signing_out_works_without_one(people: People):
    client = signed_in(people.farah)
    assert client.post(reverse("account_logout")).url == "/"
    assert "_auth_user_id" not in client.session


def test_nobody_is_sent_in_a_circle(people: People):
    response = signed_in(people.ioan).get("/administration/login/?next=/administration/", follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == SET_UP


def test_a_personal_page_is_not_kept_by_the_browser(people: People):
    client = signed_in(people.anwen)
    assert "no-store" in client.get("/worried/")["Cache-Control"]
    assert not Client().get("/worried/").has_header("Cache-Control")
