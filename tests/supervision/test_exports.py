"""A file says what the screen says, all of it, and does nothing when it is opened."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership, User
from courses.models import Enrolment, Lesson
from supervision.exports.csv import BUNDLE, Csv, harmless
from supervision.reports.report import Column, Report
from tests.supervision.conftest import CANARY, World, do, get, shown, signed_in, text

HEADINGS = [
    "Person",
    "Team",
    "Status",
    "Assigned",
    "Started",
    "Due",
    "Completed",
    "Valid until",
    "Module trauma",
    "Module coercion",
    "Module respect",
    "Modules complete",
    "Modules in all",
]


def exported(viewer: User, **asked) -> list[dict[str, str]]:
    answer = get(viewer, "/team/export.csv", **asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(text(answer).removeprefix("\ufeff"))))


@pytest.mark.django_db
def test_it_begins_with_the_mark_by_which_a_spreadsheet_knows_it_and_the_headings_in_words(world: World) -> None:
    answer = get(world.people.farah, "/team/export.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="team-{timezone.localdate()}.csv"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.streaming
    first = text(answer).splitlines()[0]
    assert first == "\ufeff" + ",".join(HEADINGS)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_it_holds_the_same_people_in_the_same_words(world: World) -> None:
    today, enrolment = timezone.localdate(), world.people.anwen.enrolments.get()
    anwen, bilal, cerys = exported(world.people.farah)
    assert anwen == dict(
        zip(
            HEADINGS,
            [
                "Anwen Example",
                "East",
                "Past due",
                str(timezone.localdate(enrolment.assigned_at)),
                str(timezone.localdate(enrolment.started_at)),
                str(today - timedelta(days=3)),
                "",
                "",
                "Complete",
                "Not started",
                "Not started",
                "1",
                "3",
            ],
            strict=True,
        )
    )
    assert (bilal["Person"], bilal["Status"], bilal["Module trauma"]) == ("Bilal Example", "On track", "1 of 2")
    assert [value for value in cerys.values() if value] == ["Cerys Example", "East", "Not on the course"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [{}, {"sort": "name"}, {"status": "needs-time"}, {"find": "ce"}, {"status": "done"}, {"status": "nonsense"}],
)
def test_it_equals_the_screen_whatever_is_asked(world: World, asked: dict[str, str]) -> None:
    for viewer in (world.people.farah, world.people.kofi, world.people.jaya):
        first_names = [row["Person"].split()[0].lower() for row in exported(viewer, **asked)]
        assert first_names == shown(get(viewer, **asked))


@pytest.mark.django_db
def test_it_holds_all_pages(world: World) -> None:
    crowd = User.objects.bulk_create(User(email=f"c{number}@example.org", name=f"C {number}") for number in range(1200))
    Membership.objects.bulk_create(Membership(person=person, team=world.teams.east) for person in crowd)
    rows = exported(world.people.farah, page=2)
    assert {row["Person"] for row in rows} == {person.name for person in crowd} | {
        "Anwen Example",
        "Bilal Example",
        "Cerys Example",
    }
    assert len(rows) == 1203


@pytest.mark.django_db
def test_nothing_of_others_is_in_it(world: World) -> None:
    for asked in ({}, {"team": world.teams.west.pk}, {"find": CANARY}, {"team": world.teams.service.pk}):
        assert CANARY.lower() not in text(get(world.people.farah, "/team/export.csv", **asked)).lower()


@pytest.mark.django_db
def test_how_anything_was_completed_is_not_in_it(world: World) -> None:
    do(world.people.bilal.enrolments.get(), *Lesson.objects.published().values_list("key", flat=True))
    content = text(get(world.people.farah, "/team/export.csv")).lower()
    assert {word for word in ("supervisor", "watched", "elsewhere", "score", "%", "@") if word in content} == set()


@pytest.mark.django_db
def test_a_name_that_is_a_formula_is_only_a_name(world: World) -> None:
    User.objects.filter(pk=world.people.anwen.pk).update(name='=HYPERLINK("https://example.org","Open")')
    (row, *_others) = exported(world.people.farah)
    assert row["Person"] == '\'=HYPERLINK("https://example.org","Open")'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("O’Brien", "O’Brien"),
        ("a=1", "a=1"),
        ("", ""),
        (None, ""),
        (-1, "-1"),
        (16, "16"),
    ],
)
def test_what_a_spreadsheet_would_run_is_given_an_apostrophe(value, written: str) -> None:
    assert harmless(value) == written


class Endless(Report):
    """Counts the rows that were asked of it."""

    key = "endless"

    def __init__(self) -> None:
        self.asked = 0

    def columns(self):
        return [Column('A "heading", with a comma')]

    def rows(self):
        while True:
            self.asked += 1
            yield [f"line\n{self.asked}"]


def test_it_is_sent_as_it_is_read() -> None:
    report = Endless()
    next(Csv().write(report))
    assert report.asked <= BUNDLE


def test_reading_it_back_gives_what_was_written() -> None:
    first = next(Csv().write(Endless())).decode().removeprefix("\ufeff")
    heading, *values = [value for (value,) in csv.reader(io.StringIO(first))]
    assert heading == 'A "heading", with a comma'
    assert values[:2] == ["line\n1", "line\n2"]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["xml", "exe", "0"])
def test_a_format_that_there_is_not_is_not_found(world: World, ending: str) -> None:
    assert get(world.people.farah, f"/team/export.{ending}").status_code == 404


@pytest.mark.django_db
def test_the_queries_do_not_grow_with_the_people_of_a_bundle(world: World, django_assert_max_num_queries) -> None:
    crowd = User.objects.bulk_create(User(email=f"c{number}@example.org", name=f"C {number}") for number in range(300))
    Membership.objects.bulk_create(Membership(person=person, team=world.teams.east) for person in crowd)
    Enrolment.objects.bulk_create(Enrolment(learner=person, course=world.course) for person in crowd)
    client = signed_in(world.people.farah)
    client.get("/team/")  # the process has read the outline
    with django_assert_max_num_queries(10):
        text(client.get("/team/export.csv"))
