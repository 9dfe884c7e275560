"""Issuing: once for what was completed, with the facts of the day, whoever else tries at the same moment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from accounts.models import SiteSettings, User
from certificates import issuing, models
from certificates.issuing import NotCompleted, issue, replace, withdraw
from certificates.models import Certificate, State
from courses.models import Course, Enrolment
from courses.signals import course_completed
from tests.certificates.conftest import Cast, completed
from tests.racing import race

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[str, State]]:
    return [(certificate.name, certificate.state()) for certificate in Certificate.objects.order_by("pk")]


def test_a_certificate_freezes_the_facts_of_the_day(cast: Cast, course: Course):
    issued = issue(completed(course, cast.amina))
    SiteSettings.objects.update(service_name="Another Service")
    Course.objects.update(title="Another course", content_version="2027.1", hours=9, valid_months=1)
    User.objects.update(name="Another Name")
    facts = Certificate.objects.get().facts()
    assert facts.serial == issued.serial
    assert (facts.name, facts.course_title, facts.content_version) == ("Amina Evans", "Cultural competence", "2026.1")
    assert (facts.hours, facts.service_name) == (Decimal("7.5"), "Exampleshire Youth Justice Service")
    assert (facts.issued_on, facts.expires_on) == (date(2026, 11, 23), date(2028, 11, 23))
    assert facts.address == f"http://127.0.0.1:8000/c/{issued.public_id}/"


def test_the_day_is_the_day_of_completion_in_london(cast: Cast, course: Course):
    late = completed(course, cast.amina)
    Enrolment.objects.update(completed_at=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    late.refresh_from_db()
    assert issue(late).issued_on == date(2026, 7, 1)


def test_without_an_end_it_lasts_as_long_as_the_course_says(cast: Cast, course: Course):
    assert issue(completed(course, cast.amina, on=date(2026, 8, 31), until=None)).expires_on == date(2028, 8, 31)


def test_somebody_without_a_name_is_named_by_their_address(cast: Cast, course: Course):
    User.objects.filter(pk=cast.amina.pk).update(name="")
    cast.amina.refresh_from_db()
    assert issue(completed(course, cast.amina)).name == "amina@example.org"


def test_what_is_not_completed_is_not_certified(cast: Cast, course: Course):
    with pytest.raises(NotCompleted):
        issue(Enrolment.objects.create(learner=cast.amina, course=course))
    assert rows() == []


def test_issuing_twice_gives_the_same_one(cast: Cast, course: Course):
    enrolment = completed(course, cast.amina)
    assert issue(enrolment) == issue(enrolment)
    assert rows() == [("Amina Evans", State.VALID)]


def test_completing_again_years_later_gives_another(cast: Cast, course: Course):
    issue(completed(course, cast.amina, on=date(2024, 1, 10), until=date(2026, 1, 10)))
    issue(completed(course, cast.amina))
    assert rows() == [("Amina Evans", State.EXPIRED), ("Amina Evans", State.VALID)]


def test_completing_the_course_issues_in_the_same_transaction(cast: Cast, course: Course):
    enrolment = completed(course, cast.amina)
    with transaction.atomic():
        course_completed.send(Enrolment, enrolment=enrolment)
        assert rows() == [("Amina Evans", State.VALID)]
        transaction.set_rollback(True)
    assert rows() == []


def test_issuing_costs_five_queries(cast: Cast, course: Course, django_assert_num_queries):
    enrolment = Enrolment.objects.select_related("course").get(pk=completed(course, cast.amina).pk)
    with django_assert_num_queries(5):  # the learner, the service, and a savepoint around the row
        issue(enrolment)


def test_a_number_that_is_taken_is_drawn_again(cast: Cast, course: Course):
    taken = issue(completed(course, cast.amina)).serial
    with mock.patch.object(issuing, "new_serial", side_effect=[taken, taken, "2026-QQQQ-7777"]):
        assert issue(completed(course, cast.bilal)).serial == "2026-QQQQ-7777"


def test_when_no_number_is_free_nothing_is_issued(cast: Cast, course: Course):
    taken = issue(completed(course, cast.amina)).serial
    with mock.patch.object(issuing, "new_serial", return_value=taken), pytest.raises(IntegrityError):
        issue(completed(course, cast.bilal))
    assert rows() == [("Amina Evans", State.VALID)]


def test_serial_numbers_are_easy_to_read_out():
    letters = set("".join(models.new_serial(2026)[5:].replace("-", "") for _ in range(500)))
    assert letters == set("34679CDFGHJKMNPQRTVWXY")
    assert not letters & set("0O1IL5S2Z8BAEU")


def test_withdrawing_says_why_and_the_first_reason_stands(cast: Cast, course: Course):
    certificate = issue(completed(course, cast.amina))
    other = issue(completed(course, cast.carys))
    withdraw(certificate, "Issued in error.")
    withdraw(Certificate.objects.get(pk=certificate.pk), "Another reason.")
    assert certificate.withdrawn_why == Certificate.objects.get(pk=certificate.pk).withdrawn_why == "Issued in error."
    assert (certificate.state(), other.state()) == (State.WITHDRAWN, State.VALID)


def test_a_reason_is_asked_by_the_database_too(cast: Cast, course: Course):
    certificate = issue(completed(course, cast.amina))
    with pytest.raises(IntegrityError), transaction.atomic():
        withdraw(certificate, "")


def test_what_was_withdrawn_does_not_come_back_by_itself(cast: Cast, course: Course):
    enrolment = completed(course, cast.amina)
    withdraw(issue(enrolment), "Issued in error.")
    assert issue(enrolment).state() == State.WITHDRAWN
    assert rows() == [("Amina Evans", State.WITHDRAWN)]


def test_replacing_corrects_the_name_and_keeps_the_dates(cast: Cast, course: Course):
    old = issue(completed(course, cast.amina, on=date(2026, 1, 5), until=date(2028, 1, 5)))
    User.objects.filter(pk=cast.amina.pk).update(name="Amina Evans-Khan")
    Course.objects.update(content_version="2027.1")
    new = replace(Certificate.objects.get(pk=old.pk))
    assert rows() == [("Amina Evans", State.REPLACED), ("Amina Evans-Khan", State.VALID)]
    assert Certificate.objects.get(pk=old.pk).superseded_by == new
    assert (new.issued_on, new.expires_on, new.content_version) == (date(2026, 1, 5), date(2028, 1, 5), "2026.1")
    assert new.serial != old.serial
    assert new.public_id != old.public_id


def test_replacing_twice_gives_the_same_one(cast: Cast, course: Course):
    old = issue(completed(course, cast.amina))
    assert replace(old) == replace(old)
    assert rows() == [("Amina Evans", State.REPLACED), ("Amina Evans", State.VALID)]


def test_what_an_erased_person_left_is_not_replaced(cast: Cast, course: Course):
    certificate = issue(completed(course, cast.amina))
    cast.amina.delete()
    with pytest.raises(ValueError, match="erased"):
        replace(Certificate.objects.get(pk=certificate.pk))
    assert rows() == [("Amina Evans", State.VALID)]


def test_states_are_the_same_for_one_row_and_for_many(cast: Cast, course: Course):
    valid = issue(completed(course, cast.amina))
    last_day = issue(completed(course, cast.amina, on=date(2024, 11, 23), until=date(2026, 11, 23)))
    expired = issue(completed(course, cast.bilal, on=date(2024, 11, 22), until=date(2026, 11, 22)))
    withdrawn = issue(completed(course, cast.carys))
    withdraw(withdrawn, "Issued in error.")
    replaced = issue(completed(course, cast.farah))
    successor = replace(replaced)
    both = issue(completed(course, cast.jaya))
    after_both = replace(both)
    withdraw(both, "Issued in error.")
    found = {state: set(Certificate.objects.in_state(state)) for state in State}
    assert found == {
        State.VALID: {valid, last_day, successor, after_both},
        State.EXPIRED: {expired},
        State.REPLACED: {replaced},
        State.WITHDRAWN: {withdrawn, both},
    }
    assert {state: {row for row in Certificate.objects.all() if row.state() == state} for state in State} == found


def issue_by_id(enrolment_id: int) -> str:
    return issue(Enrolment.objects.get(pk=enrolment_id)).serial


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_six_at_once_issue_one(cast: Cast, course: Course):
    enrolment = completed(course, cast.amina)
    serials = race(*[(issue_by_id, enrolment.pk)] * 6)
    assert set(serials) == {Certificate.objects.get().serial}


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_six_at_once_issue_six(cast: Cast, course: Course):
    """The control: what the race above would find, were there no guard."""
    guard = next(rule for rule in Certificate._meta.constraints if rule.name.startswith("one_current"))
    with connection.schema_editor() as editor:
        editor.remove_constraint(Certificate, guard)
    try:
        enrolment = completed(course, cast.amina)
        serials = race(*[(issue_by_id, enrolment.pk)] * 6)
        assert len(set(serials)) == Certificate.objects.count() == 6
    finally:
        Certificate.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Certificate, guard)


def replace_by_id(certificate_id: int) -> str:
    return replace(Certificate.objects.get(pk=certificate_id)).serial


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_six_at_once_replace_by_one(cast: Cast, course: Course):
    old = issue(completed(course, cast.amina))
    serials = race(*[(replace_by_id, old.pk)] * 6)
    assert set(serials) == {Certificate.objects.get(superseded_at=None).serial}
    assert rows() == [("Amina Evans", State.REPLACED), ("Amina Evans", State.VALID)]


@pytest.mark.both_databases
def test_the_database_refuses_what_makes_no_sense(cast: Cast, course: Course):
    certificate = issue(completed(course, cast.amina))
    nonsense = [
        {"expires_on": F("issued_on")},
        {"withdrawn_why": "Without a time."},
        {"superseded_by": certificate.pk},
    ]
    for fields in nonsense:
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=certificate.pk).update(**fields)
