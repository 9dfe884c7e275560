"""The home page: what to go on with, in every state somebody can be in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from courses.completing import complete_lesson
from courses.models import Course, Enrolment, How, Lesson
from tests.courses.building import make_person, put_on, small_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return small_course()


@pytest.fixture
def sam(course: Course, client: Client) -> User:
    sam = make_person("Sam")
    put_on(course, sam)
    client.force_login(sam)
    return sam


def complete(sam: User, *keys: str) -> None:
    for lesson in Lesson.objects.filter(key__in=keys):
        complete_lesson(Enrolment.objects.get(learner=sam).pk, lesson.pk, lesson.live_id or 0, How.READ)


def test_without_an_enrolment_it_says_what_will_happen(client: Client) -> None:
    client.force_login(make_person("Cerys"))
    page = client.get("/").content.decode()
    assert "Nothing assigned to you yet" in page
    assert "0 of" not in page


def test_what_nobody_has_begun_says_start_and_no_per_cent(client: Client, sam: User) -> None:
    page = client.get("/").content.decode()
    assert "Start learning" in page
    assert "0%" not in page
    assert "0 of 2 modules complete" in page
    assert "Module respect" not in page


def test_half_way_it_leads_to_the_lesson_opened_last(client: Client, sam: User) -> None:
    complete(sam, "trauma/family")
    client.get("/learn/induction/coercion/fear/")
    page = client.get("/").content.decode()
    assert 'href="/learn/induction/coercion/fear/"' in page
    assert "Continue learning" in page
    assert "33 percent complete" in page


def test_a_module_that_is_done_is_counted(client: Client, sam: User) -> None:
    complete(sam, "coercion/fear")
    assert "1 of 2 modules complete" in client.get("/").content.decode()


def test_when_all_is_done_the_certificate_stands_there(client: Client, sam: User) -> None:
    complete(sam, "trauma/family", "trauma/engagement", "coercion/fear")
    page = client.get("/").content.decode()
    certificate = Certificate.objects.get()
    assert "2 of 2 modules complete" in page
    assert f'href="/certificates/{certificate.pk}/"' in page
    assert "Continue learning" not in page


def test_another_persons_certificate_never_stands_there(client: Client, sam: User, course: Course) -> None:
    cerys = make_person("Cerys")
    put_on(course, cerys)
    complete(cerys, "trauma/family", "trauma/engagement", "coercion/fear")
    assert "certificate" not in client.get("/").content.decode().split("<main")[1].split("</main>")[0].lower()


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today"), (1, "tomorrow"), (5, "in 5 days"), (21, "3 weeks from today"), (24, "about 3 weeks from today")],
)
def test_the_due_day_is_said_as_people_say_it(client: Client, sam: User, days: int, said: str) -> None:
    Enrolment.objects.update(due_on=timezone.localdate() + timedelta(days=days))
    assert f"</strong>, {said}." in client.get("/").content.decode()


def test_past_due_does_not_blame(client: Client, sam: User) -> None:
    Enrolment.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    page = client.get("/").content.decode()
    assert "If you need more time, tell your supervisor." in page
    assert "overdue" not in page.lower()


@pytest.mark.parametrize(("hour", "greeting"), [(8, "Good morning"), (13, "Good afternoon"), (20, "Good evening")])
def test_the_greeting_fits_the_hour(client: Client, hour: int, greeting: str) -> None:
    with time_machine.travel(f"2026-11-23T{hour:02d}:00:00+00:00", tick=False):
        client.force_login(make_person("Cerys"))
        assert greeting in client.get("/").content.decode()
