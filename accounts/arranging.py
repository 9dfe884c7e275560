"""Where a team stands in the tree. Whoever makes or moves a team does it here, for the path is written here."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext_lazy as _

from accounts.models import Team

LONGEST_PATH = Team._meta.get_field("path").max_length or 0
# What one more level may take: an id of 19 digits and its slash.
LONGEST_STEP = 20


def check_place(team: Team, parent: Team | None) -> None:
    """Raises ValidationError on `parent` for a place that is the team itself or beneath it, and where the tree would
    become too deep."""
    above = parent.path if parent else ""
    depth_beneath = 0
    if team.pk:
        old = Team.objects.get(pk=team.pk).path
        if above.startswith(old):
            raise ValidationError({"parent": _("A team can’t belong to itself, nor to a team beneath it.")})
        deepest = Team.objects.filter(path__startswith=old).aggregate(length=Max(Length("path")))["length"]
        depth_beneath = deepest - len(old)
    if len(above) + LONGEST_STEP + depth_beneath > LONGEST_PATH:
        raise ValidationError({"parent": _("There are too many levels of teams for this place.")})


@transaction.atomic
def create_team(name: str, parent: Team | None = None) -> Team:
    """A new team beneath `parent`, or at the top. Raises ValidationError for a name that is taken there, or where
    the tree would become too deep."""
    if parent:
        parent = Team.objects.select_for_update().get(pk=parent.pk)
    team = Team(name=name, parent=parent, path=f"{uuid4().hex}/")
    check_place(team, parent)
    team.full_clean()
    team.save()
    team.path = f"{parent.path if parent else ''}{team.pk}/"
    team.save(update_fields=["path"])
    return team


@transaction.atomic
def move_team(team: Team, parent: Team | None) -> Team:
    """Puts the team, and all beneath it, under `parent`, or at the top. Raises ValidationError on `parent` where that
    can't be, and for a name that is taken there."""
    # One mover at a time: of two moves that each look harmless, both together could close a circle.
    tree = {each.pk: each for each in Team.objects.select_for_update().order_by("pk")}
    parent = tree[parent.pk] if parent else None
    check_place(team, parent)
    old = tree[team.pk].path
    team.parent, team.path = parent, f"{parent.path if parent else ''}{team.pk}/"
    team.full_clean()
    Team.objects.filter(path__startswith=old).update(path=Concat(Value(team.path), Substr("path", len(old) + 1)))
    team.save(update_fields=["parent", "path"])
    return team
