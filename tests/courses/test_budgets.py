"""How many queries a page may take, at one row and at many. Sign-in, session and settings are counted too."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from certificates.models import Certificate
from courses.completing import complete_lesson
from courses.models import Course, How, Lesson, LessonMedia
from media_links.models import MediaLink
from tests.courses.building import lesson, make_course, make_lesson, make_module, make_person, put_on

pytestmark = pytest.mark.django_db


def make_audio(number: int) -> MediaLink:
    return MediaLink.objects.create(
        key=f"audio-{number}",
        group="discussion",
        kind="audio",
        provider="youtube",
        external_id=f"abcdefgh_{number:02d}",
        title=f"Audio {number}",
        order=number,
    )


def course_of(size: int) -> Course:
    """So many modules of so many lessons, each with so many recordings."""
    course = make_course()
    links = [make_audio(number) for number in range(size)]
    for module_number in range(size):
        module = make_module(course, f"m{module_number}")
        for lesson_number in range(size):
            made = make_lesson(module, f"l{lesson_number}")
            LessonMedia.objects.bulk_create(LessonMedia(lesson=made, link=link) for link in links)
    make_lesson(make_module(course, "left"), "to-do")
    return course


@pytest.fixture(params=[1, 3])
def sam(request: pytest.FixtureRequest, client: Client) -> User:
    sam = make_person("Sam")
    put_on(course_of(request.param), sam)
    client.force_login(sam)
    client.get("/learn/induction/m0/")  # the process has read the outline
    return sam


def test_home_takes_nine_at_most(client: Client, sam: User, django_assert_max_num_queries: Any) -> None:
    """The ninth asks whether a refresher waits, and by itself whether it is wanted today."""
    with django_assert_max_num_queries(9):
        assert client.get("/").status_code == 200


def test_a_module_takes_seven_at_most(client: Client, sam: User, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(7):
        assert client.get("/learn/induction/m0/").status_code == 200


def test_a_lesson_takes_eight_at_most_opened_for_the_first_time_and_again(
    client: Client, sam: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        assert client.get("/learn/induction/m0/l0/").status_code == 200
    with django_assert_max_num_queries(7):
        assert client.get("/learn/induction/m0/l0/").status_code == 200


def test_completing_takes_fourteen_at_most(client: Client, sam: User, django_assert_max_num_queries: Any) -> None:
    made = lesson("m0/l0")
    client.get("/learn/induction/m0/l0/")
    with django_assert_max_num_queries(14):
        answer = client.post("/learn/induction/m0/l0/complete/", {"revision": made.live_id, "reflection": ""})
    assert answer.status_code == 302


def test_completing_with_a_reflection_takes_six_more_at_most(
    client: Client, sam: User, django_assert_max_num_queries: Any
) -> None:
    client.get("/learn/induction/m0/l0/")
    with django_assert_max_num_queries(20):
        client.post("/learn/induction/m0/l0/complete/", {"reflection": "I would ask first."})


def test_the_last_lesson_once_takes_27_at_most_with_its_certificate_and_the_mail_that_brings_it(
    client: Client, sam: User, django_assert_max_num_queries: Any
) -> None:
    *others, last = Lesson.objects.all()
    for each in others:
        complete_lesson(sam.enrolments.get().pk, each.pk, each.live_id, How.READ)
    client.get("/learn/induction/left/to-do/")
    with django_assert_max_num_queries(27):
        client.post("/learn/induction/left/to-do/complete/", {"reflection": ""})
    assert Certificate.objects.filter(holder=sam).count() == 1
    assert last.slug == "to-do"
