"""From a fact to a mail: told once, in one mail, by day."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.enrolling import enrol
from courses.models import Enrolment
from notifications import planning
from notifications.hours import LONDON
from notifications.models import Delivery, Notice
from notifications.planning import plan, tell
from notifications.reminders.overdue import Overdue
from tests.notifications.cast import TEN, began, course, day, finish, forget, learner, person, told
from tests.racing import race

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ten_in_the_morning():
    with time_machine.travel(TEN, tick=False) as clock:
        yield clock


def mails() -> list[tuple[str, str, list[str]]]:
    """To whom, of what kind, and what each tells."""
    rows = Delivery.objects.order_by("address", "kind").prefetch_related("notices")
    return [(row.address, row.kind, sorted(notice.kind for notice in row.notices.all())) for row in rows]


def test_planning_twice_tells_once():
    learner("Abi", due_on=day(-5))
    assert plan() == 1
    assert plan() == 0
    assert mails() == [("abi@example.org", "reminder", ["overdue"])]


@pytest.mark.both_databases
def test_all_that_is_due_for_a_person_goes_into_one_mail_and_nobody_elses():
    learner("Abi", due_on=day(9), assigned_at=TEN - timedelta(days=8))
    enrol(person("Bryn"), course())
    learner("Cai", due_on=day(-5))
    plan()
    assert mails() == [
        ("abi@example.org", "reminder", ["due-soon", "welcome"]),
        ("bryn@example.org", "reminder", ["welcome"]),
        ("cai@example.org", "reminder", ["overdue"]),
    ]


@pytest.mark.both_databases
def test_a_mail_that_still_waits_takes_one_fact_more(ten_in_the_morning):
    learner("Abi", due_on=day(9))
    plan()
    Delivery.objects.update(state="retry")
    learner_again = Enrolment.objects.get()
    Enrolment.objects.filter(pk=learner_again.pk).update(due_on=day(-5))
    plan()
    assert mails() == [("abi@example.org", "reminder", ["due-soon", "overdue"])]


@pytest.mark.parametrize("state", ["claimed", "transmitting", "sent", "failed", "uncertain"])
def test_a_mail_that_is_on_its_way_or_gone_takes_no_more(state: str):
    abi = learner("Abi", due_on=day(9))
    plan()
    Delivery.objects.update(state=state, sent_at=TEN)
    Enrolment.objects.filter(pk=abi.pk).update(due_on=day(-5))
    plan()
    assert mails() == [("abi@example.org", "reminder", ["due-soon"]), ("abi@example.org", "reminder", ["overdue"])]


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        (datetime(2026, 12, 1, 3, tzinfo=UTC), datetime(2026, 12, 1, 8, tzinfo=UTC)),
        (TEN, TEN),
        (datetime(2026, 12, 1, 18, tzinfo=UTC), datetime(2026, 12, 2, 8, tzinfo=UTC)),
        (datetime(2027, 3, 27, 20, tzinfo=UTC), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_a_reminder_leaves_by_day(ten_in_the_morning, now: datetime, due_at: datetime):
    ten_in_the_morning.move_to(now)
    learner("Abi", due_on=now.date() - timedelta(days=5))
    plan()
    assert Delivery.objects.get().due_at == due_at


@pytest.mark.parametrize("change", ["2027-03-28", "2026-10-25"])
def test_on_the_days_when_clocks_change_each_fact_is_told_once_on_its_day(ten_in_the_morning, change: str):
    """Planned every three hours through the two days around the change."""
    on = datetime.fromisoformat(change).date()
    learner("Abi", due_on=on - timedelta(days=3))
    midnight = datetime.combine(on, datetime.min.time(), UTC)
    for hours in range(-24, 25, 3):
        ten_in_the_morning.move_to(midnight + timedelta(hours=hours))
        plan()
    mail = Delivery.objects.get()
    assert mail.notices.get().key.endswith(f":{on - timedelta(days=3)}")
    assert mail.due_at.astimezone(LONDON).date() == on


# --- What follows from what people do -------------------------------------------------------------------------------


def test_who_is_put_on_the_course_is_welcomed_with_it_or_not_at_all():
    with transaction.atomic():
        enrol(person("Abi"), course())
        assert mails() == [("abi@example.org", "reminder", ["welcome"])]
        transaction.set_rollback(True)
    assert (Delivery.objects.count(), Notice.objects.count()) == (0, 0)
    enrol(person("Abi"), course())
    enrol(person("Abi"), course())
    plan()
    assert mails() == [("abi@example.org", "reminder", ["welcome"])]


@pytest.mark.both_databases
def test_a_certificate_leaves_at_once_also_at_night(ten_in_the_morning):
    abi = learner("Abi", due_on=day(20))
    ten_in_the_morning.move_to(datetime(2026, 12, 1, 23, tzinfo=UTC))
    finish(abi)
    mail = Delivery.objects.get()
    assert (mail.kind, mail.due_at) == ("certificate", datetime(2026, 12, 1, 23, tzinfo=UTC))
    plan()
    assert mails() == [("abi@example.org", "certificate", ["certificate"])]


def test_a_kind_that_the_settings_no_longer_name_is_not_told(settings):
    abi = learner("Abi", due_on=day(-5))
    plan()
    forget()
    Notice.objects.create(person=abi.learner, kind="no-longer", key="1")
    settings.REMINDERS = ["notifications.reminders.welcome.Welcome"]
    tell("certificate", abi.learner_id, str(abi.pk))
    assert plan() == 0
    assert told() == {("Abi", "no-longer")}


# --- Many, and at once ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_planners_at_once_tell_each_person_once():
    for number in range(12):
        learner(f"Person{number}", due_on=day(-5), **began(40))
    assert sum(race(*[(plan,)] * 4)) == 12
    assert sorted(mails()) == sorted((f"person{number}@example.org", "reminder", ["overdue"]) for number in range(12))


def test_without_its_name_a_fact_would_be_told_again_and_again(monkeypatch: pytest.MonkeyPatch):
    """The control: it is the key that keeps it from that."""
    monkeypatch.setattr(Overdue, "key", lambda self, row: f"{row.pk}:{uuid4()}")
    learner("Abi", due_on=day(-5))
    plan()
    Delivery.objects.update(state="sent", sent_at=TEN)
    plan()
    assert mails() == [("abi@example.org", "reminder", ["overdue"])] * 2


def queries_of_a_round() -> tuple[int, int]:
    """How many statements a round of planning takes, and how many of them write."""
    with CaptureQueriesContext(connection) as queries:
        plan()
    return len(queries), sum(query["sql"].startswith(("INSERT", "UPDATE", "DELETE", "BEGIN")) for query in queries)


def test_a_round_takes_as_many_queries_for_many_as_for_one_and_writes_nothing_when_nothing_is_new():
    learner("Abi", due_on=day(-5))
    one, _ = queries_of_a_round()
    for name in ("Bryn", "Cai", "Dai"):
        learner(name, due_on=day(-5))
    forget()
    many, _ = queries_of_a_round()
    assert many == one
    assert queries_of_a_round()[1] == 0


def test_more_people_than_fit_into_one_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(planning, "CHUNK", 2)
    for number in range(5):
        learner(f"Person{number}", due_on=day(-5))
    assert plan() == 5
    assert plan() == 0
