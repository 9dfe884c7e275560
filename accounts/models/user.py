"""A person who signs in, and the one definition of who may see whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import (
    AbstractBaseUser,
    AnonymousUser,
    BaseUserManager,
    Permission,
    PermissionsMixin,
)
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models.team import Membership, Supervision
from accounts.validators import validate_one_line

if TYPE_CHECKING:
    from django.db.models import QuerySet

# A recovery code stands in for a lost one, and is none of its own.
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SEE_EVERYONE, ADD_PEOPLE = "view_everyone", "add_user"


def holders(permission: str) -> QuerySet[Permission]:
    """For an `Exists` in a query of people: whether each holds the permission of accounts, by themselves or by a group.
    Superusers, who hold all, aren’t counted."""
    return Permission.objects.filter(content_type__app_label="accounts", codename=permission).filter(
        Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk"))
    )


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: User | AnonymousUser) -> Self:
        """Oneself; the current members of the teams one supervises and of those beneath; everyone for those who
        hold `accounts.view_everyone`. Being staff is no reason: who edits content sees no people."""
        if not viewer.is_authenticated or not viewer.is_active:
            return self.none()
        if viewer.sees_everyone():
            return self
        return self.filter(Q(pk=viewer.pk) | Q(pk__in=Membership.objects.supervised_by(viewer).values("person")))

    def actable_by(self, viewer: User | AnonymousUser) -> Self:
        """Whom one may act for: those one sees, but never oneself."""
        return self.visible_to(viewer).exclude(pk=viewer.pk)

    def with_standing(self) -> Self:
        """Adds in the same query what every page asks of the person: whether they supervise a team today, may see
        everyone, may invite into any team, and sign in with a second factor."""
        return self.annotate(
            supervises=Exists(Supervision.objects.current().filter(person=OuterRef("pk"))),
            holds_view_everyone=Exists(holders(SEE_EVERYONE)),
            holds_add_user=Exists(holders(ADD_PEOPLE)),
            has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)),
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with the address `email`, not yet able to sign in by it: `registering` makes one who can.
        Raises ValueError without an address."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user: User = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        unique=True,
        error_messages={"unique": _("Somebody with this e-mail address is already here.")},
    )
    name = models.CharField(_("full name"), max_length=150, blank=True, validators=[validate_one_line])
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_an_address",
                violation_error_message=_("Somebody with this e-mail address is already here."),
            ),
        ]
        permissions = [
            ("view_everyone", _("Can see everyone’s training record")),
            ("grant_roles", _("Can give people roles in the administration, and take them away")),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        self.email = type(self).objects.normalize_email(self.email)

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.email

    def supervises_somebody(self) -> bool:
        """Whether the person supervises a team today. Free where the row was loaded `with_standing`."""
        if not hasattr(self, "supervises"):
            self.supervises = Supervision.objects.current().filter(person=self).exists()
        return bool(self.supervises)

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether the person signs in with a second factor. Free where the row was loaded `with_standing`."""
        return bool(Authenticator.objects.filter(user=self, type__in=SECOND_FACTORS).exists())

    def sees_everyone(self) -> bool:
        """Whether the person holds `accounts.view_everyone`. Free where the row was loaded `with_standing`."""
        if self.is_superuser:
            return self.is_active
        if not hasattr(self, "holds_view_everyone"):
            return self.has_perm("accounts.view_everyone")
        return self.is_active and bool(self.holds_view_everyone)

    def invites_anywhere(self) -> bool:
        """Whether the person may invite into any team, and into none: they hold `accounts.add_user`. Free where the row
        was loaded `with_standing`."""
        if self.is_superuser:
            return self.is_active
        if not hasattr(self, "holds_add_user"):
            return self.has_perm("accounts.add_user")
        return self.is_active and bool(self.holds_add_user)

    def may_invite(self) -> bool:
        """Whether the person may invite somebody, whichever the team. Free where the row was loaded `with_standing`."""
        return self.is_active and (self.supervises_somebody() or self.invites_anywhere())


def visible_people(viewer: User | AnonymousUser) -> QuerySet[User]:
    """The people a viewer may see, for querysets of other models to delegate to."""
    return User.objects.visible_to(viewer)
