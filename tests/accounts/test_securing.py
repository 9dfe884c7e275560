"""Who has lost their second factor is helped back in, and told of it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.securing import remove_second_factor
from tests.accounts.conftest import PASSWORD, People, person
from tests.accounts.inviting import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra(people: People) -> User:
    petra = person("Petra", is_staff=True)
    petra.groups.add(Group.objects.get(name="People administrator"))
    return petra


@pytest.fixture
def with_second_factors(people: People) -> None:
    for somebody in (people.farah, people.anwen):
        TOTP.activate(somebody, generate_totp_secret())
        RecoveryCodes.activate(somebody)


def ask(viewer: User, about: User, method: str = "post") -> HttpResponse:
    return getattr(signed_in(viewer), method)(reverse("admin:accounts_user_remove_second_step", args=[about.pk]))


def holders() -> set[str]:
    return {authenticator.user.name for authenticator in Authenticator.objects.all()}


def test_everything_of_one_person_goes_and_they_are_told_once(
    people: People, with_second_factors: None, mailoutbox: list[EmailMessage]
):
    assert remove_second_factor(people.farah) == 2
    assert remove_second_factor(people.farah) == 0
    assert holders() == {"Anwen"}
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == ([people.farah.email], "Your second step was removed")
    for part in (mail.body, mail.alternatives[0][0]):
        assert reverse("account_login") in part
        assert "at once" in part


def test_the_password_alone_gets_them_in_and_a_new_one_is_asked_for(
    people: People, with_second_factors: None, settings
):
    settings.SECOND_FACTOR_REQUIRED = True
    client = Client()
    remove_second_factor(people.farah)
    client.post("/accounts/login/", {"login": people.farah.email, "password": PASSWORD})
    assert client.get("/").url == reverse("mfa_index")


def test_an_administrator_is_asked_first_and_it_is_written_down(
    people: People, petra: User, with_second_factors: None, mailoutbox: list[EmailMessage]
):
    change = reverse("admin:accounts_user_change", args=[people.farah.pk])
    assert "Remove the second step" in signed_in(petra).get(change).content.decode()
    assert "ring them" in ask(petra, people.farah, "get").content.decode()
    assert holders() == {"Anwen", "Farah"}
    assert ask(petra, people.farah).url == change
    assert holders() == {"Anwen"}
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (petra, str(people.farah.pk))
    assert [mail.to for mail in mailoutbox] == [[people.farah.email]]
    assert ask(petra, people.farah).url == change
    assert LogEntry.objects.count() == len(mailoutbox) == 1
    assert "Remove the second step" not in signed_in(petra).get(change).content.decode()


def test_nobody_removes_that_of_somebody_with_more_rights_or_their_own(people: People, petra: User):
    ada = person("Ada", is_staff=True)
    ada.groups.add(Group.objects.get(name="Administrator"))
    for somebody in (ada, petra):
        TOTP.activate(somebody, generate_totp_secret())
    assert ask(petra, ada).status_code == 403
    assert ask(petra, petra).status_code == 403
    assert holders() == {"Ada", "Petra"}
    assert ask(ada, petra).status_code == 302
    assert holders() == {"Ada"}


@pytest.mark.parametrize("name", ["farah", "ioan", "jaya"])
def test_nobody_else_does(people: People, with_second_factors: None, name: str):
    ask(getattr(people, name), people.anwen)
    assert holders() == {"Anwen", "Farah"}


def test_a_person_who_is_not_there_is_not_found(petra: User):
    client = signed_in(petra)
    for pk in (10**9, 10**30):
        assert client.post(f"/administration/accounts/user/{pk}/second-step/").status_code == 404
