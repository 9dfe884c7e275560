"""The record in the administration: read, withdrawn, replaced, never edited."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from certificates.issuing import issue, withdraw
from certificates.models import Certificate, State
from courses.models import Course
from tests.certificates.conftest import Cast, completed

pytestmark = pytest.mark.django_db

CHANGELIST = reverse("admin:certificates_certificate_changelist")


@pytest.fixture
def rows(cast: Cast, course: Course) -> dict[str, Certificate]:
    """Amina's, Carys's, and Jaya's own."""
    return {
        "amina": issue(completed(course, cast.amina)),
        "carys": issue(completed(course, cast.carys, on=date(2024, 1, 1), until=date(2026, 1, 1))),
        "jaya": issue(completed(course, cast.jaya)),
    }


def signed_in(person: User, *permissions: str) -> Client:
    person.is_staff = True
    person.save()
    person.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def jaya(cast: Cast) -> Client:
    return signed_in(cast.jaya, "view_certificate", "change_certificate")


def act(client: Client, action: str, *certificates: Certificate, **more: str):
    keys = [certificate.pk for certificate in certificates]
    return client.post(CHANGELIST, {"action": action, "_selected_action": keys, **more}, follow=True)


def listed(client: Client, query: str = "") -> set[str]:
    return {certificate.name for certificate in client.get(CHANGELIST + query).context["cl"].queryset}


def states() -> dict[str, State]:
    return {certificate.name: certificate.state() for certificate in Certificate.objects.all()}


def test_staff_see_the_certificates_of_those_they_may_see(cast: Cast, rows: dict[str, Certificate], jaya: Client):
    assert listed(jaya) == {"Amina Evans", "Carys Llŷr", "Jaya Rao"}
    assert listed(signed_in(cast.farah, "view_certificate")) == {"Amina Evans"}
    assert listed(signed_in(cast.ioan, "view_certificate")) == set()
    assert signed_in(cast.bilal).get(CHANGELIST).status_code == 403


def test_the_list_can_be_narrowed_by_state(rows: dict[str, Certificate], jaya: Client):
    withdraw(rows["amina"], "Issued in error.")
    found = {state: listed(jaya, f"?state={state}") for state in State.values}
    assert found == {"valid": {"Jaya Rao"}, "expired": {"Carys Llŷr"}, "replaced": set(), "withdrawn": {"Amina Evans"}}
    assert listed(jaya, "?state=nonsense") == {"Amina Evans", "Carys Llŷr", "Jaya Rao"}


def test_nothing_can_be_added_changed_or_deleted(rows: dict[str, Certificate], cast: Cast):
    cast.jaya.is_superuser = True
    client = signed_in(cast.jaya)
    key = rows["amina"].pk
    assert client.get(reverse("admin:certificates_certificate_add")).status_code == 403
    assert client.post(reverse("admin:certificates_certificate_delete", args=[key]), {"post": "yes"}).status_code == 403
    change = reverse("admin:certificates_certificate_change", args=[key])
    assert client.get(change).status_code == 200
    assert client.post(change, {"name": "Forged"}).status_code == 403
    assert set(states()) == {"Amina Evans", "Carys Llŷr", "Jaya Rao"}


def test_withdrawing_asks_why_and_then_does_it(rows: dict[str, Certificate], jaya: Client, cast: Cast):
    asked = act(jaya, "withdraw_selected", rows["amina"])
    assert "Why is it withdrawn?" in asked.content.decode()
    assert states()["Amina Evans"] == State.VALID
    for nothing in ("", "   ", "x" * 201, "a\x00b"):
        assert act(jaya, "withdraw_selected", rows["amina"], why=nothing).context["form"].errors
    assert states()["Amina Evans"] == State.VALID
    done = act(jaya, "withdraw_selected", rows["amina"], rows["carys"], why="Issued in error.")
    assert "2 certificates were withdrawn." in done.content.decode()
    assert states() == {"Amina Evans": State.WITHDRAWN, "Carys Llŷr": State.WITHDRAWN, "Jaya Rao": State.VALID}
    assert Certificate.objects.get(name="Amina Evans").withdrawn_why == "Issued in error."
    logged = LogEntry.objects.filter(user=cast.jaya).values_list("object_id", flat=True)
    assert set(logged) == {str(rows["amina"].pk), str(rows["carys"].pk)}


def test_nobody_withdraws_or_replaces_their_own(rows: dict[str, Certificate], jaya: Client):
    act(jaya, "withdraw_selected", rows["jaya"], why="A try.")
    act(jaya, "replace_selected", rows["jaya"])
    assert states()["Jaya Rao"] == State.VALID
    assert Certificate.objects.count() == 3


def test_who_may_only_look_is_offered_no_action(rows: dict[str, Certificate], cast: Cast):
    act(signed_in(cast.farah, "view_certificate"), "withdraw_selected", rows["amina"], why="A try.")
    assert states()["Amina Evans"] == State.VALID


def test_replacing_issues_anew_with_the_name_as_it_is_now(rows: dict[str, Certificate], jaya: Client):
    User.objects.filter(name="Amina Evans").update(name="Amina Evans-Khan")
    told = act(jaya, "replace_selected", rows["amina"]).content.decode()
    assert "1 certificate was issued anew." in told
    expected = {"Amina Evans": State.REPLACED, "Amina Evans-Khan": State.VALID}
    assert {name: state for name, state in states().items() if name.startswith("Amina")} == expected
