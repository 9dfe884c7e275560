"""Who is put on a course, and taken off it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from courses.completing import complete_lesson
from courses.models import Course, Enrolment, How
from tests.courses.building import lesson, make_person, put_on
from tests.courses.editors import address, errors, signed_in, with_role

pytestmark = pytest.mark.django_db


def test_a_people_administrator_puts_people_on_the_course_and_sets_their_day(course: Course):
    pia = with_role("Pia", "People administrator")
    client, kit = signed_in(pia), make_person("Kit")
    add = reverse("admin:courses_enrolment_add")
    assert client.post(add, {"learner": kit.pk, "course": course.pk, "due_on": ""}).status_code == 302
    enrolment = Enrolment.objects.get()
    assert (enrolment.learner, enrolment.assigned_by) == (kit, pia)
    assert enrolment.due_on is not None
    assert set(errors(client.post(add, {"learner": kit.pk, "course": course.pk, "due_on": ""}))) == {"learner"}
    client.post(address(enrolment), {"due_on": "2027-01-31", "close": ""})
    enrolment.refresh_from_db()
    assert str(enrolment.due_on) == "2027-01-31"
    client.post(address(enrolment), {"due_on": "2027-01-31", "close": "left"})
    enrolment.refresh_from_db()
    assert (enrolment.is_open, enrolment.closed_why) == (False, "left")


def test_nobody_puts_themselves_on_a_course_or_extends_their_own(course: Course):
    pia = with_role("Pia", "People administrator")
    client = signed_in(pia)
    form = {"learner": pia.pk, "course": course.pk, "due_on": ""}
    assert set(errors(client.post(reverse("admin:courses_enrolment_add"), form))) == {"learner"}
    own = put_on(course, pia)
    assert client.post(address(own), {"due_on": "2030-01-01", "close": ""}).status_code == 403
    assert client.post(address(own, "delete"), {"post": "yes"}).status_code == 403


def test_an_enrolment_on_which_somebody_learned_is_closed_and_not_deleted(course: Course, sam: User):
    client = signed_in(with_role("Pia", "People administrator"))
    fear, enrolment = lesson("coercion/fear"), Enrolment.objects.get()
    complete_lesson(enrolment.pk, fear.pk, fear.live_id, How.READ)
    answer = client.post(address(enrolment, "delete"), {"post": "yes"})
    assert "1 × progress in a lesson" in answer.content.decode()
    assert Enrolment.objects.filter(pk=enrolment.pk).exists()
