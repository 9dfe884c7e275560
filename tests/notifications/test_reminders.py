"""Who is told of what, and who isn't."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.template.loader import get_template

from certificates.issuing import withdraw
from certificates.models import Certificate
from courses.models import Enrolment
from notifications.models import Delivery
from notifications.planning import plan
from notifications.reminders import reminder_called, reminders
from tests.notifications.cast import LONG_AGO, TEN, away, began, day, finish, forget, learner, person, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ten_in_the_morning():
    with time_machine.travel(TEN, tick=False) as clock:
        yield clock


def test_two_weeks_and_three_days_before_the_day_and_three_days_after():
    for offset, name in [
        (-30, "Abi"), (-3, "Bryn"), (-2, "Cai"), (-1, "Dai"), (0, "Elin"), (3, "Ffion"), (4, "Gwen"), (14, "Huw"),
        (15, "Idris"),
    ]:  # fmt: skip
        learner(name, due_on=day(offset))
    learner("Jac", due_on=None)
    plan()
    assert told() == {
        ("Abi", "overdue"), ("Bryn", "overdue"), ("Elin", "due-in-days"), ("Ffion", "due-in-days"),
        ("Gwen", "due-soon"), ("Huw", "due-soon"),
    }  # fmt: skip


def test_who_was_just_put_on_the_course_knows_the_day_from_the_welcome():
    learner("Abi", due_on=day(5), assigned_at=TEN - timedelta(days=1))
    learner("Bryn", due_on=day(2), assigned_at=TEN - timedelta(days=1))
    plan()
    assert told() == {("Abi", "welcome"), ("Bryn", "welcome")}


def test_ten_quiet_days_and_not_nine():
    learner("Abi", **began(30, active=9))
    learner("Bryn", **began(30, active=11))
    learner("Cai")  # never began
    plan()
    assert told() == {("Bryn", "gone-quiet")}


def test_near_or_past_the_day_the_mail_about_the_day_says_enough():
    learner("Abi", due_on=day(-4), **began(30))
    learner("Bryn", due_on=day(2), **began(30))
    learner("Cai", due_on=day(4), **began(30))
    learner("Dai", due_on=day(15), **began(30))
    plan()
    assert told() == {("Abi", "overdue"), ("Bryn", "due-in-days"), ("Cai", "due-soon"), ("Dai", "gone-quiet")}


def test_days_away_are_not_quiet_days():
    abi, bryn = learner("Abi", **began(40)), learner("Bryn", **began(40))
    away(abi.learner, day(-30), day(-2))
    away(bryn.learner, day(-35), day(-11))
    plan()
    assert told() == {("Bryn", "gone-quiet")}


def test_being_quiet_again_is_told_again(ten_in_the_morning):
    abi = learner("Abi", **began(30, active=11))
    plan()
    Enrolment.objects.filter(pk=abi.pk).update(last_active_at=TEN)
    ten_in_the_morning.move_to(TEN + timedelta(days=12))
    plan()
    plan()
    assert sorted(Delivery.objects.values_list("notices__key", flat=True)) == [
        f"{abi.pk}:2026-11-20",
        f"{abi.pk}:2026-12-01",
    ]


@pytest.mark.parametrize("why", ["inactive", "away", "closed", "completed"])
def test_who_is_not_there_to_be_reminded_is_not(why: str):
    overdue, soon, quiet = learner("Abi", due_on=day(-5)), learner("Bryn", due_on=day(9)), learner("Cai", **began(30))
    new = learner("Dai", assigned_at=TEN)
    for each in (overdue, soon, quiet, new):
        if why == "inactive":
            each.learner.is_active = False
            each.learner.save()
        elif why == "away":
            away(each.learner, day(-1), day(1))
        elif why == "closed":
            Enrolment.objects.filter(pk=each.pk).update(closed_at=TEN, closed_why="left")
        else:
            Enrolment.objects.filter(pk=each.pk).update(started_at=LONG_AGO, completed_at=TEN)
    learner("Elin", due_on=day(-5))  # the control
    plan()
    assert told() == {("Elin", "overdue")}


def test_who_is_back_today_hears_of_it_today():
    abi = learner("Abi", due_on=day(-5))
    away(abi.learner, day(-20), day(-1))
    plan()
    assert told() == {("Abi", "overdue")}


def test_a_new_date_is_told_anew_and_the_old_one_never_again(ten_in_the_morning):
    abi = learner("Abi", due_on=day(10))
    plan()
    plan()
    assert Delivery.objects.count() == 1
    Enrolment.objects.filter(pk=abi.pk).update(due_on=day(12))
    plan()
    assert sorted(Delivery.objects.values_list("notices__key", flat=True)) == [
        f"{abi.pk}:2026-12-11",
        f"{abi.pk}:2026-12-13",
    ]


def test_a_certificate_that_was_missed_is_swept_up_and_an_old_one_left_alone():
    new, old, gone = learner("Abi"), learner("Bryn"), learner("Cai")
    for each in (new, old, gone):
        finish(each)
    Certificate.objects.filter(enrolment=old).update(issued_on=day(-40))
    withdraw(Certificate.objects.get(enrolment=gone), "A mistake")
    forget()
    plan()
    assert told() == {("Abi", "certificate")}


def test_a_person_without_a_course_is_told_nothing():
    person("Abi")
    plan()
    assert told() == set()


@pytest.mark.parametrize("path", settings.REMINDERS)
def test_each_reminder_in_the_settings_has_its_words(path: str):
    kind = next(each for each in reminders() if path.endswith(type(each).__name__)).kind
    for part in ("subject.txt", "body.txt", "body.html"):
        assert get_template(f"notifications/mails/{kind}/{part}")
    assert reminder_called(kind).kind == kind


def test_no_two_reminders_share_a_kind():
    kinds = [each.kind for each in reminders()]
    assert len(set(kinds)) == len(kinds) == len(settings.REMINDERS)
    assert reminder_called("no-such-thing") is None
