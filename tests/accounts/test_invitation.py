"""Who sees which invitation."""

import pytest
from django.contrib.auth.models import Permission

from accounts.inviting import invite
from accounts.joining import stop_supervising
from accounts.models import Invitation, User
from tests.accounts.conftest import People, Teams, person
from tests.accounts.inviting import NIA

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def petra(people: People) -> User:
    """Looks after people and teams."""
    petra = person("Petra")
    petra.user_permissions.add(*Permission.objects.filter(codename__in=["add_user", "view_everyone"]))
    return petra


def names(rows) -> list[str]:
    return sorted(row.name for row in rows)


def test_one_sees_those_into_ones_teams_and_ones_own(people: People, teams: Teams, petra: User):
    invite(people.farah, "a@example.org", "Into East by Farah", teams.east)
    invite(people.kofi, "b@example.org", "Into nights by Kofi", teams.east_night)
    invite(people.kofi, "c@example.org", "Into West by Kofi", teams.west)
    invite(petra, "d@example.org", "Into none by Petra")
    everything = {"Into East by Farah", "Into nights by Kofi", "Into West by Kofi", "Into none by Petra"}
    seen = {
        people.farah: {"Into East by Farah", "Into nights by Kofi"},
        people.kofi: everything - {"Into none by Petra"},
        people.jaya: everything,
        petra: everything,
        people.gethin: set(), people.hana: set(), people.anwen: set(), people.ioan: set(),
    }  # fmt: skip
    for viewer, expected in seen.items():
        assert set(names(Invitation.objects.visible_to(viewer))) == expected, viewer
    assert set(names(Invitation.objects.actable_by(petra))) == everything
    assert set(names(Invitation.objects.actable_by(people.jaya))) == set()
    assert set(names(Invitation.objects.actable_by(people.farah))) == seen[people.farah]


def test_with_the_team_goes_the_sight_of_its_invitations(people: People, teams: Teams):
    invite(people.farah, NIA, "Nia", teams.east)
    stop_supervising(people.farah, teams.east)
    assert not Invitation.objects.visible_to(people.farah).exists()
    assert names(Invitation.objects.visible_to(people.kofi)) == ["Nia"]
    User.objects.filter(pk=people.kofi.pk).update(is_active=False)
    assert not Invitation.objects.visible_to(User.objects.get(pk=people.kofi.pk)).exists()
