"""Who may see whom, and who may act. Each answer is the exact set of people."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.backends import Backend
from accounts.joining import join_team, leave_team, stop_supervising, supervise
from accounts.models import Team, User
from tests.accounts.conftest import People, Teams

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def asking(person: User) -> User:
    """The person as a request knows them."""
    user = Backend().get_user(person.pk)
    assert user
    return user


def names(people: QuerySet[User]) -> list[str]:
    return sorted(person.name for person in people)


def test_a_member_sees_only_themselves(people: People):
    assert names(User.objects.visible_to(asking(people.anwen))) == ["Anwen"]


def test_a_supervisor_sees_their_team_and_those_beneath(people: People):
    assert names(User.objects.visible_to(asking(people.farah))) == ["Anwen", "Bilal", "Farah"]


def test_whoever_supervises_the_top_sees_all_current_members_and_nobody_else(people: People):
    assert names(User.objects.visible_to(asking(people.kofi))) == ["Anwen", "Bilal", "Carys", "Farah", "Kofi"]


@pytest.mark.parametrize("name", ["gethin", "hana"])
def test_supervision_that_is_over_or_not_yet_begun_shows_nobody(people: People, name: str):
    assert names(User.objects.visible_to(asking(getattr(people, name)))) == [name.title()]


def test_being_staff_shows_nobody(people: People):
    assert names(User.objects.visible_to(asking(people.ioan))) == ["Ioan"]


def test_whoever_may_see_everyone_does(people: People):
    assert set(names(User.objects.visible_to(asking(people.jaya)))) == people.everybody()


def test_a_permission_given_through_a_group_counts_the_same(people: People):
    people.lowri.groups.add(Group.objects.get(name="People administrator"))
    assert set(names(User.objects.visible_to(asking(people.lowri)))) == people.everybody()
    assert set(names(User.objects.visible_to(User.objects.get(pk=people.lowri.pk)))) == people.everybody()


def test_an_editor_sees_nobody(people: People):
    people.ioan.groups.add(Group.objects.get(name="Editor"))
    assert names(User.objects.visible_to(asking(people.ioan))) == ["Ioan"]


def test_a_superuser_sees_everybody(people: People):
    User.objects.filter(pk=people.ioan.pk).update(is_superuser=True)
    assert set(names(User.objects.visible_to(asking(people.ioan)))) == people.everybody()


def test_nobody_is_shown_to_a_stranger(people: People):
    assert names(User.objects.visible_to(AnonymousUser())) == []
    assert names(User.objects.actable_by(AnonymousUser())) == []


@pytest.mark.parametrize("name", ["farah", "jaya", "anwen"])
def test_an_inactive_viewer_sees_not_even_themselves(people: People, name: str):
    viewer = asking(getattr(people, name))
    viewer.is_active = False
    assert names(User.objects.visible_to(viewer)) == []


def test_an_inactive_superuser_sees_nobody(people: People):
    User.objects.filter(pk=people.ioan.pk).update(is_superuser=True, is_active=False)
    assert names(User.objects.visible_to(User.objects.get(pk=people.ioan.pk))) == []


def test_nobody_acts_for_themselves(people: People):
    assert names(User.objects.actable_by(asking(people.farah))) == ["Anwen", "Bilal"]
    assert names(User.objects.actable_by(asking(people.anwen))) == []
    assert set(names(User.objects.actable_by(asking(people.jaya)))) == people.everybody() - {"Jaya"}


def test_sight_follows_a_move_to_another_team_at_once(people: People, teams: Teams):
    join_team(people.anwen, teams.west)
    assert names(User.objects.visible_to(asking(people.farah))) == ["Bilal", "Farah"]


def test_sight_ends_on_the_day_that_is_written_down(people: People, teams: Teams, today: date):
    leave_team(people.anwen, today + timedelta(days=1))
    assert "Anwen" in names(User.objects.visible_to(asking(people.farah)))
    leave_team(people.anwen, today)
    assert "Anwen" not in names(User.objects.visible_to(asking(people.farah)))


def test_a_supervisor_of_two_teams_sees_both_and_each_person_once(people: People, teams: Teams):
    supervise(people.farah, teams.west)
    supervise(people.farah, teams.east_night)
    assert names(User.objects.visible_to(asking(people.farah))) == ["Anwen", "Bilal", "Carys", "Farah"]
    stop_supervising(people.farah, teams.east)
    assert names(User.objects.visible_to(asking(people.farah))) == ["Bilal", "Carys", "Farah"]


def test_team_4_is_not_above_team_40(people: People, teams: Teams):
    """`1/4` begins like `1/40`; the slash at the end of a path keeps them apart."""
    four = Team.objects.create(pk=9004, name="Four", parent=teams.service, path=f"{teams.service.path}9004/")
    forty = Team.objects.create(pk=90040, name="Forty", parent=teams.service, path=f"{teams.service.path}90040/")
    join_team(people.lowri, forty)
    supervise(people.gethin, four)
    assert names(User.objects.visible_to(asking(people.gethin))) == ["Gethin"]
    assert set(Team.objects.supervised_by(people.gethin)) == {four}
    assert set(Team.objects.beneath(four)) == {four}


def test_teams_supervised_are_those_and_the_ones_beneath(people: People, teams: Teams):
    assert set(Team.objects.supervised_by(people.farah)) == {teams.east, teams.east_night}
    assert set(Team.objects.supervised_by(people.hana)) == set()
    assert set(Team.objects.supervised_by(AnonymousUser())) == set()


@pytest.mark.parametrize("name", ["anwen", "farah", "jaya", "kofi", "ioan"])
def test_sight_costs_one_query(people: People, name: str):
    viewer = asking(getattr(people, name))
    with CaptureQueriesContext(connection) as queries:
        list(User.objects.visible_to(viewer))
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        list(User.objects.actable_by(viewer))
    assert len(queries) == 1


def test_knowing_who_asks_costs_one_query(people: People):
    with CaptureQueriesContext(connection) as queries:
        viewer = asking(people.farah)
        assert viewer.supervises_somebody()
        assert not viewer.sees_everyone()
        assert not viewer.has_second_factor
    assert len(queries) == 1


@pytest.mark.parametrize("name", ["anwen", "farah", "gethin", "hana", "ioan", "jaya", "kofi"])
def test_who_was_loaded_another_way_is_told_the_same(people: People, name: str):
    known, plain = asking(getattr(people, name)), User.objects.get(name=name.title())
    assert known.supervises_somebody() == plain.supervises_somebody() == (name in {"farah", "kofi"})
    assert known.sees_everyone() == plain.sees_everyone() == (name == "jaya")
    assert known.has_second_factor == plain.has_second_factor is False
