import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.registering import register_person, vouch_for_address

pytestmark = pytest.mark.django_db


def addresses() -> list[tuple[str, str, bool, bool]]:
    return [
        (address.user.name, address.email, address.verified, address.primary)
        for address in EmailAddress.objects.order_by("email")
    ]


def test_who_is_registered_has_a_verified_address_and_no_password():
    vera = register_person(" Vera@Example.org ", "Vera")
    assert (vera.email, vera.has_usable_password(), vera.is_staff) == ("vera@example.org", False, False)
    assert addresses() == [("Vera", "vera@example.org", True, True)]


def test_registering_again_leaves_the_person_as_they_are():
    vera = register_person("vera@example.org", "Vera", "a long enough passphrase")
    again = register_person("VERA@example.org", "Somebody else", "another passphrase here", is_staff=True)
    assert again == vera
    assert (again.name, again.is_staff) == ("Vera", False)
    assert again.check_password("a long enough passphrase")
    assert addresses() == [("Vera", "vera@example.org", True, True)]


def test_who_is_registered_chooses_a_password_by_mail_and_signs_in(client: Client, mailoutbox: list[EmailMessage]):
    register_person("vera@example.org", "Vera")
    client.post(reverse("account_reset_password"), {"email": "vera@example.org"})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link.replace("http://testserver", ""), follow=True)
    new = "a passphrase of her own"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    response = client.post(reverse("account_login"), {"login": "vera@example.org", "password": new})
    assert (response.status_code, response.url) == (302, "/")


def test_a_changed_address_takes_the_place_of_the_old_one_and_touches_nobody_elses():
    vera, wyn = register_person("vera@example.org", "Vera"), register_person("wyn@example.org", "Wyn")
    EmailAddress.objects.create(user=vera, email="pending@example.org", verified=False)
    User.objects.filter(pk=vera.pk).update(email="vera.new@example.org")
    vera.refresh_from_db()
    vouch_for_address(vera)
    vouch_for_address(vera)
    assert addresses() == [
        ("Vera", "vera.new@example.org", True, True),
        (wyn.name, "wyn@example.org", True, True),
    ]
