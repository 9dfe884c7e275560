"""Demo people, one for each role, so that a newcomer can look around. Never in production."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from accounts.arranging import create_team
from accounts.joining import join_team, supervise
from accounts.models import Team, User
from accounts.registering import register_person
from cce_lms.roles import ADMINISTRATOR, EDITOR, PEOPLE_ADMINISTRATOR
from courses.enrolling import enrol
from courses.models import Course

PASSWORD = "demo-only-induction"  # noqa: S105 (refused in production, printed where it works)


class NotInProduction(Exception):
    """Demo people were asked for where real people are."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    email: str
    name: str
    does: str
    team: str = ""
    supervises: str = ""
    role: str = ""
    learns: bool = False


SERVICE, EAST, WEST = "Exampleshire Youth Justice", "East team", "West team"
CAST = (
    DemoPerson("starter@example.org", "Sam Starter", "a new starter, on the induction", team=EAST, learns=True),
    DemoPerson("colleague@example.org", "Cerys Colleague", "a new starter in another team", team=WEST, learns=True),
    DemoPerson("supervisor@example.org", "Sunita Supervisor", "supervises the East team", SERVICE, supervises=EAST),
    DemoPerson("manager@example.org", "Mo Manager", "supervises every team", SERVICE, supervises=SERVICE),
    DemoPerson("editor@example.org", "Eddie Editor", "edits the course, sees no people", role=EDITOR),
    DemoPerson("people@example.org", "Petra People", "looks after people and teams", role=PEOPLE_ADMINISTRATOR),
    DemoPerson("admin@example.org", "Ada Administrator", "administers the site", role=ADMINISTRATOR),
)


@transaction.atomic
def make_demo_people() -> tuple[DemoPerson, ...]:
    """The demo people, made where they are missing; what they have done since is kept. Raises NotInProduction."""
    if not settings.DEVELOPMENT:
        raise NotInProduction
    teams = _make_teams()
    course = Course.objects.first()
    for demo in CAST:
        is_new = not User.objects.filter(email=demo.email).exists()
        person = register_person(demo.email, demo.name, PASSWORD, is_staff=bool(demo.role))
        if not is_new:
            continue
        if demo.role:
            person.groups.add(Group.objects.get(name=demo.role))
        if demo.team:
            join_team(person, teams[demo.team])
        if demo.supervises:
            supervise(person, teams[demo.supervises])
        if demo.learns and course:
            enrol(person, course)
    return CAST


def _make_teams() -> dict[str, Team]:
    service = Team.objects.filter(name=SERVICE, parent=None).first() or create_team(SERVICE)
    teams = {SERVICE: service}
    for name in (EAST, WEST):
        teams[name] = Team.objects.filter(name=name, parent=service).first() or create_team(name, service)
    return teams
