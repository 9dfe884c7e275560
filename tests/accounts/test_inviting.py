"""Inviting somebody, and what becomes of it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from accounts.inviting import NoLongerHolds, accept, find, hash_of, invite, invite_again, withdraw
from accounts.joining import supervise
from accounts.models import Invitation, Membership, SiteSettings, Supervision, Team, User
from accounts.registering import register_person
from notifications.models import Delivery
from tests.accounts.conftest import People, Teams, person
from tests.accounts.inviting import NEW_PASSWORD, NIA, token_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def petra(people: People) -> User:
    """Looks after people and teams."""
    petra = person("Petra")
    petra.user_permissions.add(*Permission.objects.filter(codename__in=["add_user", "view_everyone"]))
    return petra


def names(rows) -> list[str]:
    return sorted(row.name for row in rows)


def shown(invitation: Invitation) -> tuple[object, ...]:
    """What pages show of an invitation, but for the address."""
    row = Invitation.objects.with_backing().get(pk=invitation.pk)
    return row.name, row.team, row.state, row.expires_at.date(), row.invited_by


def memberships() -> list[tuple[str, str]]:
    return [(row.person.name, row.team.name) for row in Membership.objects.current().filter(person__email=NIA)]


# --- Who may invite where ---------------------------------------------------------------------------------------------


def test_a_supervisor_invites_into_their_teams_and_those_beneath(people: People, teams: Teams):
    for team in (teams.east, teams.east_night):
        invite(people.farah, f"{team.pk}@example.org", "Nia", team)
    for team in (teams.service, teams.west, None):
        with pytest.raises(PermissionDenied):
            invite(people.farah, "elsewhere@example.org", "Nia", team)
    assert {row.team for row in Invitation.objects.all()} == {teams.east, teams.east_night}


def test_nobody_is_invited_to_supervise_a_team_above(people: People, teams: Teams):
    assert invite(people.farah, NIA, "Nia", teams.east, supervises=True).supervises
    with pytest.raises(PermissionDenied):
        invite(people.farah, "other@example.org", "Other", teams.service, supervises=True)


def test_who_looks_after_people_invites_into_any_team_or_none(people: People, teams: Teams, petra: User):
    for number, team in enumerate([*Team.objects.all(), None]):
        assert invite(petra, f"new{number}@example.org", "Nia", team).team == team


@pytest.mark.parametrize("name", ["anwen", "gethin", "hana", "ioan", "jaya", "lowri"])
def test_others_invite_nobody(people: People, teams: Teams, name: str, mailoutbox: list[EmailMessage]):
    for team in (teams.east, None):
        with pytest.raises(PermissionDenied):
            invite(getattr(people, name), NIA, "Nia", team)
    assert mailoutbox == []
    assert not Invitation.objects.exists()


def test_who_was_made_inactive_invites_nobody(people: People, teams: Teams, petra: User):
    User.objects.update(is_active=False)
    for somebody in (people.farah, petra):
        with pytest.raises(PermissionDenied):
            invite(User.objects.get(pk=somebody.pk), NIA, "Nia", teams.east)


def test_to_supervise_one_needs_a_team(petra: User):
    with pytest.raises(ValidationError) as refused:
        invite(petra, NIA, "Nia", None, supervises=True)
    assert list(refused.value.message_dict) == ["team"]


# --- The mail ---------------------------------------------------------------------------------------------------------


def test_the_mail_holds_the_link_and_the_database_only_a_hash(
    people: People, teams: Teams, mailoutbox: list[EmailMessage]
):
    invitation = invite(people.farah, " Nia@Example.ORG ", "Nia", teams.east)
    [mail] = mailoutbox
    token = token_in(mail)
    assert (mail.to, mail.subject) == ([NIA], "Your invitation to the induction training")
    assert len(token) >= 43
    assert invitation.token_hash == hash_of(token)
    assert token not in str(Invitation.objects.values().get())
    assert token in mail.alternatives[0][0]
    for part in (mail.body, mail.alternatives[0][0]):
        assert "Farah invites you" in part
        assert "Your team: East." in part


def test_no_two_links_are_the_same(people: People, teams: Teams, mailoutbox: list[EmailMessage]):
    for number in range(5):
        invite(people.farah, f"new{number}@example.org", "Nia", teams.east)
    assert len({token_in(mail) for mail in mailoutbox}) == 5


def test_names_stand_in_the_mail_as_they_are(people: People, teams: Teams, mailoutbox: list[EmailMessage]):
    SiteSettings.objects.create(pk=1, service_name="<b>Smith & Sons</b>")
    User.objects.filter(pk=people.farah.pk).update(name="Farah O'Neill <i>")
    invite(User.objects.get(pk=people.farah.pk), NIA, "Nia", teams.east)
    [mail] = mailoutbox
    assert "Farah O'Neill <i> invites you to the induction training of <b>Smith & Sons</b>." in mail.body
    assert "<i>" not in mail.alternatives[0][0]
    assert "<b>Smith" not in mail.alternatives[0][0]


def test_the_mail_goes_out_with_the_invitation_or_not_at_all(people: People, teams: Teams, settings):
    settings.EMAIL_BACKEND = "notifications.outbox.OutboxBackend"
    with transaction.atomic():
        invite(people.farah, NIA, "Nia", teams.east)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    invite(people.farah, NIA, "Nia", teams.east)
    row = Delivery.objects.get()
    assert (row.kind, row.address) == ("account", NIA)
    assert b"invitations" not in bytes(row.payload)


@pytest.mark.parametrize(
    "address",
    ["", "nia", "nia@example.org\nBcc: thief@example.org", "nia@example.org, thief@example.org", "a\0b@example.org",
     "Nia <nia@example.org>", "(x)nia@example.org", f"{'x' * 250}@example.org"],
)  # fmt: skip
def test_an_address_that_would_say_more_in_a_header_is_refused(
    people: People, teams: Teams, address: str, mailoutbox: list[EmailMessage]
):
    with pytest.raises(ValidationError) as refused:
        invite(people.farah, address, "Nia", teams.east)
    assert list(refused.value.message_dict) == ["address"]
    assert mailoutbox == []


@pytest.mark.parametrize("name", ["", "Nia\nBcc: thief@example.org", "a\0b", "x" * 151])
def test_a_name_that_cannot_be_kept_is_refused(people: People, teams: Teams, name: str):
    with pytest.raises(ValidationError) as refused:
        invite(people.farah, NIA, name, teams.east)
    assert list(refused.value.message_dict) == ["name"]


# --- Once, and again --------------------------------------------------------------------------------------------------


def test_asking_for_the_same_again_changes_nothing_and_sends_nothing(
    people: People, teams: Teams, mailoutbox: list[EmailMessage]
):
    first = invite(people.farah, NIA, "Nia", teams.east)
    assert invite(people.farah, "NIA@example.org", "Nia", teams.east) == first
    assert len(mailoutbox) == 1


def test_asking_for_something_else_names_the_one_there_is(people: People, teams: Teams):
    invite(people.farah, NIA, "Nia", teams.east)
    with pytest.raises(ValidationError) as refused:
        invite(people.farah, NIA, "Nia", teams.east_night)
    assert list(refused.value.message_dict) == ["address"]
    assert Invitation.objects.get().team == teams.east


def test_an_invitation_that_one_cannot_see_is_replaced_without_a_word(
    people: People, teams: Teams, mailoutbox: list[EmailMessage]
):
    supervise(people.lowri, teams.west)
    invite(people.farah, NIA, "Nia", teams.east)
    invite(people.lowri, NIA, "Nia", teams.west)
    first, second = map(token_in, mailoutbox)
    assert find(first) is None
    assert find(second).team == teams.west
    assert [row.team for row in Invitation.objects.unfinished()] == [teams.west]


def test_an_invitation_that_grew_too_old_makes_room(people: People, teams: Teams):
    old = invite(people.farah, NIA, "Nia", teams.east)
    Invitation.objects.update(expires_at=timezone.now())
    assert invite(people.farah, NIA, "Nia", teams.east) != old
    assert Invitation.objects.unfinished().count() == 1


def test_inviting_again_sends_a_new_link_and_kills_the_old(
    people: People, teams: Teams, mailoutbox: list[EmailMessage]
):
    invitation = invite(people.farah, NIA, "Nia", teams.east)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    invite_again(invitation, people.kofi)
    old, new = map(token_in, mailoutbox)
    assert find(old) is None
    assert find(new) == invitation
    assert find(new).invited_by == people.kofi
    assert find(new).expires_at > timezone.now() + timedelta(days=13)


def test_inviting_again_asks_who_may(people: People, teams: Teams):
    invitation = invite(people.kofi, NIA, "Nia", teams.west)
    with pytest.raises(PermissionDenied):
        invite_again(invitation, people.farah)


def test_what_was_withdrawn_is_dead_and_not_sent_again(people: People, teams: Teams, mailoutbox: list[EmailMessage]):
    invitation = invite(people.farah, NIA, "Nia", teams.east)
    assert withdraw(invitation)
    assert not withdraw(invitation)
    with pytest.raises(NoLongerHolds):
        invite_again(invitation, people.farah)
    with pytest.raises(NoLongerHolds):
        accept(token_in(mailoutbox[0]), "Nia", NEW_PASSWORD)
    assert len(mailoutbox) == 1
    assert not User.objects.filter(email=NIA).exists()


# --- Who is here already ----------------------------------------------------------------------------------------------


def test_who_may_know_is_told_that_somebody_is_here(people: People, teams: Teams, petra: User):
    for by, known in ((people.farah, people.anwen), (petra, people.carys)):
        with pytest.raises(ValidationError) as refused:
            invite(by, known.email.upper(), "Nia", teams.east)
        assert refused.value.message_dict == {"address": [f"{known.name} is here already."]}


def test_who_looks_after_people_is_told_of_an_inactive_account(people: People, teams: Teams, petra: User):
    User.objects.filter(pk=people.carys.pk).update(is_active=False)
    with pytest.raises(ValidationError) as refused:
        invite(petra, people.carys.email, "Carys", teams.east)
    assert "inactive" in refused.value.message_dict["address"][0]


def test_others_learn_nothing_and_the_person_gets_a_note_without_a_link(
    people: People, teams: Teams, mailoutbox: list[EmailMessage]
):
    EmailAddress.objects.create(user=people.carys, email="carys.second@example.org", verified=True)
    unknown = invite(people.farah, NIA, "Nia", teams.east)
    for address in ("carys@example.org", "carys.second@example.org"):
        known = invite(people.farah, address, "Nia", teams.east)
        assert shown(known) == shown(unknown)
    notes = mailoutbox[1:]
    assert [note.to for note in notes] == [["carys@example.org"], ["carys.second@example.org"]]
    for note in notes:
        assert note.subject == "You have an account already"
        assert "/invitations/" not in note.body + note.alternatives[0][0]
        assert "East" not in note.body
    assert memberships() == []
    assert [row.team for row in Membership.objects.filter(person=people.carys)] == [teams.west]


def test_an_address_that_got_an_account_in_the_meantime_accepts_nothing(
    people: People, teams: Teams, mailoutbox: list[EmailMessage]
):
    """The link would otherwise open an account that has a password and a second factor of its own."""
    invite(people.farah, NIA, "Nia", teams.east, supervises=True)
    nia = register_person(NIA, "Nia the first", "her own passphrase")
    with pytest.raises(NoLongerHolds):
        accept(token_in(mailoutbox[0]), "Thief", NEW_PASSWORD)
    nia.refresh_from_db()
    assert nia.check_password("her own passphrase")
    assert not Supervision.objects.filter(person=nia).exists()
