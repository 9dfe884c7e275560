"""Several who invite or accept in the same moment."""

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import inviting
from accounts.inviting import NoLongerHolds, accept, invite
from accounts.models import Invitation, Membership, Team, User
from tests.accounts.conftest import People, Teams
from tests.accounts.inviting import NEW_PASSWORD, NIA, token_in
from tests.racing import race

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def memberships() -> list[tuple[str, str]]:
    return [(row.person.name, row.team.name) for row in Membership.objects.current().filter(person__email=NIA)]


def try_to_accept(token: str, name: str) -> str:
    try:
        accept(token, name, NEW_PASSWORD)
    except NoLongerHolds:
        return "too late"
    except IntegrityError:
        return "broke"
    return "in"


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_person(people: People, teams: Teams, mailoutbox: list[EmailMessage]):
    invite(people.farah, NIA, "Nia", teams.east)
    token = token_in(mailoutbox[0])
    answers = race(*[(try_to_accept, token, f"Nia {number}") for number in range(4)])
    assert sorted(answers) == ["in", "too late", "too late", "too late"]
    assert User.objects.filter(email=NIA).count() == 1
    assert len(memberships()) == 1


def claim_blindly(invitation: Invitation) -> bool:
    return Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now()) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_the_second_would_take_the_first_ones_account(
    people: People, teams: Teams, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
):
    """The control: looking first is not enough, for what was seen may have changed."""
    invitation = invite(people.farah, NIA, "Nia", teams.east)
    monkeypatch.setattr(inviting, "find", lambda token: invitation)
    monkeypatch.setattr(inviting, "claim", claim_blindly)
    first, second = accept("any", "Nia", NEW_PASSWORD), accept("any", "Thief", "another long passphrase")
    assert first == second
    assert not User.objects.get(email=NIA).check_password(NEW_PASSWORD)


def try_to_invite(by: User, team: Team) -> str:
    try:
        invite(by, NIA, "Nia", team)
    except ValidationError:
        return "is invited already"
    return "invited"


@pytest.mark.django_db(transaction=True)
def test_two_who_invite_at_once_leave_one_open_invitation(people: People, teams: Teams):
    answers = race(*[(try_to_invite, people.kofi, team) for team in (teams.east, teams.west)])
    assert sorted(answers) == ["invited", "is invited already"]
    assert Invitation.objects.unfinished().count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_who_invites_twice_at_once_is_not_told_of_an_error(people: People, teams: Teams):
    assert race(*[(try_to_invite, people.kofi, teams.east)] * 3) == ["invited"] * 3
    assert Invitation.objects.count() == 1


def test_the_database_refuses_a_second_open_invitation(people: People, teams: Teams):
    """The control: without the verb, it is the constraint that stands."""
    invite(people.farah, NIA, "Nia", teams.east)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(address=NIA, name="Nia", token_hash="0" * 64)
    Invitation.objects.create(address=NIA, name="Nia", token_hash="0" * 64, withdrawn_at=timezone.now())
