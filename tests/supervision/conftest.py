"""A service with two offices. What is West’s must never be seen from East: it is named so as to be searched for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from accounts.arranging import create_team
from accounts.joining import join_team, supervise
from accounts.models import Membership, Supervision, Team, User
from courses.completing import complete_lesson
from courses.models import Course, Enrolment, How, Lesson
from tests.courses.building import make_course, make_lesson, make_module, make_person, put_on

# Whatever belongs to others bears this word.
CANARY = "Canary"


@dataclass
class Teams:
    service: Team
    east: Team
    east_night: Team
    west: Team


@dataclass
class People:
    anwen: User  # in East: has done all of Trauma, and is past due
    bilal: User  # in East, nights: has done one of Trauma's two lessons, on track
    cerys: User  # in East: not on the course
    dilys: User  # left East for West yesterday
    emrys: User  # in East, and his account is closed
    farah: User  # supervises East, and belongs to it
    gethin: User  # supervised East until yesterday
    kofi: User  # supervises the whole service
    jaya: User  # may see everyone, supervises nobody
    wren: User  # in West: completed
    wilf: User  # supervises West


@dataclass
class World:
    course: Course
    teams: Teams
    people: People


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def ahead(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def change(enrolment: Enrolment, **fields: Any) -> Enrolment:
    Enrolment.objects.filter(pk=enrolment.pk).update(**fields)
    return enrolment


def do(enrolment: Enrolment, *keys: str, how: How = How.READ) -> None:
    for lesson in Lesson.objects.filter(key__in=keys):
        complete_lesson(enrolment.pk, lesson.pk, lesson.live_id, how)


@pytest.fixture
def course(db: None) -> Course:
    course = make_course()
    trauma, coercion = make_module(course, "trauma"), make_module(course, "coercion")
    make_lesson(trauma, "family")
    make_lesson(trauma, "engagement")
    make_lesson(trauma, f"{CANARY}-draft", published=False)
    make_lesson(coercion, "fear")
    make_lesson(coercion, "quiz", kind="quiz")
    make_lesson(make_module(course, "respect", "values"), "manners")
    make_lesson(make_module(course, f"{CANARY}-unwritten", "skills"), f"{CANARY}-later", published=False)
    return course


@pytest.fixture
def world(course: Course) -> World:
    service = create_team("Exampleshire")
    east = create_team("East", service)
    teams = Teams(service, east, create_team("East nights", east), create_team(f"West {CANARY}", service))
    hidden = {"dilys", "wren", "wilf"}
    names = {name: f"{name.title()} {CANARY if name in hidden else 'Example'}" for name in People.__dataclass_fields__}
    people = People(**{name: make_named(name, full, canary=name in hidden) for name, full in names.items()})
    join_team(people.anwen, teams.east)
    join_team(people.bilal, teams.east_night)
    for person in (people.cerys, people.emrys, people.farah):
        join_team(person, teams.east)
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.create(person=people.dilys, team=teams.east, since=ago(90).date(), until=yesterday)
    Membership.objects.create(person=people.dilys, team=teams.west, since=yesterday)
    User.objects.filter(pk=people.emrys.pk).update(is_active=False)
    join_team(people.wren, teams.west)
    supervise(people.farah, teams.east)
    supervise(people.kofi, teams.service)
    supervise(people.wilf, teams.west)
    Supervision.objects.create(person=people.gethin, team=teams.east, since=ago(90).date(), until=yesterday)
    people.jaya.user_permissions.add(Permission.objects.get(codename="view_everyone"))
    anwen = put_on(course, people.anwen)
    do(anwen, "trauma/family", "trauma/engagement", how=How.TOGETHER)
    change(anwen, due_on=ahead(-3), assigned_at=ago(50), started_at=ago(49))
    bilal = put_on(course, people.bilal)
    do(bilal, "trauma/family")
    change(bilal, due_on=ahead(40))
    for person in (people.dilys, people.emrys, people.farah):
        change(put_on(course, person), due_on=ahead(50))
    wren = put_on(course, people.wren)
    do(wren, *Lesson.objects.published().values_list("key", flat=True))
    return World(course, teams, people)


def make_named(key: str, name: str, *, canary: bool) -> User:
    person = make_person(f"{key}.{CANARY}" if canary else key)
    person.name = name
    person.save(update_fields=["name"])
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def get(person: User, address: str = "/team/", **asked: Any) -> HttpResponse:
    return signed_in(person).get(address, asked)


def text(answer: HttpResponse | StreamingHttpResponse) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode()


def shown(answer: HttpResponse) -> list[str]:
    """The first names of the people in the grid, in its order."""
    return [row.person.name.split()[0].lower() for row in answer.context["rows"]]


def row_of(answer: HttpResponse, name: str) -> Any:
    return next(row for row in answer.context["rows"] if row.person.name.startswith(name))
