from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.joining import join_team, leave_team, stop_supervising, supervise
from accounts.models import Membership, Supervision, User
from tests.accounts.conftest import Teams, person

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def mair(db: None) -> User:
    return person("Mair")


def spans(rows) -> list[tuple[str, date, date | None]]:
    return [(row.team.name, row.since, row.until) for row in rows.order_by("since", "pk")]


def test_joining_begins_today(mair: User, teams: Teams, today: date):
    join_team(mair, teams.east)
    assert spans(Membership.objects.all()) == [("East", today, None)]


def test_joining_again_changes_nothing(mair: User, teams: Teams, today: date):
    first = join_team(mair, teams.east, today - timedelta(days=9))
    assert join_team(mair, teams.east) == first
    assert Membership.objects.count() == 1


def test_joining_another_team_ends_the_first_on_that_day(mair: User, teams: Teams, today: date):
    join_team(mair, teams.east, today - timedelta(days=9))
    join_team(mair, teams.west, today + timedelta(days=3))
    assert spans(Membership.objects.all()) == [
        ("East", today - timedelta(days=9), today + timedelta(days=3)),
        ("West", today + timedelta(days=3), None),
    ]
    assert Membership.objects.current().get().team == teams.east


def test_joining_leaves_other_people_where_they_are(mair: User, teams: Teams, today: date):
    nia = person("Nia")
    join_team(nia, teams.east)
    join_team(mair, teams.east)
    join_team(mair, teams.west)
    assert spans(Membership.objects.filter(person=nia)) == [("East", today, None)]


def test_a_planned_leaving_is_brought_forward_by_joining(mair: User, teams: Teams, today: date):
    join_team(mair, teams.east, today - timedelta(days=9))
    leave_team(mair, today + timedelta(days=30))
    join_team(mair, teams.west)
    assert spans(Membership.objects.all()) == [("East", today - timedelta(days=9), today), ("West", today, None)]
    assert Membership.objects.current().count() == 1


def test_joining_before_a_later_joining_is_refused(mair: User, teams: Teams, today: date):
    join_team(mair, teams.east, today + timedelta(days=5))
    with pytest.raises(ValidationError), transaction.atomic():
        join_team(mair, teams.west, today)
    assert spans(Membership.objects.all()) == [("East", today + timedelta(days=5), None)]


def test_a_wrong_team_is_put_right_on_the_same_day(mair: User, teams: Teams, today: date):
    join_team(mair, teams.east)
    join_team(mair, teams.west)
    join_team(mair, teams.east)
    assert [row.team for row in Membership.objects.current()] == [teams.east]


def test_leaving_twice_is_leaving_once(mair: User, teams: Teams, today: date):
    join_team(mair, teams.east, today - timedelta(days=9))
    leave_team(mair, today - timedelta(days=2))
    leave_team(mair)
    assert spans(Membership.objects.all()) == [("East", today - timedelta(days=9), today - timedelta(days=2))]


def test_leaving_before_joining_is_refused(mair: User, teams: Teams, today: date):
    join_team(mair, teams.east, today)
    with pytest.raises(ValidationError), transaction.atomic():
        leave_team(mair, today - timedelta(days=1))


def test_two_open_memberships_are_refused_by_the_database(mair: User, teams: Teams):
    join_team(mair, teams.east)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=mair, team=teams.west)


@pytest.mark.parametrize(
    ("since", "until", "clashes"),
    [(-9, -5, False), (-9, -4, True), (-3, -2, True), (-9, None, True), (2, 5, False), (1, 5, True), (2, None, False),
     (-3, -3, False)],
)  # fmt: skip
def test_a_membership_that_overlaps_another_is_not_valid(
    mair: User, teams: Teams, today: date, since: int, until: int | None, clashes: bool
):
    def day(n: int | None) -> date | None:
        return None if n is None else today + timedelta(days=n)

    Membership.objects.create(person=mair, team=teams.east, since=day(-5), until=day(2))
    row = Membership(person=mair, team=teams.west, since=day(since), until=day(until))
    if clashes:
        with pytest.raises(ValidationError):
            row.full_clean()
    else:
        row.full_clean()


def test_supervising_twice_is_one_row_from_the_earlier_day(mair: User, teams: Teams, today: date):
    supervise(mair, teams.east)
    supervise(mair, teams.east)
    supervise(mair, teams.east, today - timedelta(days=3))
    assert spans(Supervision.objects.all()) == [("East", today - timedelta(days=3), None)]


def test_one_supervises_several_teams_and_stops_at_one(mair: User, teams: Teams, today: date):
    supervise(mair, teams.east, today - timedelta(days=3))
    supervise(mair, teams.west, today - timedelta(days=3))
    stop_supervising(mair, teams.east)
    stop_supervising(mair, teams.east)
    assert [row.team for row in Supervision.objects.current()] == [teams.west]
    assert Supervision.objects.get(team=teams.east).until == today


def test_supervision_that_has_not_begun_is_called_off(mair: User, teams: Teams, today: date):
    supervise(mair, teams.east, today + timedelta(days=7))
    stop_supervising(mair, teams.east)
    assert not Supervision.objects.exists()
