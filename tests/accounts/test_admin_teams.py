"""Invitations and teams, as those who look after people find them in the administration."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.inviting import invite, withdraw
from accounts.joining import join_team
from accounts.models import Invitation, Membership, User
from tests.accounts.conftest import People, Teams, person
from tests.accounts.inviting import signed_in
from tests.accounts.test_admin import change, inlines

pytestmark = pytest.mark.django_db

INVITATIONS = "/administration/accounts/invitation/"


@pytest.fixture
def petra(people: People) -> User:
    petra = person("Petra", is_staff=True)
    petra.groups.add(Group.objects.get(name="People administrator"))
    return petra


def act(client: Client, action: str, *rows: Invitation) -> HttpResponse:
    return client.post(INVITATIONS, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True)


def spans(somebody: User) -> list[tuple[str, date, date | None]]:
    rows = Membership.objects.filter(person=somebody).order_by("since", "pk")
    return [(row.team.name, row.since, row.until) for row in rows]


# --- Invitations ------------------------------------------------------------------------------------------------------


def test_invitations_are_looked_at_and_not_written(people: People, teams: Teams, petra: User):
    row = invite(people.farah, "nia@example.org", "Nia", teams.east)
    client = signed_in(petra)
    page = client.get(INVITATIONS).content.decode()
    assert "nia@example.org" in page
    assert reverse("accounts:invite") in page
    detail = client.get(f"{INVITATIONS}{row.pk}/change/").content.decode()
    assert row.token_hash not in page + detail
    assert client.get(f"{INVITATIONS}add/").status_code == 403
    assert client.post(f"{INVITATIONS}{row.pk}/change/", {"name": "Other"}).status_code == 403
    assert client.post(f"{INVITATIONS}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "Invite somebody" in client.get("/administration/accounts/user/").content.decode()


def test_they_are_found_by_state(people: People, teams: Teams, petra: User):
    invite(people.farah, "a@example.org", "Open", teams.east)
    withdraw(invite(people.farah, "b@example.org", "Withdrawn", teams.east))
    client = signed_in(petra)
    for state, expected in (("unfinished", ["Open"]), ("withdrawn", ["Withdrawn"]), ("accepted", [])):
        assert [row.name for row in client.get(INVITATIONS, {"state": state}).context["cl"].queryset] == expected


def test_they_are_sent_again_and_withdrawn(people: People, teams: Teams, petra: User, mailoutbox: list[EmailMessage]):
    first = invite(people.farah, "a@example.org", "First", teams.east)
    gone = invite(people.farah, "b@example.org", "Gone", teams.east)
    withdraw(gone)
    mailoutbox.clear()
    client = signed_in(petra)
    assert "1 invitation sent again." in act(client, "invite_again", first, gone).content.decode()
    assert [mail.to for mail in mailoutbox] == [["a@example.org"]]
    assert "1 invitation withdrawn." in act(client, "withdraw", first, gone).content.decode()
    assert not Invitation.objects.unfinished().exists()


def test_who_may_only_look_acts_on_none(people: People, teams: Teams, petra: User):
    row = invite(people.farah, "a@example.org", "First", teams.east)
    edda = person("Edda", is_staff=True)
    edda.groups.add(Group.objects.get(name="Editor"))
    assert signed_in(edda).get(INVITATIONS).status_code == 403
    for action in ("invite_again", "withdraw"):
        assert act(signed_in(edda), action, row).status_code == 403
    assert Invitation.objects.unfinished().get() == row


# --- Teams ------------------------------------------------------------------------------------------------------------


def test_somebody_is_moved_on_their_own_page(people: People, teams: Teams, petra: User, today: date):
    client = signed_in(petra)
    Membership.objects.filter(person=people.anwen).update(since=today - timedelta(days=9))
    assert change(client, people.anwen, joins=teams.west.pk).status_code == 302
    assert spans(people.anwen) == [("East", today - timedelta(days=9), today), ("West", today, None)]
    later = today + timedelta(days=30)
    assert change(client, people.anwen, joins=teams.east.pk, joins_on=later.isoformat()).status_code == 302
    assert spans(people.anwen)[1:] == [("West", today, later), ("East", later, None)]
    assert "West" in client.get(reverse("admin:accounts_user_change", args=[people.anwen.pk])).content.decode()


def test_a_move_that_cannot_be_is_refused_at_its_field(people: People, teams: Teams, petra: User, today: date):
    client = signed_in(petra)
    for somebody, data, wrong in (
        (people.anwen, {"joins_on": today.isoformat()}, "joins"),
        (people.ewan, {"joins": teams.west.pk}, "joins_on"),
        (people.anwen, {"joins": 10**30}, "joins"),
        (people.anwen, {"joins": teams.west.pk, "joins_on": "31/02/2026"}, "joins_on"),
    ):
        response = change(client, somebody, **data)
        assert list(response.context["adminform"].form.errors) == [wrong]
    assert [team for team, _, _ in spans(people.anwen)] == ["East"]


def test_somebody_who_is_added_can_join_at_once(teams: Teams, petra: User, today: date):
    data = {"name": "Rhian", "email": "rhian@example.org", "joins": teams.west.pk, **inlines()}
    assert signed_in(petra).post(reverse("admin:accounts_user_add"), data).status_code == 302
    assert spans(User.objects.get(name="Rhian")) == [("West", today, None)]


def test_the_list_of_teams_shows_people_and_supervisors_of_today(
    people: People, teams: Teams, petra: User, django_assert_max_num_queries
):
    User.objects.filter(pk=people.kofi.pk).update(is_active=False)
    join_team(people.lowri, teams.west)
    client = signed_in(petra)
    with django_assert_max_num_queries(12):
        rows = client.get("/administration/accounts/team/").context["cl"].queryset
    shown = {row.name: (row.number_of_people, [head.person.name for head in row.heads]) for row in rows}
    assert shown == {
        "Exampleshire": (0, []), "East": (2, ["Farah"]), "East, nights": (1, []), "West": (2, []),
    }  # fmt: skip


def test_people_are_listed_with_the_team_of_today(people: People, petra: User):
    rows = signed_in(petra).get("/administration/accounts/user/").context["cl"].queryset
    assert {row.name: row.team_today for row in rows if row.team_today} == {
        "Anwen": "East", "Bilal": "East, nights", "Carys": "West", "Farah": "East",
    }  # fmt: skip
