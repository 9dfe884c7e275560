"""The page to which the link in an invitation leads."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.inviting import invite, invite_again
from accounts.models import Invitation, User
from courses.models import Course, Enrolment
from tests.accounts.conftest import PASSWORD, People, Teams
from tests.accounts.inviting import NEW_PASSWORD, NIA, errors, signed_in, token_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def token(people: People, teams: Teams, mailoutbox: list[EmailMessage]) -> str:
    invite(people.farah, NIA, "Nia", teams.east)
    return token_in(mailoutbox.pop())


def accepting(client: Client, token: str, **other: str) -> HttpResponse:
    data = {"name": "Nia Rhys", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD, **other}
    return client.post(f"/invitations/{token}/", data)


def test_the_invited_see_who_invites_to_what_and_nothing_happens_yet(client: Client, people: People, token: str):
    for _ in range(3):
        response = client.get(f"/invitations/{token}/")
        page = response.content.decode()
        assert response.status_code == 200
        assert "Farah invites you" in page
        assert "Your team: East." in page
        assert NIA in page
        assert "at least 12 characters" in page
    assert Invitation.objects.unfinished().count() == 1
    assert not User.objects.filter(email=NIA).exists()


def test_accepting_signs_in_and_begins_the_induction(client: Client, people: People, token: str):
    course = Course.objects.create(key="induction", slug="induction", title="Induction")
    before = client.session.session_key
    response = accepting(client, token)
    assert (response.status_code, response.url) == (302, "/")
    nia = User.objects.get(email=NIA)
    assert client.session["_auth_user_id"] == str(nia.pk)
    assert client.session.session_key != before
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.course, enrolment.assigned_by) == (nia, course, people.farah)
    assert Client().post("/accounts/login/", {"login": NIA, "password": NEW_PASSWORD}).url == "/"


def test_who_is_not_to_begin_the_induction_does_not(client: Client, people: People, teams: Teams, mailoutbox):
    Course.objects.create(key="induction", slug="induction", title="Induction")
    invite(people.farah, NIA, "Nia", teams.east, for_induction=False)
    assert accepting(client, token_in(mailoutbox[0])).status_code == 302
    assert not Enrolment.objects.exists()


def test_a_new_supervisor_sets_up_a_second_factor_first(
    client: Client, people: People, teams: Teams, mailoutbox, settings
):
    settings.SECOND_FACTOR_REQUIRED = True
    invite(people.farah, NIA, "Nia", teams.east, supervises=True)
    accepting(client, token_in(mailoutbox[0]))
    assert client.get("/").url == reverse("mfa_index")


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"name": ""}, "name"), ({"name": "a\0b"}, "name"), ({"name": "x" * 100_000}, "name"),
        ({"name": "Nia\nRhys"}, "name"), ({"password1": "short", "password2": "short"}, "password1"),
        ({"password1": "password1234", "password2": "password1234"}, "password1"),
        ({"password1": NIA, "password2": NIA}, "password1"), ({"password2": "another one entirely"}, "password2"),
        ({"password1": "a long one\0 with", "password2": "a long one\0 with"}, "password1"),
        ({"password1": "x" * 100_000, "password2": "x" * 100_000}, "password1"),
    ],
)  # fmt: skip
def test_a_form_with_errors_accepts_nothing(client: Client, token: str, data: dict[str, str], wrong: str):
    response = accepting(client, token, **data)
    assert wrong in errors(response)
    assert NEW_PASSWORD not in response.content.decode()
    assert not User.objects.filter(email=NIA).exists()
    assert accepting(client, token).status_code == 302


def dead_links(token: str, people: People, mailoutbox: list[EmailMessage]) -> Iterator[str]:
    """Used, withdrawn, too old, replaced and made up."""
    row = Invitation.objects.get()
    yield f"{token}x"
    yield "made-up"
    yield token[:-1]
    yield "x" * 5000
    yield "%00"
    invite_again(row, people.farah)
    yield token
    latest = token_in(mailoutbox[-1])
    Invitation.objects.update(expires_at=timezone.now())
    yield latest
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1), withdrawn_at=timezone.now())
    yield latest
    Invitation.objects.update(withdrawn_at=None)
    accepting(Client(), latest)
    yield latest


def test_every_dead_link_leads_to_the_same_page(people: People, token: str, mailoutbox: list[EmailMessage]):
    pages = set()
    for dead in dead_links(token, people, mailoutbox):
        for response in (Client().get(f"/invitations/{dead}/"), accepting(Client(), dead)):
            assert response.status_code == 404
            pages.add(response.content)
    assert len(pages) == 1
    assert b"Nia" not in pages.pop()
    assert User.objects.filter(email=NIA).count() == 1


def test_who_tries_many_links_is_slowed_down_and_the_right_one_still_works(client: Client, token: str, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "3/m/ip"}
    answers = [client.get(f"/invitations/guess{number}/").status_code for number in range(5)]
    assert answers == [404, 404, 404, 429, 429]
    assert client.get(f"/invitations/{token}/").status_code == 200


def test_who_is_signed_in_is_asked_to_sign_out_first(people: People, token: str):
    client = signed_in(people.anwen)
    for response in (client.get(f"/invitations/{token}/"), accepting(client, token)):
        assert "You are signed in as Anwen." in response.content.decode()
    assert not User.objects.filter(email=NIA).exists()
    response = client.post("/accounts/logout/", {"next": f"/invitations/{token}/"})
    assert response.url == f"/invitations/{token}/"
    assert "Farah invites you" in client.get(response.url).content.decode()


def test_the_address_is_neither_kept_nor_told_on(client: Client, people: People, token: str):
    looked = [Client().get(f"/invitations/{each}/") for each in (token, "made-up")]
    for response in (*looked, accepting(client, token, name=""), signed_in(people.anwen).get(f"/invitations/{token}/")):
        assert response["Referrer-Policy"] == "strict-origin"
        assert "no-store" in response["Cache-Control"]


def test_no_log_holds_the_token(token: str):
    """An invalid form, a refused one, a dead link: each is logged, with its address."""
    [handler] = [each for each in logging.getLogger().handlers if getattr(each, "filters", None)]
    stream = handler.setStream(io.StringIO())
    try:
        accepting(Client(), token, name="")
        accepting(Client(enforce_csrf_checks=True), token)
        Client().get(f"/invitations/{token[:-1]}/")
        said = handler.stream.getvalue()
    finally:
        handler.setStream(stream)
    assert said.count("/invitations/…/") == 3
    assert token[:-1] not in said


def test_a_password_of_the_new_person_is_not_somebody_elses(client: Client, people: People, token: str):
    accepting(client, token)
    for somebody in (people.farah, people.anwen):
        somebody.refresh_from_db()
        assert somebody.check_password(PASSWORD)
