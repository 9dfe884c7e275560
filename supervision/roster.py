"""Whom somebody supervises, and where each of them stands on a course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_

from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, Subquery

from accounts.models import Membership, Team, User
from accounts.models.user import UserQuerySet
from courses.models import Course, Enrolment
from courses.standing import Standing, standing_on


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What of an enrolment others may know."""

    pk: int
    assigned_at: datetime
    started_at: datetime | None
    due_on: date | None
    completed_at: datetime | None
    expires_on: date | None
    standing: Standing

    @classmethod
    def of(cls, enrolment: Enrolment) -> Enrolled:
        """From a row that was annotated with its standing, and isn't closed."""
        return cls(
            enrolment.pk,
            enrolment.assigned_at,
            enrolment.started_at,
            enrolment.due_on,
            enrolment.completed_at,
            enrolment.expires_on,
            Standing(enrolment.standing),  # type: ignore[attr-defined]
        )

    @property
    def deadline(self) -> date | None:
        """The day that comes next: until when it is to be done, or, once done, how long that holds."""
        return self.expires_on if self.completed_at else self.due_on


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the grid. `team` is empty where the viewer may see the person, but none of their teams."""

    pk: int
    name: str
    team: str
    enrolment: Enrolled | None

    @property
    def standing(self) -> Standing | None:
        """None: not on the course."""
        return self.enrolment.standing if self.enrolment else None


def people_of(viewer: User | AnonymousUser) -> UserQuerySet:
    """The people whom the viewer supervises, or everybody for those who see everyone. Never oneself, and nobody whose
    account is closed."""
    sees_everyone = viewer.is_authenticated and viewer.sees_everyone()
    memberships = Membership.objects.current() if sees_everyone else Membership.objects.supervised_by(viewer)
    teams = memberships.filter(person=OuterRef("pk")).order_by("-since").values("team__name")
    people = User.objects.visible_to(viewer).exclude(pk=viewer.pk).filter(is_active=True)
    return people.annotate(team_name=Subquery(teams[:1]))


def matching(people: UserQuerySet, find: str, team: Team | None) -> UserQuerySet:
    """Those in whose name or address all of the words stand, and who belong to the team or to one beneath it."""
    words = [Q(name__icontains=word) | Q(email__icontains=word) for word in find.split()]
    if words:
        people = people.filter(reduce(and_, words))
    if team is None:
        return people
    members = Membership.objects.current().filter(team__in=Team.objects.beneath(team))
    return people.filter(pk__in=members.values("person"))


def read_roster(viewer: User, course: Course | None, find: str = "", team: Team | None = None) -> list[Person]:
    """Everybody whom the viewer supervises and who matches, in no order, each with the enrolment that counts: the open
    one, or else the last that was completed. Two queries for any number of people."""
    people = matching(people_of(viewer), find, team).order_by()
    enrolled = read_enrolled(course, people) if course else {}
    rows = people.values_list("pk", "name", "email", "team_name")  # type: ignore[misc]
    return [Person(pk, name or email, team or "", enrolled.get(pk)) for pk, name, email, team in rows]


def read_enrolled(course: Course, people: UserQuerySet) -> dict[int, Enrolled]:
    """By person, the enrolment on the course that counts. Whoever calls has made sure that the people may be seen."""
    enrolments = Enrolment.objects.filter(course=course, learner__in=people.values("pk"))
    found: dict[int, Enrolled] = {}
    for enrolment in enrolments.current().annotate(standing=standing_on()):
        if enrolment.learner_id not in found:
            found[enrolment.learner_id] = Enrolled.of(enrolment)
    return found
