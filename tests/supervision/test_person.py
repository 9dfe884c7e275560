"""One person's record: what and when, and nothing that is theirs alone."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from accounts.joining import join_team, stop_supervising
from accounts.models import Membership, User
from certificates.models import Certificate
from courses.models import How, Lesson, LessonProgress
from reflection.models import JournalEntry
from tests.courses.building import make_lesson, put_on
from tests.supervision.conftest import CANARY, World, ago, ahead, change, do, get, signed_in, text

pytestmark = pytest.mark.django_db


def record(viewer: User, person: User):
    return get(viewer, f"/team/{person.pk}/")


def lines(html: str) -> list[str]:
    """The lessons, each with what is said of it."""
    found = re.findall(r'<li class="record-lesson[^"]*">(.*?)</li>', html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in found]


def today() -> str:
    day = timezone.localdate()
    return f"{day.day} {day:%b %Y}"


def test_it_says_what_was_completed_and_when(world: World) -> None:
    do(world.people.anwen.enrolments.get(), "coercion/quiz", how=How.PASSED)
    assert lines(text(record(world.people.farah, world.people.anwen))) == [
        f"Lesson family Complete {today()}",
        f"Lesson engagement Complete {today()}",
        "Lesson fear Not yet",
        f"Lesson quiz Passed {today()}",
        "Lesson manners Not yet",
    ]


def test_an_opened_lesson_is_not_yet_one(world: World) -> None:
    LessonProgress.objects.create(
        enrolment=world.people.bilal.enrolments.get(), lesson=Lesson.objects.get(key="coercion/fear")
    )
    assert "Lesson fear Not yet" in lines(text(record(world.people.farah, world.people.bilal)))


def test_an_optional_lesson_is_named_as_such(world: World) -> None:
    make_lesson(world.course.modules.get(key="respect"), "more", required=False)
    assert "Lesson more optional Not yet" in lines(text(record(world.people.farah, world.people.anwen)))


@pytest.mark.parametrize("how", How.values)
def test_how_it_was_completed_is_not_told(world: World, how: str) -> None:
    before = text(record(world.people.farah, world.people.anwen))
    LessonProgress.objects.update(how=how)
    assert strip_secrets(text(record(world.people.farah, world.people.anwen))) == strip_secrets(before)


def strip_secrets(html: str) -> str:
    """Without what is new in every answer."""
    return re.sub(r'(value|nonce)="[^"]*"', "", html)


def test_what_is_somebodys_own_stands_nowhere(world: World) -> None:
    JournalEntry.objects.create(
        writer=world.people.anwen,
        lesson=Lesson.objects.get(key="trauma/family"),
        text=f"{CANARY}: I thought of my brother.",
    )
    assert CANARY not in text(record(world.people.farah, world.people.anwen))


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["dilys", "emrys", "farah", "gethin", "jaya", "kofi", "wilf", "wren"])
def test_anybody_elses_is_no_different_from_nobodys(world: World, name: str) -> None:
    stranger = record(world.people.farah, getattr(world.people, name))
    nobody = get(world.people.farah, "/team/999999/")
    assert (stranger.status_code, nobody.status_code) == (404, 404)
    assert strip_secrets(text(stranger)) == strip_secrets(text(nobody))
    assert CANARY not in text(stranger)


@pytest.mark.both_databases
@pytest.mark.parametrize("pk", [0, 2**63, 10**30])
def test_a_number_that_nobody_has_is_not_found(world: World, pk: int) -> None:
    for name in ("farah", "jaya"):
        assert get(getattr(world.people, name), f"/team/{pk}/").status_code == 404


@pytest.mark.parametrize("name", ["anwen", "bilal", "gethin"])
def test_who_supervises_nobody_sees_no_record_not_even_here_their_own(world: World, name: str) -> None:
    viewer = getattr(world.people, name)
    for person in vars(world.people).values():
        assert record(viewer, person).status_code == 404


def test_an_ended_supervision_holds_on_the_next_request(world: World) -> None:
    client = signed_in(world.people.farah)
    address = f"/team/{world.people.anwen.pk}/"
    assert client.get(address).status_code == 200
    stop_supervising(world.people.farah, world.teams.east)
    assert client.get(address).status_code == 404


def test_who_moves_away_is_out_of_sight(world: World) -> None:
    join_team(world.people.anwen, world.teams.west)
    assert record(world.people.farah, world.people.anwen).status_code == 404
    assert record(world.people.wilf, world.people.anwen).status_code == 200


def test_the_other_team_of_a_person_is_not_named(world: World) -> None:
    Membership.objects.filter(person=world.people.anwen).update(until=ahead(30))
    Membership.objects.create(person=world.people.anwen, team=world.teams.west, since=ago(9).date(), until=ahead(9))
    assert CANARY not in text(record(world.people.farah, world.people.anwen))


def test_who_assigned_it_is_not_named(world: World) -> None:
    change(world.people.anwen.enrolments.get(), assigned_by=world.people.wilf)
    assert CANARY not in text(record(world.people.farah, world.people.anwen))


def test_certificates_stand_there_with_their_state(world: World) -> None:
    bilal = world.people.bilal.enrolments.get()
    do(bilal, *Lesson.objects.published().values_list("key", flat=True))
    own = Certificate.objects.get(holder=world.people.bilal)
    others = Certificate.objects.get(holder=world.people.wren)
    html = text(record(world.people.farah, world.people.bilal))
    assert (own.serial in html, others.serial in html, "Valid" in html) == (True, False, True)
    Certificate.objects.filter(pk=own.pk).update(withdrawn_at=timezone.now(), withdrawn_why="A mistake")
    assert "Withdrawn" in text(record(world.people.farah, world.people.bilal))


def test_what_was_closed_stays_in_the_record_but_is_not_what_counts(world: World) -> None:
    first = world.people.bilal.enrolments.get()
    change(first, closed_at=timezone.now(), closed_why="withdrawn")
    answer = record(world.people.farah, world.people.bilal)
    assert "No longer assigned" in text(answer)
    assert answer.context["courses"] == []
    second = put_on(world.course, world.people.bilal)
    answer = record(world.people.farah, world.people.bilal)
    assert [course.enrolment.pk for course in answer.context["courses"]] == [second.pk]
    assert [enrolment.pk for enrolment in answer.context["enrolments"]] == [second.pk, first.pk]


def test_who_is_not_on_the_course_has_a_record_all_the_same(world: World) -> None:
    assert "Not on the course" in text(record(world.people.farah, world.people.cerys))


def test_the_record_says_the_same_as_the_grid(world: World) -> None:
    grid = get(world.people.farah)
    for row in grid.context["rows"]:
        courses = get(world.people.farah, row.url).context["courses"]
        assert [(course.status, course.when, course.done) for course in courses] == (
            [(row.status, row.when, row.done)] if row.cells else []
        )


def test_each_square_leads_to_its_module(world: World) -> None:
    html = text(get(world.people.farah))
    for address, anchor in re.findall(r'class="cell [^"]*" href="([^"#]+)#([^"]+)"', html):
        assert f'id="{anchor}"' in text(get(world.people.farah, address))


@pytest.mark.parametrize("size", [1, 5])
def test_a_record_takes_ten_queries(world: World, size: int, django_assert_max_num_queries) -> None:
    for number in range(size):
        make_lesson(world.course.modules.get(key="respect"), f"more{number}")
        change(put_on(world.course, world.people.cerys), closed_at=timezone.now(), closed_why="replaced")
    enrolment = put_on(world.course, world.people.cerys)
    do(enrolment, *Lesson.objects.published().values_list("key", flat=True))
    client = signed_in(world.people.farah)
    address = f"/team/{world.people.cerys.pk}/"
    client.get(address)  # the process has read the outline
    with django_assert_max_num_queries(10):
        assert client.get(address).status_code == 200
