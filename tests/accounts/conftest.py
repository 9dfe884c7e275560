"""A service with two offices, and the people in and around it."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from accounts.arranging import create_team
from accounts.joining import join_team, supervise
from accounts.models import Membership, Supervision, Team, User
from accounts.registering import register_person

PASSWORD = "a long enough passphrase"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@dataclass
class Teams:
    service: Team
    east: Team
    east_night: Team
    west: Team


@pytest.fixture
def teams(db: None) -> Teams:
    service = create_team("Exampleshire")
    east = create_team("East", service)
    return Teams(service, east, create_team("East, nights", east), create_team("West", service))


def person(name: str, **fields: bool) -> User:
    return register_person(f"{name.lower()}@example.org", name, PASSWORD, **fields)


@dataclass
class People:
    anwen: User  # in East
    bilal: User  # in East, nights
    carys: User  # in West
    dilys: User  # left East yesterday
    ewan: User  # joins East tomorrow
    farah: User  # supervises East, and belongs to it
    gethin: User  # supervised East until yesterday
    hana: User  # supervises East from tomorrow
    ioan: User  # staff, and nothing else
    jaya: User  # may see everyone
    kofi: User  # supervises the whole service
    lowri: User  # belongs to no team

    def everybody(self) -> set[str]:
        return {person.name for person in vars(self).values()}


@pytest.fixture
def people(teams: Teams, today: date) -> People:
    cast = People(*(person(name.title()) for name in People.__dataclass_fields__))
    yesterday, tomorrow, long_ago = today - timedelta(days=1), today + timedelta(days=1), today - timedelta(days=400)
    join_team(cast.anwen, teams.east)
    join_team(cast.bilal, teams.east_night)
    join_team(cast.carys, teams.west)
    join_team(cast.farah, teams.east)
    Membership.objects.create(person=cast.dilys, team=teams.east, since=long_ago, until=yesterday)
    Membership.objects.create(person=cast.ewan, team=teams.east, since=tomorrow)
    supervise(cast.farah, teams.east)
    supervise(cast.kofi, teams.service)
    Supervision.objects.create(person=cast.gethin, team=teams.east, since=long_ago, until=yesterday)
    Supervision.objects.create(person=cast.hana, team=teams.east, since=tomorrow)
    User.objects.filter(pk=cast.ioan.pk).update(is_staff=True)
    cast.jaya.user_permissions.add(Permission.objects.get(codename="view_everyone"))
    return cast
