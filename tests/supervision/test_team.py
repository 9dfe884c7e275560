"""The team's page: who stands on it, in which words, and how the address narrows it."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from accounts.arranging import move_team
from accounts.joining import join_team, stop_supervising
from accounts.models import Absence, Membership, Team, User
from courses.models import Course, Enrolment, Lesson, LessonProgress, ModuleProgress
from courses.standing import Standing
from tests.courses.building import make_course, make_lesson, make_module, make_person, put_on
from tests.supervision.conftest import CANARY, World, ago, ahead, change, do, get, row_of, shown, signed_in, text

pytestmark = pytest.mark.django_db

EAST = {"anwen", "bilal", "cerys"}


def squares(html: str) -> list[str]:
    """The names of the squares, as one hears them."""
    return re.findall(r'<span class="cell-name">([^<]*)</span>', html)


def figures(html: str) -> dict[str, int]:
    return {words: int(figure) for figure, words in re.findall(r"<b>(\d+)</b><span>([^<]*)</span>", html)}


def links(html: str) -> list[str]:
    return [href.replace("&amp;", "&") for href in re.findall(r'href="(/team/[^"]*)"', html)]


@pytest.mark.both_databases
def test_a_supervisor_sees_their_team_and_those_beneath_and_nobody_else(world: World) -> None:
    answer = get(world.people.farah)
    assert set(shown(answer)) == EAST
    assert CANARY not in text(answer)
    assert CANARY.lower() not in text(answer)


def test_a_manager_of_teams_above_teams_sees_them_all(world: World) -> None:
    answer = get(world.people.kofi)
    assert set(shown(answer)) == EAST | {"dilys", "farah", "wren"}


def test_who_may_see_everyone_sees_everyone_but_themselves_and_closed_accounts(world: World) -> None:
    assert set(shown(get(world.people.jaya))) == set(vars(world.people)) - {"jaya", "emrys"}


@pytest.mark.parametrize("name", ["anwen", "gethin"])
@pytest.mark.parametrize("address", ["/team/", "/team/export.csv"])
def test_who_supervises_nobody_finds_nothing_here(world: World, name: str, address: str) -> None:
    assert get(getattr(world.people, name), address).status_code == 404


def test_who_is_signed_out_is_asked_to_sign_in(client, world: World) -> None:
    for address in ("/team/", "/team/export.csv", f"/team/{world.people.anwen.pk}/"):
        assert client.get(address).status_code == 302


def test_an_ended_supervision_holds_on_the_next_request(world: World) -> None:
    assert set(shown(get(world.people.farah))) == EAST
    stop_supervising(world.people.farah, world.teams.east)
    assert get(world.people.farah).status_code == 404


def test_who_moves_is_seen_by_the_new_supervisor_from_the_same_day(world: World) -> None:
    join_team(world.people.anwen, world.teams.west)
    assert set(shown(get(world.people.farah))) == EAST - {"anwen"}
    assert set(shown(get(world.people.wilf))) == {"anwen", "dilys", "wren"}


def test_a_team_that_moves_takes_its_people_along(world: World) -> None:
    move_team(Team.objects.get(pk=world.teams.east_night.pk), Team.objects.get(pk=world.teams.west.pk))
    assert set(shown(get(world.people.farah))) == EAST - {"bilal"}


def test_who_also_belongs_to_another_team_is_named_with_ones_own(world: World) -> None:
    Membership.objects.filter(person=world.people.anwen).update(until=ahead(30))
    Membership.objects.create(person=world.people.anwen, team=world.teams.west, since=ago(9).date(), until=ahead(9))
    answer = get(world.people.farah)
    assert row_of(answer, "Anwen").person.team == "East"
    assert CANARY not in text(answer)


def test_each_square_names_its_module_and_says_how_far(world: World) -> None:
    today = timezone.localdate()
    said = squares(text(get(world.people.farah)))
    assert said == [
        f"Module trauma: Complete, {today.day} {today:%b}",
        "Module coercion: Not started",
        "Module respect: Not started",
        "Module trauma: 1 of 2",
        "Module coercion: Not started",
        "Module respect: Not started",
    ]


def test_modules_stand_in_their_order_by_domain(world: World) -> None:
    respect = world.course.modules.get(key="respect")
    respect.order = 0
    respect.save()
    make_lesson(make_module(world.course, "debt"), "owing")
    row = row_of(get(world.people.farah), "Anwen")
    by_domain = [(domain.label, [cell.module.slug for cell in domain.cells]) for domain in row.domains]
    assert by_domain == [("Knowledge", ["trauma", "coercion", "debt"]), ("Values", ["respect"])]


def test_the_standing_is_said_in_words_with_its_day(world: World) -> None:
    put = put_on(world.course, world.people.cerys)
    change(put, due_on=None)
    answer = get(world.people.farah)
    said = {row.person.name.split()[0]: (row.status, row.when.split()[0], row.tone) for row in answer.context["rows"]}
    assert said == {
        "Anwen": ("Past due", "Was", "soon"),
        "Bilal": ("On track", "Due", "plain"),
        "Cerys": ("Not started", "No", "plain"),
    }


def test_who_is_not_on_the_course_stands_there_as_such(world: World) -> None:
    row = row_of(get(world.people.farah), "Cerys")
    assert (row.status, row.when, row.cells, row.person.standing) == ("Not on the course", "", (), None)


def test_a_closed_enrolment_is_none(world: World) -> None:
    change(world.people.bilal.enrolments.get(), closed_at=timezone.now(), closed_why="withdrawn")
    assert row_of(get(world.people.farah), "Bilal").person.standing is None


def test_of_a_renewal_and_what_it_renews_the_open_one_counts(world: World) -> None:
    change(world.people.bilal.enrolments.get(), completed_at=ago(700), expires_on=ahead(30))
    renewal = put_on(world.course, world.people.bilal)
    row = row_of(get(world.people.farah), "Bilal")
    assert (row.person.enrolment.pk, row.person.standing) == (renewal.pk, Standing.NOT_STARTED)


def test_what_was_complete_with_the_course_stays_complete(world: World) -> None:
    bilal = world.people.bilal.enrolments.get()
    do(bilal, *Lesson.objects.published().values_list("key", flat=True))
    make_lesson(world.course.modules.get(key="trauma"), "added-later")
    row = row_of(get(world.people.farah), "Bilal")
    assert (row.status, row.done, len(row.cells)) == ("Complete", 3, 3)


def test_while_somebody_learns_a_module_is_complete_by_what_it_requires_now(world: World) -> None:
    make_lesson(world.course.modules.get(key="trauma"), "added-later")
    assert row_of(get(world.people.farah), "Anwen").cells[0].amount == "2 of 3"


def test_who_needs_time_comes_first(world: World) -> None:
    change(put_on(world.course, world.people.cerys), due_on=ahead(2))
    assert shown(get(world.people.farah)) == ["anwen", "cerys", "bilal"]
    assert shown(get(world.people.farah, sort="name")) == ["anwen", "bilal", "cerys"]
    change(world.people.anwen.enrolments.get(), due_on=ahead(41))
    assert shown(get(world.people.farah, sort="due")) == ["cerys", "bilal", "anwen"]


def test_what_is_done_comes_after_what_is_due(world: World) -> None:
    change(world.people.anwen.enrolments.get(), completed_at=ago(1), expires_on=ahead(500))
    assert shown(get(world.people.farah, sort="due")) == ["bilal", "anwen", "cerys"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("anwen", {"anwen"}),
        ("ANWEN EXAM", {"anwen"}),
        ("example anwen", {"anwen"}),
        ("bilal@example.org", {"bilal"}),
        ("%", set()),
        ("_", set()),
        (CANARY, set()),
        ("wren", set()),
        ("farah", set()),
        ("  ", EAST),
        ("x" * 5000, set()),
    ],
)
@pytest.mark.both_databases
def test_a_person_is_found_by_name_or_address(world: World, asked: str, found: set[str]) -> None:
    assert set(shown(get(world.people.farah, find=asked))) == found


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("needs-time", {"anwen"}),
        ("overdue", {"anwen"}),
        ("due-soon", set()),
        ("under-way", {"bilal"}),
        ("on-track", {"bilal"}),
        ("not-on-the-course", {"cerys"}),
        ("done", set()),
        ("nonsense", EAST),
        ("", EAST),
    ],
)
def test_a_status_narrows(world: World, status: str, found: set[str]) -> None:
    assert set(shown(get(world.people.farah, status=status))) == found


def test_somebody_away_is_neither_pressed_nor_lost(world: World) -> None:
    Absence.objects.create(person=world.people.anwen, starts=ago(1).date(), ends=ahead(4))
    assert shown(get(world.people.farah, status="needs-time")) == []
    assert shown(get(world.people.farah, status="away")) == ["anwen"]


def test_a_team_narrows_to_it_and_those_beneath(world: World) -> None:
    teams, kofi = world.teams, world.people.kofi
    assert set(shown(get(kofi, team=teams.east.pk))) == EAST | {"farah"}
    assert shown(get(kofi, team=teams.east_night.pk)) == ["bilal"]
    assert set(shown(get(kofi, team=teams.west.pk))) == {"dilys", "wren"}


@pytest.mark.parametrize("asked", ["west", "service"])
@pytest.mark.both_databases
def test_the_team_of_another_is_not_asked_for(world: World, asked: str) -> None:
    answer = get(world.people.farah, team=getattr(world.teams, asked).pk)
    assert set(shown(answer)) == EAST
    assert answer.context["scope"].team is None
    assert CANARY not in text(answer)


@pytest.mark.parametrize("name", ["find", "status", "team", "course", "sort", "page", "nonsense"])
@pytest.mark.parametrize("value", ["\0", "a\0b", "10" * 30, "9" * 5000, "-1", "0", "١", "²", "None", "\ud800", "🦉"])
@pytest.mark.both_databases
def test_nothing_odd_in_the_address_breaks_the_page(world: World, name: str, value: str) -> None:
    value = value.encode("utf-8", "replace").decode()
    for address in ("/team/", "/team/export.csv"):
        answer = get(world.people.farah, address, **{name: value})
        assert answer.status_code == 200
        assert CANARY not in text(answer)


def test_the_tiles_count_everybody_who_matches_whatever_their_status(world: World) -> None:
    counted = {"need time soon": 1, "on track or new": 1, "to renew": 0, "complete": 0}
    assert figures(text(get(world.people.farah))) == counted
    assert figures(text(get(world.people.farah, status="overdue"))) == counted
    assert figures(text(get(world.people.farah, find="bilal"))) == counted | {"need time soon": 0}


def test_every_status_is_counted_by_one_tile_at_most(world: World) -> None:
    kofi = get(world.people.kofi)
    assert sum(figures(text(kofi)).values()) == len(shown(kofi)) - 1  # Cerys is not on the course


def test_every_link_keeps_what_else_was_asked(world: World) -> None:
    html = text(get(world.people.kofi, find="example", team=world.teams.east.pk, status="needs-time", sort="name"))
    kept = f"find=example&team={world.teams.east.pk}&sort=name"
    status_links = {link for link in links(html) if "status=" in link}
    assert status_links == {
        f"/team/?find=example&status={status}&team={world.teams.east.pk}&sort=name"
        for status in ("under-way", "to-renew", "done")
    } | {f"/team/export.csv?find=example&status=needs-time&team={world.teams.east.pk}&sort=name"}
    assert f"/team/?{kept}" in links(html)  # the chosen tile leads back


def test_what_was_typed_is_not_written_back_as_markup(world: World) -> None:
    html = text(get(world.people.farah, find='"><script>alert(1)</script>'))
    assert "<script>alert" not in html


def test_pages_hold_fifty(world: World) -> None:
    crowd = User.objects.bulk_create(
        User(email=f"crowd{number}@example.org", name=f"Crowd {number:03}") for number in range(100)
    )
    Membership.objects.bulk_create(Membership(person=person, team=world.teams.east) for person in crowd)
    farah = world.people.farah
    assert [len(shown(get(farah, page=page))) for page in ("", 1, 2, 3)] == [50, 50, 50, 3]
    assert shown(get(farah, page=99)) == shown(get(farah, page=3)) == shown(get(farah, page="9" * 40))
    assert shown(get(farah, page=0)) == shown(get(farah, page="no")) == shown(get(farah))
    html = text(get(farah, sort="name", page=2))
    assert {"/team/?sort=name&page=1", "/team/?sort=name&page=3"} <= set(links(html))


def test_nobody_in_the_team_is_said_kindly(world: World) -> None:
    Membership.objects.all().delete()
    html = text(get(world.people.farah))
    assert "Nobody here yet" in html
    assert "export.csv" not in html


def test_nobody_who_matches_is_said_with_a_way_back(world: World) -> None:
    html = text(get(world.people.farah, find="zebedee", sort="name"))
    assert "Nobody matches" in html
    assert "/team/?sort=name" in links(html)


def test_a_site_without_a_course_still_shows_people(world: World) -> None:
    LessonProgress.objects.all().delete()
    ModuleProgress.objects.all().delete()
    for model in (Enrolment, Lesson):
        model.objects.all().delete()
    Course.objects.get().modules.all().delete()
    Course.objects.all().delete()
    assert {row.status for row in get(world.people.farah).context["rows"]} == {"Not on the course"}


def test_another_course_can_be_asked_for(world: World) -> None:
    refresher = make_course("refresher")
    make_lesson(make_module(refresher, "again"), "first")
    put_on(refresher, world.people.cerys)
    answer = get(world.people.farah, course="refresher")
    assert {row.person.name.split()[0]: row.status for row in answer.context["rows"]} == {
        "Anwen": "Not on the course",
        "Bilal": "Not on the course",
        "Cerys": "Not started",
    }
    assert all("course=refresher" in link for link in links(text(answer)) if "status=" in link)


def test_the_heading_names_the_team_or_says_that_there_are_several(world: World) -> None:
    people = world.people
    headings = {name: get(getattr(people, name)).context["scope"].heading for name in ("farah", "kofi", "jaya")}
    assert headings == {"farah": "East", "kofi": "Exampleshire", "jaya": "Everyone"}
    assert get(people.kofi, team=world.teams.west.pk).context["scope"].heading == f"West {CANARY}"


def test_the_choice_of_teams_holds_ones_own_in_their_tree(world: World) -> None:
    assert get(world.people.farah).context["team_choices"] == [
        (world.teams.east.pk, "East"),
        (world.teams.east_night.pk, "\u2003East nights"),
    ]
    assert get(world.people.wilf).context["team_choices"] == []


@pytest.mark.parametrize(("name", "sees"), [("farah", True), ("kofi", True), ("jaya", True), ("anwen", False)])
def test_the_way_here_is_shown_to_whom_it_is_open(world: World, name: str, sees: bool) -> None:
    html = text(get(getattr(world.people, name), "/privacy/"))
    assert ('href="/team/"' in html) is sees


def test_who_supervises_nobody_yet_and_joins_later_has_no_name_but_their_address(world: World) -> None:
    nameless = make_person("nia")
    User.objects.filter(pk=nameless.pk).update(name="")
    join_team(nameless, world.teams.east)
    assert "nia@example.org" in [row.person.name for row in get(world.people.farah).context["rows"]]


@pytest.mark.parametrize("size", [3, 300])
def test_the_grid_takes_ten_queries_for_any_number(world: World, size: int, django_assert_max_num_queries) -> None:
    crowd = User.objects.bulk_create(User(email=f"c{number}@example.org", name=f"C {number}") for number in range(size))
    Membership.objects.bulk_create(Membership(person=person, team=world.teams.east) for person in crowd)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(learner=person, course=world.course, due_on=ahead(30), started_at=ago(9)) for person in crowd
    )
    ModuleProgress.objects.bulk_create(
        ModuleProgress(enrolment=enrolment, module=module, done=1)
        for enrolment in enrolments
        for module in world.course.modules.all()
    )
    client = signed_in(world.people.farah)
    client.get("/team/")  # the process has read the outline
    for address in ("/team/", "/team/?find=c&status=on-track", f"/team/?team={world.teams.east.pk}&page=2"):
        with django_assert_max_num_queries(10):
            assert len(client.get(address).context["rows"]) <= 50
