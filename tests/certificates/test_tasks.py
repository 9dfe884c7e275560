"""The sweep: what is missing is issued, what is there is left alone, and one that fails holds up no other."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F
from django.utils import timezone

from certificates.issuing import issue, replace, withdraw
from certificates.models import Certificate
from certificates.tasks import sweep
from courses.models import Course, Enrolment
from tests.certificates.conftest import Cast, completed

pytestmark = pytest.mark.django_db


def held() -> set[tuple[str, str]]:
    return {(certificate.name, certificate.state().value) for certificate in Certificate.objects.all()}


def test_the_sweep_issues_what_is_missing_and_no_more(cast: Cast, course: Course):
    issue(completed(course, cast.amina))
    completed(course, cast.bilal)
    completed(course, cast.carys)
    Enrolment.objects.filter(learner=cast.carys).update(closed_at=timezone.now(), closed_why="left")
    Enrolment.objects.create(learner=cast.farah, course=course)
    withdraw(issue(completed(course, cast.ioan)), "Issued in error.")
    replace(issue(completed(course, cast.jaya)))
    expected = {
        ("Amina Evans", "valid"),
        ("Bilal O’Brien", "valid"),
        ("Carys Llŷr", "valid"),
        ("Ioan Puw", "withdrawn"),
        ("Jaya Rao", "replaced"),
        ("Jaya Rao", "valid"),
    }
    assert sweep() == 2
    assert held() == expected
    assert sweep() == 0
    assert held() == expected


def test_one_that_fails_holds_up_no_other(cast: Cast, course: Course, caplog: pytest.LogCaptureFixture):
    broken = completed(course, cast.amina)
    Enrolment.objects.update(expires_on=date(2026, 11, 23))  # ends on the day it begins, which no certificate may
    completed(course, cast.bilal)
    assert sweep() == 1
    assert held() == {("Bilal O’Brien", "valid")}
    assert f"enrolment {broken.pk}" in caplog.text
    Enrolment.objects.filter(pk=broken.pk).update(expires_on=F("expires_on") + timezone.timedelta(days=1))
    assert sweep() == 1


def test_an_evening_without_work_is_one_query(cast: Cast, course: Course, django_assert_num_queries):
    issue(completed(course, cast.amina))
    with django_assert_num_queries(1):
        sweep()
