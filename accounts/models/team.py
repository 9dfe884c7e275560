"""Teams as a tree, and who belongs to and supervises them, from when until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_one_line

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import AnonymousUser

    from accounts.models.user import User


class TeamQuerySet(models.QuerySet["Team"]):
    def beneath(self, team: Team) -> Self:
        """The team and every team beneath it."""
        return self.filter(path__startswith=team.path)

    def supervised_by(self, viewer: User | AnonymousUser) -> Self:
        """The teams one supervises today, and every team beneath them."""
        heads = Supervision.objects.current().filter(
            person=viewer.pk, team__path=Substr(models.OuterRef("path"), 1, Length("team__path"))
        )
        return self.filter(models.Exists(heads))

    def invitable_by(self, viewer: User | AnonymousUser) -> Self:
        """The teams into which one may invite: all with `accounts.add_user`, else those one supervises and those
        beneath."""
        if not viewer.is_authenticated or not viewer.is_active:
            return self.none()
        return self if viewer.invites_anywhere() else self.supervised_by(viewer)


class Team(models.Model):
    """A team. `path` is the ids from the root, each followed by a slash: `1/4/`; beneath is one prefix query.
    Rows are made and moved by `arranging`, which writes the path."""

    name = models.CharField(_("name"), max_length=150, validators=[validate_one_line])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    path = models.CharField(max_length=400, unique=True, editable=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                F("parent"),
                F("name"),
                name="one_team_a_name_and_parent",
                violation_error_message=_("There is already a team of this name here."),
            ),
            # Two absent parents count as different to a database, so the top needs a rule of its own.
            models.UniqueConstraint(
                F("name"),
                condition=Q(parent=None),
                name="one_team_a_name_at_the_top",
                violation_error_message=_("There is already a team of this name here."),
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="team_is_not_its_own_parent"),
            # Every path begins with an empty one: a team without its path would be beneath nobody, and above everybody.
            models.CheckConstraint(condition=Q(path__endswith="/"), name="team_has_its_path"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """How far beneath the top the team is: 0 at the top."""
        return self.path.count("/") - 1


class SpanQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Rows that hold from `since` up to, and not on, `until`."""

    def current(self) -> Self:
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gt=today), since__lte=today)

    def reaching(self, day: date) -> Self:
        """What holds on the day, or begins after it."""
        return self.filter(Q(until=None) | Q(until__gt=day))


class MembershipQuerySet(SpanQuerySet):
    def supervised_by(self, viewer: User | AnonymousUser) -> Self:
        """The current memberships of the teams one supervises and of those beneath."""
        return self.current().filter(team__in=Team.objects.supervised_by(viewer))


class Span(models.Model):
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day on which it no longer holds.")
    )

    class Meta:
        abstract = True

    def overlaps(self, others: SpanQuerySet) -> bool:
        """Whether one of the others holds on a day on which this row does. A row that holds on no day overlaps none."""
        if self.since is None or self.until == self.since:
            return False
        rivals = others.exclude(pk=self.pk).reaching(self.since).exclude(until=F("since"))
        if self.until:
            rivals = rivals.filter(since__lt=self.until)
        return rivals.exists()


class Membership(Span):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships", verbose_name=_("team"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["person", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until=None),
                name="one_open_membership_a_person",
                violation_error_message=_("This person is in a team already. End that first."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("It can’t end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.team}"

    def clean(self) -> None:
        if self.person_id and self.overlaps(Membership.objects.filter(person=self.person_id)):
            raise ValidationError(
                _(
                    "This person is in another team for some of that time. End that first, or move them on their own "
                    "page."
                )
            )


class Supervision(Span):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="supervisions", verbose_name=_("supervisor")
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="supervisions", verbose_name=_("team"))

    objects = SpanQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision")
        verbose_name_plural = _("supervisions")
        ordering = ["team__path", "person", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=Q(until=None),
                name="one_open_supervision_a_person_and_team",
                violation_error_message=_("This person supervises the team already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="supervision_ends_after_it_begins",
                violation_error_message=_("It can’t end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.team}"
