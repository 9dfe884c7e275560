"""What administrators can do with people and teams, and what they can't."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.joining import join_team
from accounts.models import Membership, SiteSettings, Team, User
from accounts.registering import register_person
from tests.accounts.conftest import PASSWORD, People, Teams, person

pytestmark = pytest.mark.django_db


def with_role(name: str, role: str) -> User:
    somebody = register_person(f"{name.lower()}@example.org", name, PASSWORD, is_staff=True)
    somebody.groups.add(Group.objects.get(name=role))
    return somebody


@pytest.fixture
def root(db: None) -> User:
    return person("Root", is_staff=True, is_superuser=True)


@pytest.fixture
def administrator(db: None) -> User:
    return with_role("Ada", "Administrator")


@pytest.fixture
def people_administrator(db: None) -> User:
    return with_role("Pia", "People administrator")


@pytest.fixture
def editor(db: None) -> User:
    return with_role("Edda", "Editor")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def inlines(**forms: list[dict[str, object]]) -> dict[str, object]:
    data: dict[str, object] = {}
    for prefix in ("memberships", "supervisions", "absences"):
        rows = forms.get(prefix, [])
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        data |= {f"{prefix}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return data


def change(client: Client, user: User, **data: object) -> HttpResponse:
    return client.post(
        reverse("admin:accounts_user_change", args=[user.pk]),
        {"name": user.name, "email": user.email, "is_active": "on", **inlines(), **data},
    )


# --- The door ---------------------------------------------------------------------------------------------------------


def test_the_administration_has_no_door_of_its_own(client: Client, root: User):
    response = client.get("/administration/", follow=True)
    assert response.request["PATH_INFO"] == reverse("account_login")


def test_nobody_becomes_somebody_else_through_the_administrations_sign_in(editor: User, root: User):
    """It would ask the other's password and not their second factor."""
    client = signed_in(editor)
    client.post("/administration/login/", {"username": root.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(editor.pk)


def test_who_is_not_staff_is_turned_away(people: People):
    assert signed_in(people.farah).get("/administration/", follow=True).status_code == 403


def test_secrets_of_second_factors_have_no_page(root: User):
    client = signed_in(root)
    for path in ("mfa/authenticator/", "account/emailaddress/"):
        assert client.get(f"/administration/{path}").status_code == 404


# --- People ---------------------------------------------------------------------------------------------------------


def test_a_person_is_added_by_name_and_address_and_can_sign_in_once_they_chose_a_password(people_administrator: User):
    response = signed_in(people_administrator).post(
        reverse("admin:accounts_user_add"), {"name": "Rhian", "email": "Rhian@Example.org"}
    )
    assert response.status_code == 302
    rhian = User.objects.get(email="rhian@example.org")
    assert (rhian.name, rhian.is_active, rhian.is_staff, rhian.has_usable_password()) == ("Rhian", True, False, False)
    address = EmailAddress.objects.get(user=rhian)
    assert (address.email, address.verified, address.primary) == ("rhian@example.org", True, True)


@pytest.mark.parametrize("email", ["anwen@example.org", "ANWEN@example.org", "second.address@example.org"])
def test_an_address_that_is_taken_is_refused_beside_the_field(people: People, people_administrator: User, email: str):
    EmailAddress.objects.create(user=people.bilal, email="second.address@example.org", verified=True)
    response = signed_in(people_administrator).post(
        reverse("admin:accounts_user_add"), {"name": "Anwen the second", "email": email}
    )
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["email"]


@pytest.mark.parametrize("name", ["a\0b", "a\x1bb", "x" * 151])
def test_a_name_that_cannot_be_kept_is_refused(people_administrator: User, name: str):
    response = signed_in(people_administrator).post(
        reverse("admin:accounts_user_add"), {"name": name, "email": "rhian@example.org"}
    )
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["name"]


def test_a_changed_address_is_the_one_to_sign_in_with(people: People, people_administrator: User):
    change(signed_in(people_administrator), people.anwen, email="anwen.rees@example.org")
    assert [address.email for address in EmailAddress.objects.filter(user=people.anwen)] == ["anwen.rees@example.org"]
    client = Client()
    assert client.post("/accounts/login/", {"login": "anwen.rees@example.org", "password": PASSWORD}).url == "/"


def test_no_page_shows_a_password(people: People, root: User):
    content = signed_in(root).get(reverse("admin:accounts_user_change", args=[people.anwen.pk])).content.decode()
    assert people.anwen.password not in content
    assert 'name="password"' not in content


def test_an_editor_finds_no_people(people: People, editor: User):
    client = signed_in(editor)
    shown = {app["app_label"] for app in client.get("/administration/").context["app_list"]}
    assert not shown & {"accounts", "notifications", "certificates", "reflection"}
    for name in ("user", "team", "membership", "supervision", "absence", "sitesettings"):
        assert client.get(f"/administration/accounts/{name}/").status_code == 403
    assert (
        client.get(
            "/administration/autocomplete/?app_label=accounts&model_name=membership&field_name=person"
        ).status_code
        == 403
    )


def test_a_people_administrator_gives_nobody_a_role(people: People, people_administrator: User):
    administrators = Group.objects.get(name="Administrator")
    rights = {"is_staff": "on", "is_superuser": "on", "groups": [administrators.pk]}
    client = signed_in(people_administrator)
    for somebody in (people.anwen, people_administrator):
        assert change(client, somebody, **rights).status_code == 302
        somebody.refresh_from_db()
        assert not somebody.is_superuser
        assert administrators not in somebody.groups.all()
    assert not people.anwen.is_staff


def test_a_people_administrator_cannot_take_over_the_account_of_somebody_with_more_rights(
    people_administrator: User, administrator: User, root: User
):
    client = signed_in(people_administrator)
    for somebody in (administrator, root):
        assert change(client, somebody, email="thief@example.org").status_code == 403
        somebody.refresh_from_db()
        assert somebody.email != "thief@example.org"


def test_an_administrator_gives_roles_but_not_to_themselves_and_touches_no_superuser(
    people: People, administrator: User, root: User
):
    editors = Group.objects.get(name="Editor")
    client = signed_in(administrator)
    change(client, people.anwen, is_staff="on", groups=[editors.pk], is_superuser="on")
    people.anwen.refresh_from_db()
    assert (people.anwen.is_staff, people.anwen.is_superuser, list(people.anwen.groups.all())) == (
        True,
        False,
        [editors],
    )
    change(client, administrator, groups=[])
    assert administrator.groups.count() == 1
    assert change(client, root, email="thief@example.org").status_code == 403


def test_who_leaves_is_made_inactive_and_not_deleted(people: People, administrator: User):
    client = signed_in(administrator)
    change(client, people.anwen, is_active="")
    people.anwen.refresh_from_db()
    assert not people.anwen.is_active
    assert client.post(reverse("admin:accounts_user_delete", args=[people.anwen.pk])).status_code == 403


def test_a_second_team_at_the_same_time_is_refused_with_the_reason(people: People, teams: Teams, root: User):
    response = change(
        signed_in(root), people.anwen,
        **inlines(memberships=[{"team": teams.west.pk, "since": "2020-01-01", "until": ""}]),
    )  # fmt: skip
    assert response.status_code == 200
    assert "another team" in response.content.decode()
    assert Membership.objects.filter(person=people.anwen).count() == 1


def test_the_lists_are_searched_and_filtered(people: People, root: User):
    client = signed_in(root)
    for path in (
        "user/?q=anw", "user/?is_active__exact=1", "team/?q=east", "membership/?q=anwen", "supervision/?q=farah",
        "absence/?q=anwen",
    ):  # fmt: skip
        assert client.get(f"/administration/accounts/{path}").status_code == 200
    assert [row.name for row in client.get("/administration/accounts/user/?q=anw").context["cl"].queryset] == ["Anwen"]


# --- Teams ----------------------------------------------------------------------------------------------------------


def save_team(client: Client, team: Team | None, **data: object) -> HttpResponse:
    path = reverse("admin:accounts_team_change", args=[team.pk]) if team else reverse("admin:accounts_team_add")
    return client.post(path, {**inlines(), **data})


def test_a_team_is_added_moved_and_renamed(teams: Teams, administrator: User):
    client = signed_in(administrator)
    assert save_team(client, None, name="South", parent=teams.service.pk).status_code == 302
    south = Team.objects.get(name="South")
    assert south.path == f"{teams.service.path}{south.pk}/"
    assert save_team(client, south, name="South and coast", parent=teams.east.pk).status_code == 302
    south.refresh_from_db()
    assert (south.name, south.parent, south.path) == ("South and coast", teams.east, f"{teams.east.path}{south.pk}/")


@pytest.mark.parametrize("beneath", ["east", "east_night"])
def test_a_circle_is_refused_beside_the_field(teams: Teams, administrator: User, beneath: str):
    response = save_team(signed_in(administrator), teams.east, name="East", parent=getattr(teams, beneath).pk)
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["parent"]


def test_a_name_that_is_taken_is_refused(teams: Teams, administrator: User):
    assert save_team(signed_in(administrator), None, name="West", parent=teams.service.pk).status_code == 200
    assert save_team(signed_in(administrator), None, name="Exampleshire", parent="").status_code == 200
    assert Team.objects.count() == 4


def test_teams_are_listed_as_a_tree(teams: Teams, administrator: User):
    response = signed_in(administrator).get("/administration/accounts/team/")
    assert [row.name for row in response.context["cl"].queryset] == ["Exampleshire", "East", "East, nights", "West"]
    assert "— — East, nights" in response.content.decode()


def test_people_join_through_the_teams_page(people: People, teams: Teams, administrator: User):
    row = {"person": people.lowri.pk, "since": "2026-01-01", "until": ""}
    response = save_team(
        signed_in(administrator), teams.west, name="West", parent=teams.service.pk, **inlines(memberships=[row])
    )
    assert response.status_code == 302
    assert Membership.objects.get(person=people.lowri).team == teams.west


def test_a_team_that_has_had_members_is_not_deleted(teams: Teams, people: People, root: User):
    join_team(people.lowri, teams.west)
    signed_in(root).post(reverse("admin:accounts_team_delete", args=[teams.west.pk]), {"post": "yes"})
    assert Team.objects.filter(pk=teams.west.pk).exists()


# --- Settings -------------------------------------------------------------------------------------------------------


def test_the_settings_are_one_row_and_warn_until_the_safeguarding_route_is_there(administrator: User):
    client = signed_in(administrator)
    page = client.get("/administration/accounts/sitesettings/", follow=True)
    assert page.request["PATH_INFO"].endswith("/add/")
    assert "safeguarding route isn’t filled in" in page.content.decode()
    filled = {
        "service_name": "Exampleshire", "record_retention_months": 72,
        "safeguarding_contact": "Duty manager", "safeguarding_text": "Ring the duty manager, day or night.",
    }  # fmt: skip
    assert client.post(reverse("admin:accounts_sitesettings_add"), filled).status_code == 302
    page = client.get("/administration/accounts/sitesettings/", follow=True)
    assert page.request["PATH_INFO"].endswith("/1/change/")
    assert "safeguarding route isn’t filled in" not in page.content.decode()
    assert client.get(reverse("admin:accounts_sitesettings_add")).status_code == 403
    assert [row.pk for row in SiteSettings.objects.all()] == [1]


def test_the_settings_row_is_not_deleted(root: User):
    SiteSettings.objects.create(pk=1)
    assert signed_in(root).post(reverse("admin:accounts_sitesettings_delete", args=[1])).status_code == 403
