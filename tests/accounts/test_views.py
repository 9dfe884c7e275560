"""The pages on which people invite others."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.inviting import invite, withdraw
from accounts.joining import stop_supervising, supervise
from accounts.models import Invitation, Team, User
from tests.accounts.conftest import People, Teams, person
from tests.accounts.inviting import NIA, errors, signed_in, token_in

pytestmark = pytest.mark.django_db

INVITE, LIST = "/people/invite/", "/people/invitations/"
CSRF_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
# What stands nowhere but in the West.
CANARY, CANARY_ADDRESS = "Canary Carrington", "canary@example.org"


@pytest.fixture(autouse=True)
def nobody_has_tried_yet(db: None) -> None:
    cache.clear()


@pytest.fixture
def petra(people: People) -> User:
    petra = person("Petra", is_staff=True)
    petra.groups.add(Group.objects.get(name="People administrator"))
    return petra


@pytest.fixture
def canary(people: People, teams: Teams) -> Invitation:
    west = supervise(people.lowri, teams.west)
    return invite(west.person, CANARY_ADDRESS, CANARY, teams.west)


@pytest.fixture
def token(people: People, teams: Teams, mailoutbox: list[EmailMessage]) -> str:
    invite(people.farah, NIA, "Nia", teams.east)
    return token_in(mailoutbox.pop())


def fill(client: Client, team: Team | None = None, **other: object) -> HttpResponse:
    data = {"name": "Nia", "address": NIA, "team": team.pk if team else "", "for_induction": "on", **other}
    return client.post(INVITE, data)


# --- Inviting ---------------------------------------------------------------------------------------------------------


def test_a_supervisor_invites(people: People, teams: Teams, mailoutbox: list[EmailMessage]):
    client = signed_in(people.farah)
    response = fill(client, teams.east)
    assert (response.status_code, response.url) == (302, LIST)
    row = Invitation.objects.get()
    assert (row.name, row.address, row.team, row.supervises, row.for_induction, row.invited_by) == (
        "Nia", NIA, teams.east, False, True, people.farah,
    )  # fmt: skip
    assert [mail.to for mail in mailoutbox] == [[NIA]]
    page = client.get(LIST).content.decode()
    assert f"The invitation to {NIA} is on its way." in page


def test_the_teams_to_choose_from_are_those_one_may_invite_into(people: People, teams: Teams, petra: User):
    choices = {
        people.farah: [("East"), ("— East, nights")],
        people.kofi: ["Exampleshire", "— East", "— — East, nights", "— West"],
        petra: ["Exampleshire", "— East", "— — East, nights", "— West"],
    }
    for viewer, expected in choices.items():
        form = signed_in(viewer).get(INVITE).context["form"]
        assert [str(label) for _, label in form.fields["team"].choices][1:] == expected


def test_who_has_one_team_need_not_choose_it(people: People, teams: Teams):
    supervise(people.lowri, teams.west)
    assert f'<option value="{teams.west.pk}" selected>' in signed_in(people.lowri).get(INVITE).content.decode()


@pytest.mark.parametrize("name", ["anwen", "gethin", "hana", "ioan", "jaya", "lowri"])
def test_the_pages_are_for_those_who_may_invite(people: People, teams: Teams, canary: Invitation, name: str):
    stop_supervising(people.lowri, teams.west)
    client = signed_in(getattr(people, name))
    answers = [client.get(INVITE), fill(client, teams.east), client.get(LIST)]
    answers += [client.post(reverse(f"accounts:{name}", args=[canary.pk])) for name in ("invite_again", "withdraw")]
    assert {answer.status_code for answer in answers} == {403}
    assert "Invite somebody" not in client.get("/worried/").content.decode()
    assert Invitation.objects.unfinished().count() == 1


def test_the_menu_leads_there(people: People, petra: User):
    for viewer in (people.farah, people.kofi, petra):
        assert f'href="{INVITE}"' in signed_in(viewer).get("/worried/").content.decode()


def test_strangers_are_asked_to_sign_in(client: Client, canary: Invitation):
    for path in (INVITE, LIST, f"{LIST}{canary.pk}/withdraw/"):
        assert client.get(path).url.startswith("/accounts/login/")


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"name": ""}, "name"), ({"name": "a\0b"}, "name"), ({"name": "Nia\r\nBcc: thief@example.org"}, "name"),
        ({"name": "x" * 100_000}, "name"), ({"address": "nia"}, "address"),
        ({"address": "a\0b@example.org"}, "address"),
        ({"address": f"{NIA}\nBcc: thief@example.org"}, "address"), ({"address": "(x)nia@example.org"}, "address"),
        ({"address": "x" * 100_000}, "address"), ({"team": ""}, "team"), ({"team": "a\0b"}, "team"),
        ({"team": str(10**30)}, "team"), ({"team": "-1"}, "team"),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_beside_the_field_and_the_rest_is_kept(
    people: People, teams: Teams, mailoutbox: list[EmailMessage], data: dict[str, str], wrong: str
):
    typed = {"name": "Nia Kept", "address": NIA, "team": teams.east.pk, "supervises": "on", **data}
    response = signed_in(people.farah).post(INVITE, typed)
    assert errors(response) == [wrong]
    assert 'name="supervises" class="checkboxinput form-check-input" ' in response.content.decode()
    assert "checked" in response.content.decode()
    if wrong != "name":
        assert 'value="Nia Kept"' in response.content.decode()
    assert (mailoutbox, Invitation.objects.count()) == ([], 0)


def test_another_team_is_no_choice_and_its_name_is_not_told(people: People, teams: Teams, canary: Invitation):
    response = fill(signed_in(people.farah), teams.west)
    assert errors(response) == ["team"]
    assert "West" not in response.content.decode()
    for team in (teams.service, teams.west):
        fill(signed_in(people.farah), team, supervises="on")
    assert Invitation.objects.count() == 1


def test_somebody_whom_one_sees_is_named_at_the_field(people: People, teams: Teams):
    response = fill(signed_in(people.farah), teams.east, address=people.anwen.email)
    assert errors(response) == ["address"]
    assert "Anwen is here already." in response.content.decode()


def test_somebody_whom_one_does_not_see_is_invited_as_anybody(
    people: People, teams: Teams, canary: Invitation, mailoutbox: list[EmailMessage]
):
    """Known, invited by another, or new: the answer is the same but for the address."""
    client = signed_in(people.farah)
    answers = []
    for address in (people.carys.email, CANARY_ADDRESS, NIA):
        response = fill(client, teams.east, address=address)
        page = client.get(LIST).content.decode()
        answers.append((response.status_code, response.url, page.count(address), "on its way" in page))
        withdraw(Invitation.objects.unfinished().get(address=address))
    assert set(answers) == {(302, LIST, 2, True)}


def test_too_many_invitations_are_paused(people: People, teams: Teams, settings, mailoutbox: list[EmailMessage]):
    settings.ACCOUNT_RATE_LIMITS = {"invite": "3/h/user"}
    client = signed_in(people.farah)
    answers = [fill(client, teams.east, address=f"new{number}@example.org").status_code for number in range(4)]
    assert answers == [302, 302, 302, 429]
    assert fill(signed_in(people.kofi), teams.east).status_code == 302
    assert len(mailoutbox) == 4


# --- The list ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_ones_own_and_no_other(people: People, teams: Teams, canary: Invitation, petra: User):
    invite(people.farah, NIA, "Nia", teams.east)
    page = signed_in(people.farah).get(LIST).content.decode()
    assert NIA in page
    for leak in (CANARY, CANARY_ADDRESS, "West", "Lowri"):
        assert leak not in page
    assert [row.name for row in signed_in(petra).get(LIST).context["page"]] == ["Nia", CANARY]


def test_the_list_shows_what_is_open_and_how_it_stands(people: People, teams: Teams, petra: User):
    rows = {name: invite(petra, f"{name}@example.org", name, teams.east) for name in ("open", "old", "gone", "in")}
    Invitation.objects.filter(pk=rows["old"].pk).update(expires_at=timezone.now())
    Invitation.objects.filter(pk=rows["in"].pk).update(accepted_at=timezone.now())
    withdraw(rows["gone"])
    invite(people.farah, NIA, "unbacked", teams.east)
    stop_supervising(people.farah, teams.east)
    client = signed_in(people.kofi)
    assert {row.name: row.state for row in client.get(LIST).context["page"]} == {
        "open": "open", "old": "expired", "unbacked": "unbacked",
    }  # fmt: skip


def test_the_list_costs_the_same_for_three_and_for_thirty(
    people: People, teams: Teams, django_assert_max_num_queries, django_assert_num_queries
):
    client = signed_in(people.kofi)
    for number in range(3):
        invite(people.kofi, f"new{number}@example.org", "Nia", teams.east)
    with django_assert_max_num_queries(6) as first:
        client.get(LIST)
    for number in range(3, 33):
        invite([people.kofi, people.farah][number % 2], f"new{number}@example.org", "Nia", teams.east_night)
    with django_assert_num_queries(len(first)):
        assert len(client.get(LIST).context["page"]) == 33


def test_with_the_team_goes_the_list_on_the_next_request(people: People, teams: Teams, token: str):
    client = signed_in(people.farah)
    supervise(people.farah, teams.west)
    assert NIA in client.get(LIST).content.decode()
    stop_supervising(people.farah, teams.east)
    assert NIA not in client.get(LIST).content.decode()
    stop_supervising(people.farah, teams.west)
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("page", ["0", "99", "x", str(10**30), "a\0b"])
def test_a_page_that_is_not_there_is_another_one(people: People, token: str, page: str):
    assert NIA in signed_in(people.farah).get(LIST, {"page": page}).content.decode()


def test_an_invitation_is_sent_again_and_withdrawn_after_a_question(
    people: People, token: str, mailoutbox: list[EmailMessage]
):
    row = Invitation.objects.get()
    client = signed_in(people.farah)
    assert client.post(reverse("accounts:invite_again", args=[row.pk])).url == LIST
    again = token_in(mailoutbox[0])
    assert Client().get(f"/invitations/{token}/").status_code == 404
    assert Client().get(f"/invitations/{again}/").status_code == 200
    asked = client.get(reverse("accounts:withdraw", args=[row.pk]))
    assert "Withdraw the invitation of Nia?" in asked.content.decode()
    assert Invitation.objects.unfinished().exists()
    for _ in range(2):
        assert client.post(reverse("accounts:withdraw", args=[row.pk])).url == LIST
    assert Client().get(f"/invitations/{again}/").status_code == 404
    assert client.post(reverse("accounts:invite_again", args=[row.pk])).url == LIST
    assert len(mailoutbox) == 1


def test_looking_changes_nothing(people: People, token: str):
    row = Invitation.objects.get()
    assert signed_in(people.farah).get(reverse("accounts:invite_again", args=[row.pk])).status_code == 405


@pytest.mark.parametrize("name", ["invite_again", "withdraw"])
def test_anothers_invitation_is_as_one_that_is_not_there(people: People, canary: Invitation, name: str):
    client = signed_in(people.farah)
    answers = [client.post(reverse(f"accounts:{name}", args=[pk])) for pk in (canary.pk, 10**9, 10**30)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({CSRF_TOKEN.sub(b"", answer.content) for answer in answers}) == 1
    assert Invitation.objects.unfinished().get() == canary


@pytest.mark.parametrize("name", ["invite_again", "withdraw"])
def test_who_sees_an_invitation_that_is_not_theirs_to_give_gets_403(
    people: People, teams: Teams, canary: Invitation, name: str
):
    supervise(people.jaya, teams.east)
    client = signed_in(people.jaya)
    assert CANARY in client.get(LIST).content.decode()
    assert client.post(reverse(f"accounts:{name}", args=[canary.pk])).status_code == 403
    assert f"{canary.pk}/withdraw/" not in client.get(LIST).content.decode()
