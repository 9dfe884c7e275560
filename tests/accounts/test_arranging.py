import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import arranging
from accounts.arranging import create_team, move_team
from accounts.models import Team
from tests.accounts.conftest import Teams
from tests.racing import race

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def paths() -> dict[str, str]:
    """Every team's path, in names."""
    names = {str(team.pk): team.name for team in Team.objects.all()}
    return {team.name: "/".join(names[pk] for pk in team.path.strip("/").split("/")) for team in Team.objects.all()}


def test_a_path_is_the_ids_from_the_top(teams: Teams):
    assert teams.east_night.path == f"{teams.service.pk}/{teams.east.pk}/{teams.east_night.pk}/"
    assert [team.depth for team in (teams.service, teams.east, teams.east_night)] == [0, 1, 2]


def test_a_move_takes_along_all_that_is_beneath_and_nothing_else(teams: Teams):
    move_team(teams.east, teams.west)
    assert paths() == {
        "Exampleshire": "Exampleshire",
        "West": "Exampleshire/West",
        "East": "Exampleshire/West/East",
        "East, nights": "Exampleshire/West/East/East, nights",
    }
    move_team(teams.east, None)
    assert paths() == {
        "Exampleshire": "Exampleshire",
        "West": "Exampleshire/West",
        "East": "East",
        "East, nights": "East/East, nights",
    }


def test_a_move_to_where_it_stands_changes_nothing(teams: Teams):
    before = paths()
    move_team(teams.east, teams.service)
    assert paths() == before


def test_a_move_trusts_the_rows_and_not_what_the_caller_remembers(teams: Teams):
    stale_east, stale_west = Team.objects.get(name="East"), Team.objects.get(name="West")
    move_team(teams.west, teams.east)
    with pytest.raises(ValidationError):
        move_team(stale_east, stale_west)
    move_team(stale_west, teams.service)
    assert paths()["West"] == "Exampleshire/West"


@pytest.mark.parametrize("beneath", ["east", "east_night"])
def test_a_team_cannot_belong_to_itself_or_to_one_beneath(teams: Teams, beneath: str):
    before = paths()
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        move_team(teams.east, getattr(teams, beneath))
    assert list(refused.value.message_dict) == ["parent"]
    assert paths() == before


def test_a_tree_that_grows_too_deep_is_refused_with_the_reason(teams: Teams, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(arranging, "LONGEST_PATH", len(teams.east_night.path) + arranging.LONGEST_STEP - 1)
    for attempt in (lambda: create_team("Deeper", teams.east_night), lambda: move_team(teams.west, teams.east_night)):
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            attempt()
        assert list(refused.value.message_dict) == ["parent"]
    assert set(paths()) == {"Exampleshire", "East", "East, nights", "West"}


def test_a_branch_that_would_reach_too_deep_is_refused(teams: Teams, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(arranging, "LONGEST_PATH", len(teams.west.path) + arranging.LONGEST_STEP)
    with pytest.raises(ValidationError), transaction.atomic():
        move_team(teams.east, teams.west)
    move_team(teams.east_night, teams.west)


def test_two_teams_of_a_name_stand_in_different_places_only(teams: Teams):
    create_team("Nights", teams.east)
    create_team("Nights", teams.west)
    for parent in (teams.east, None):
        if parent is None:
            create_team("Nights")
        with pytest.raises(ValidationError), transaction.atomic():
            create_team("Nights", parent)


def test_a_team_without_its_path_never_reaches_the_table(teams: Teams):
    """An empty path would make its supervisor the supervisor of everybody."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(name="Pathless")


def try_to_move(team: Team, parent: Team) -> str:
    try:
        move_team(team, parent)
    except ValidationError:
        return "refused"
    return "moved"


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_never_close_a_circle():
    service = create_team("Exampleshire")
    east, west = create_team("East", service), create_team("West", service)
    assert sorted(race((try_to_move, east, west), (try_to_move, west, east))) == ["moved", "refused"]
    assert all(team.path.endswith(f"{team.pk}/") and team.path.startswith(service.path) for team in Team.objects.all())
