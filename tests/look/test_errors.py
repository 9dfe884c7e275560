"""What people see when something is wrong: in the look, without a trace of the inside."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults
from django.views.csrf import csrf_failure

from accounts.models import User
from tests.look.conftest import signed_in
from tests.look.test_templates import faults


def assert_tells_nothing(html: str) -> None:
    assert faults(html) == set()
    assert not any(word in html for word in ("Traceback", "Exception", "canary", "Django", "CSRF"))
    assert "Cultural competence</title>" in html


def test_a_page_that_is_not_there(client: Client, db: None) -> None:
    response = client.get("/worried/canary/")
    assert response.status_code in {302, 404}
    html = defaults.page_not_found(RequestFactory().get("/canary/"), SuspiciousOperation("canary")).content.decode()
    assert_tells_nothing(html)
    assert reverse("worried") in html


def test_a_page_that_is_not_there_keeps_the_navigation_for_those_who_are_signed_in(amina: User) -> None:
    response = signed_in(amina).get("/canary/")
    assert response.status_code == 404
    assert_tells_nothing(response.content.decode())
    assert "main-nav" in response.content.decode()


def test_a_page_that_is_for_others(staff: User, amina: User) -> None:
    response = signed_in(amina).get(reverse("gallery"))
    assert response.status_code == 403
    assert_tells_nothing(response.content.decode())


def test_a_form_that_had_been_open_too_long(amina: User) -> None:
    request = RequestFactory().post("/")
    request.user = amina
    response = csrf_failure(request, reason="canary")
    assert response.status_code == 403
    assert_tells_nothing(response.content.decode())


def test_a_request_that_cannot_be_read() -> None:
    response = defaults.bad_request(RequestFactory().get("/"), SuspiciousOperation("canary"))
    assert response.status_code == 400
    assert_tells_nothing(response.content.decode())


def test_a_fault_of_ours_is_told_without_a_database() -> None:
    """No database mark: a query would fail this test."""
    response = defaults.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert_tells_nothing(response.content.decode())
    assert "999" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_the_pages_for_bad_days_need_no_list_of_static_files(name: str, settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    html = defaults.loader.get_template(name).render()
    assert_tells_nothing(html)
    assert 'href="/static/look/tokens.css"' in html
