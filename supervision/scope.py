"""What a supervisor has asked for: which course, which of their people, in which order. The address keeps it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.validators import validate_one_line
from courses.models import Course
from courses.outline import ModuleOutline, outline_of
from supervision.roster import Person, read_roster
from supervision.statuses import SORTS, STATUSES, Sort, Status

LONGEST_FIND = 150


@dataclass(frozen=True)
class Scope:
    """One course and the teams that a viewer has sight of, and how the viewer has narrowed them."""

    viewer: User
    courses: list[Course]
    teams: list[Team]
    course: Course | None
    find: str
    status: Status | None
    team: Team | None
    sort: Sort

    @cached_property
    def modules(self) -> tuple[ModuleOutline, ...]:
        """The modules of the course that count, in their order."""
        return outline_of(self.course).open_modules() if self.course else ()

    @cached_property
    def roster(self) -> list[Person]:
        """Whoever matches, whatever their status: what the tiles count."""
        return read_roster(self.viewer, self.course, self.find, self.team)

    @cached_property
    def people(self) -> list[Person]:
        """Whoever matches, status and all, in the order asked for."""
        status = self.status
        chosen = [person for person in self.roster if status is None or person.standing in status.standings]
        return sorted(chosen, key=self.sort.place)

    @property
    def heading(self) -> str:
        """The name of the team, where all of them belong to one."""
        if self.team:
            return self.team.name
        paths = {team.path for team in self.teams}
        heads = [team for team in self.teams if not any(above in paths for above in _paths_above(team))]
        if self.viewer.sees_everyone():
            return _("Everyone")
        return heads[0].name if len(heads) == 1 else _("Your teams")

    @property
    def is_narrowed(self) -> bool:
        return bool(self.find or self.status or self.team)

    def query(self, **changes: str | int) -> str:
        """The address’s query, with what is left at its default left out: `?find=sam&page=2`, or nothing. An empty
        change takes a filter away."""
        chosen: dict[str, str | int] = {
            "find": self.find,
            "status": self.status.key if self.status else "",
            "team": self.team.pk if self.team else "",
            "course": self.course.slug if self.course and self.course is not self.courses[0] else "",
            "sort": "" if self.sort is next(iter(SORTS.values())) else self.sort.key,
        }
        asked = urlencode({name: value for name, value in {**chosen, **changes}.items() if value != ""})
        return f"?{asked}" if asked else ""


def scope_of(viewer: User | AnonymousUser, asked: Mapping[str, str]) -> Scope:
    """What `asked`, a request's GET, asks for. What is unknown there, or another’s, is taken for not asked. Raises
    Http404 where the viewer supervises nobody."""
    if not viewer.is_authenticated or not (viewer.supervises_somebody() or viewer.sees_everyone()):
        raise Http404
    courses = list(Course.objects.order_by("id"))
    teams = list(Team.objects.all() if viewer.sees_everyone() else Team.objects.supervised_by(viewer))
    by_slug = {course.slug: course for course in courses}
    by_id = {str(team.pk): team for team in teams}
    return Scope(
        viewer=viewer,
        courses=courses,
        teams=in_tree_order(teams),
        course=by_slug.get(asked.get("course", ""), courses[0] if courses else None),
        find=clean_find(asked.get("find", "")),
        status=STATUSES.get(asked.get("status", "")),
        team=by_id.get(asked.get("team", "")),
        sort=SORTS.get(asked.get("sort", ""), next(iter(SORTS.values()))),
    )


def clean_find(text: str) -> str:
    """What may be looked for: one line, not endless. What no database can hold is nobody's name."""
    text = text.strip()[:LONGEST_FIND]
    try:
        validate_one_line(text)
    except ValidationError:
        return ""
    return text


def in_tree_order(teams: list[Team]) -> list[Team]:
    """Each team after the one it belongs to, and by name beside its equals."""
    names = {team.path: team.name.casefold() for team in teams}
    return sorted(teams, key=lambda team: [(names.get(path, ""), path) for path in (*_paths_above(team), team.path)])


def _paths_above(team: Team) -> list[str]:
    steps = team.path.split("/")[:-2]
    return ["/".join(steps[: number + 1]) + "/" for number in range(len(steps))]
