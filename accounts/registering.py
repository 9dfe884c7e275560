"""Making a person known by an address, so that they can sign in by it."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from accounts.models import User


@transaction.atomic
def register_person(email: str, name: str, password: str | None = None, **fields: Any) -> User:
    """The person with the address, made if need be, whose address counts as verified: somebody of the service vouches
    for it. Without a password they choose one through “Forgotten your password?”. A person who exists is left as they
    are, but for their address."""
    email = User.objects.normalize_email(email)
    person = User.objects.filter(email=email).first()
    if person is None:
        person = User.objects.create_user(email, password, name=name, **fields)
    vouch_for_address(person)
    return person


@transaction.atomic
def vouch_for_address(person: User) -> None:
    """Makes the person's address the verified and only one they sign in by. Raises IntegrityError where it is
    somebody else's verified address."""
    addresses = EmailAddress.objects.filter(user=person)
    addresses.exclude(email=person.email).delete()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def whose_is(address: str) -> User | None:
    """Whose address it is: the one they are known by, or a verified second one."""
    address = User.objects.normalize_email(address)
    second = EmailAddress.objects.filter(email=address, verified=True).values("user")
    return User.objects.filter(Q(email=address) | Q(pk__in=second)).first()
