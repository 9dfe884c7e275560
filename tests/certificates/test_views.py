"""One's own certificates: the list, the page, the PDF. Somebody else's is as good as none."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from certificates.issuing import issue, replace, withdraw
from certificates.models import Certificate
from courses.models import Course
from tests.certificates.conftest import Cast, completed

pytestmark = pytest.mark.django_db


@pytest.fixture
def amina_s(cast: Cast, course: Course) -> Certificate:
    return issue(completed(course, cast.amina))


@pytest.fixture
def carys_s(cast: Cast, course: Course) -> Certificate:
    return issue(completed(course, cast.carys))


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


TOKEN = re.compile('name="csrfmiddlewaretoken" value="[^"]+"')
PERSONAL = ["certificates:detail", "certificates:pdf"]


def test_the_list_holds_ones_own_only(cast: Cast, amina_s: Certificate, carys_s: Certificate):
    for viewer, own in ((cast.amina, [amina_s]), (cast.farah, []), (cast.jaya, []), (cast.carys, [carys_s])):
        response = as_(viewer).get(reverse("certificates:list"))
        assert list(response.context["certificates"]) == own
        shown = {row.serial for row in (amina_s, carys_s) if row.serial in response.content.decode()}
        assert shown == {row.serial for row in own}


def test_an_empty_list_says_how_one_comes_by_a_certificate(cast: Cast):
    assert "No certificate yet" in as_(cast.bilal).get(reverse("certificates:list")).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(cast: Cast, course: Course, django_assert_num_queries):
    issue(completed(course, cast.amina))
    client = as_(cast.amina)
    with django_assert_num_queries(3):  # the session, the person, the certificates
        client.get(reverse("certificates:list"))
    replace(issue(completed(course, cast.amina, on=date(2024, 1, 1), until=date(2026, 1, 1))))
    with django_assert_num_queries(3):
        assert len(client.get(reverse("certificates:list")).context["certificates"]) == 3


@pytest.mark.parametrize("name", PERSONAL)
def test_who_sees_a_certificate(name: str, cast: Cast, amina_s: Certificate, carys_s: Certificate):
    seen = {
        (viewer.name, certificate.name)
        for viewer in vars(cast).values()
        for certificate in (amina_s, carys_s)
        if as_(viewer).get(reverse(name, args=[certificate.pk])).status_code == 200
    }
    assert seen == {
        ("Amina Evans", "Amina Evans"),
        ("Farah Mirza", "Amina Evans"),
        ("Jaya Rao", "Amina Evans"),
        ("Jaya Rao", "Carys Llŷr"),
        ("Carys Llŷr", "Carys Llŷr"),
    }


@pytest.mark.parametrize("name", PERSONAL)
def test_somebody_elses_is_the_same_as_none(name: str, cast: Cast, carys_s: Certificate):
    client = as_(cast.amina)
    answers = [client.get(reverse(name, args=[pk])) for pk in (carys_s.pk, carys_s.pk + 1, 10**30)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({TOKEN.sub("", answer.content.decode()) for answer in answers}) == 1


@pytest.mark.parametrize("name", ["certificates:list", *PERSONAL])
def test_signed_out_one_is_asked_to_sign_in(name: str, amina_s: Certificate):
    address = reverse(name, args=[] if name == "certificates:list" else [amina_s.pk])
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("name", PERSONAL)
def test_a_personal_page_takes_no_post(name: str, cast: Cast, amina_s: Certificate):
    assert as_(cast.amina).post(reverse(name, args=[amina_s.pk])).status_code == 405


def test_the_page_says_what_the_paper_says(cast: Cast, amina_s: Certificate):
    page = as_(cast.amina).get(amina_s.get_absolute_url()).content.decode()
    expected = [
        "Amina Evans",
        "has completed training based on",
        "Identifying Elements of Cultural Competence within a CCE Cohort: Knowledge, Skills &amp; Values",
        "(Youth Justice Resource Hub)",
        "Cultural competence",
        "Version 2026.1",
        "7.5 hours",
        "23 November 2026",
        "23 November 2028",
        amina_s.serial,
        "Exampleshire Youth Justice Service",
        "Not made or endorsed by the authors of the toolkit",
        amina_s.public_url,
        "Valid",
    ]
    assert [words for words in expected if words not in page] == []
    assert "competent" not in page.lower()


def test_the_pdf_is_the_certificate_under_a_name_that_tells_nothing(cast: Cast, amina_s: Certificate):
    response = as_(cast.amina).get(reverse("certificates:pdf", args=[amina_s.pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="certificate-{amina_s.serial}.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"%PDF-1.7")
    again = as_(cast.farah).get(reverse("certificates:pdf", args=[amina_s.pk]))
    assert again.content == response.content


def test_a_withdrawn_certificate_says_why_to_its_holder_and_offers_no_pdf(cast: Cast, amina_s: Certificate):
    withdraw(amina_s, "Issued in error.")
    page = as_(cast.amina).get(amina_s.get_absolute_url()).content.decode()
    assert "It has been withdrawn." in page
    assert "Issued in error." in page
    assert reverse("certificates:pdf", args=[amina_s.pk]) not in page


def test_what_an_erased_person_left_is_for_those_who_see_everyone(cast: Cast, amina_s: Certificate):
    cast.amina.delete()
    Certificate.objects.update(name="")
    seen = {viewer.name for viewer in (cast.farah, cast.jaya, cast.ioan, cast.bilal) if sees(viewer, amina_s)}
    assert seen == {"Jaya Rao"}
    assert "(name removed)" in as_(cast.jaya).get(amina_s.get_absolute_url()).content.decode()


def sees(viewer: User, certificate: Certificate) -> bool:
    return as_(viewer).get(certificate.get_absolute_url()).status_code == 200


def test_who_may_act_on_a_certificate_leaves_out_its_holder(cast: Cast, amina_s: Certificate, carys_s: Certificate):
    cast.farah.user_permissions.add(Permission.objects.get(codename="change_certificate"))
    jaya_s = issue(completed(amina_s.enrolment.course, cast.jaya))
    may = {
        viewer.name: {row.name for row in Certificate.objects.actable_by(viewer)}
        for viewer in (cast.amina, cast.farah, cast.jaya)
    }
    assert may == {"Amina Evans": set(), "Farah Mirza": {"Amina Evans"}, "Jaya Rao": {"Amina Evans", "Carys Llŷr"}}
    assert jaya_s in Certificate.objects.visible_to(cast.jaya)
