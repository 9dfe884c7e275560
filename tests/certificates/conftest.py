"""People of two teams, and what they have completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from time_machine import travel

from accounts.arranging import create_team
from accounts.joining import join_team, supervise
from accounts.models import SiteSettings, User
from accounts.registering import register_person
from certificates.facts import Facts
from courses.models import Course, Enrolment

LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with travel(datetime(2026, 11, 23, 10, 30, tzinfo=LONDON), tick=False):
        yield


@dataclass
class Cast:
    amina: User  # in East
    bilal: User  # in East
    carys: User  # in West
    farah: User  # supervises East
    ioan: User  # staff, and nothing else
    jaya: User  # may see everyone

    def names(self) -> set[str]:
        return {person.name for person in vars(self).values()}


def person(name: str, **fields: bool) -> User:
    address = name.partition(" ")[0].lower()
    return register_person(f"{address}@example.org", name, "a long enough passphrase", **fields)


@pytest.fixture
def cast(db: None) -> Cast:
    east, west = create_team("East"), create_team("West")
    people = Cast(
        amina=person("Amina Evans"),
        bilal=person("Bilal O’Brien"),
        carys=person("Carys Llŷr"),
        farah=person("Farah Mirza"),
        ioan=person("Ioan Puw", is_staff=True),
        jaya=person("Jaya Rao"),
    )
    for member, team in ((people.amina, east), (people.bilal, east), (people.carys, west)):
        join_team(member, team)
    supervise(people.farah, east)
    people.jaya.user_permissions.add(Permission.objects.get(codename="view_everyone"))
    return people


@pytest.fixture
def course(db: None) -> Course:
    SiteSettings.objects.create(pk=1, service_name="Exampleshire Youth Justice Service")
    return Course.objects.create(
        key="induction", slug="induction", title="Cultural competence", content_version="2026.1", hours=Decimal("7.5")
    )


def completed(
    course: Course, learner: User, on: date = TODAY, until: date | None = date(2028, 11, 23), hour: int = 9
) -> Enrolment:
    """A completed enrolment, written as `completing` would have, without anything that follows from it."""
    at = datetime(on.year, on.month, on.day, hour, tzinfo=LONDON)
    return Enrolment.objects.create(learner=learner, course=course, started_at=at, completed_at=at, expires_on=until)


FACTS = Facts(
    name="Amina Evans",
    course_title="Cultural competence with children affected by child criminal exploitation",
    content_version="2026.1",
    hours=Decimal("7.5"),
    issued_on=date(2026, 11, 23),
    expires_on=date(2028, 11, 23),
    serial="2026-7K3M-Q9TD",
    service_name="Exampleshire Youth Justice Service",
    address="https://training.example.org/c/0123456789abcdef0123456789abcdef/",
)
