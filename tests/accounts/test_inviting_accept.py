"""What accepting an invitation makes of somebody, and which links still work."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.inviting import NoLongerHolds, accept, find, invite
from accounts.joining import stop_supervising, supervise
from accounts.models import Invitation, Membership, User
from accounts.signals import person_welcomed
from tests.accounts.conftest import People, Teams, person
from tests.accounts.inviting import NEW_PASSWORD, NIA, token_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def petra(people: People) -> User:
    """Looks after people and teams."""
    petra = person("Petra")
    petra.user_permissions.add(*Permission.objects.filter(codename__in=["add_user", "view_everyone"]))
    return petra


def memberships() -> list[tuple[str, str]]:
    return [(row.person.name, row.team.name) for row in Membership.objects.current().filter(person__email=NIA)]


def names(rows) -> list[str]:
    return sorted(row.name for row in rows)


def test_accepting_makes_the_person_in_their_team(people: People, teams: Teams, mailoutbox: list[EmailMessage]):
    welcomed = []

    def note(person: User, invitation: Invitation, **kwargs: object) -> None:
        welcomed.append((person.email, invitation.for_induction, transaction.get_connection().in_atomic_block))

    invite(people.farah, NIA, "Nia", teams.east, for_induction=False)
    person_welcomed.connect(note)
    try:
        nia = accept(token_in(mailoutbox[0]), "Nia Rhys", NEW_PASSWORD)
    finally:
        person_welcomed.disconnect(note)
    assert (nia.email, nia.name, nia.is_staff, nia.is_superuser) == (NIA, "Nia Rhys", False, False)
    assert nia.check_password(NEW_PASSWORD)
    assert EmailAddress.objects.get(user=nia).verified
    assert memberships() == [("Nia Rhys", "East")]
    assert not nia.supervises_somebody()
    assert welcomed == [(NIA, False, True)]
    row = Invitation.objects.get()
    assert (row.accepted_by, row.accepted_at is not None) == (nia, True)


def test_who_is_invited_to_supervise_does(people: People, teams: Teams, mailoutbox: list[EmailMessage]):
    invite(people.farah, NIA, "Nia", teams.east_night, supervises=True)
    nia = accept(token_in(mailoutbox[0]), "Nia", NEW_PASSWORD)
    assert names(User.objects.visible_to(nia)) == ["Bilal", "Nia"]


def test_who_is_invited_into_no_team_is_in_none(petra: User, mailoutbox: list[EmailMessage]):
    invite(petra, NIA, "Nia")
    accept(token_in(mailoutbox[0]), "Nia", NEW_PASSWORD)
    assert memberships() == []


def test_a_link_works_once(people: People, teams: Teams, mailoutbox: list[EmailMessage]):
    invite(people.farah, NIA, "Nia", teams.east)
    token = token_in(mailoutbox[0])
    nia = accept(token, "Nia", NEW_PASSWORD)
    with pytest.raises(NoLongerHolds):
        accept(token, "Thief", "another long passphrase")
    nia.refresh_from_db()
    assert nia.check_password(NEW_PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "x" * 100_000, "a\0b", "%00", "\ud800", "' OR 1=1 --"])
def test_a_token_that_was_made_up_opens_nothing(people: People, teams: Teams, token: str):
    invite(people.farah, NIA, "Nia", teams.east)
    assert find(token) is None


def test_the_hash_of_a_token_is_no_token(people: People, teams: Teams):
    assert find(invite(people.farah, NIA, "Nia", teams.east).token_hash) is None


def test_a_link_works_for_two_weeks(people: People, teams: Teams, mailoutbox: list[EmailMessage], time_machine):
    invite(people.farah, NIA, "Nia", teams.east)
    token = token_in(mailoutbox[0])
    time_machine.move_to(timezone.now() + timedelta(days=13, hours=23))
    assert find(token)
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    assert find(token) is None


def test_a_link_is_dead_while_whoever_gave_it_could_not_give_it(
    people: People, teams: Teams, mailoutbox: list[EmailMessage]
):
    invite(people.farah, NIA, "Nia", teams.east_night)
    token = token_in(mailoutbox[0])
    stop_supervising(people.farah, teams.east)
    assert find(token) is None
    supervise(people.farah, teams.east)
    assert find(token)
    User.objects.filter(pk=people.farah.pk).update(is_active=False)
    assert find(token) is None
    User.objects.filter(pk=people.farah.pk).delete()
    assert find(token) is None
    with pytest.raises(NoLongerHolds):
        accept(token, "Nia", NEW_PASSWORD)


def test_a_link_from_who_looked_after_people_dies_with_that_right(petra: User, mailoutbox: list[EmailMessage]):
    invite(petra, NIA, "Nia")
    token = token_in(mailoutbox[0])
    assert find(token)
    petra.user_permissions.clear()
    assert find(token) is None
