"""Pages of the service as a whole."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import SiteSettings, User
from cce_lms.demo import CAST, PASSWORD, NotInProduction, make_demo_people
from tests.courses.building import make_person, put_on, small_course

pytestmark = pytest.mark.django_db

OPEN = ["/worried/", "/privacy/", "/accessibility/", "/support/"]


@pytest.mark.parametrize("address", OPEN)
def test_everybody_may_read_it_and_finds_the_way_for_a_child_at_risk(client: Client, address: str) -> None:
    for person in (None, make_person("Sam")):
        if person:
            client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 200
        assert 'href="/worried/"' in answer.content.decode()


def test_until_the_services_own_route_is_there_it_says_999_and_warns_administrators(client: Client) -> None:
    assert "call 999" in client.get("/worried/").content.decode()
    assert "Fill it in" not in client.get("/worried/").content.decode()
    client.force_login(make_person("Ada", is_staff=True, is_superuser=True))
    assert "Fill it in" in client.get("/worried/").content.decode()


def test_the_services_own_route_stands_there(client: Client) -> None:
    SiteSettings.objects.create(pk=1, safeguarding_text="Ring the duty desk <now>.", safeguarding_phone="01632 960000")
    page = client.get("/worried/").content.decode()
    assert "Ring the duty desk &lt;now&gt;." in page
    assert 'href="tel:01632960000"' in page
    assert "call 999" in page


def test_the_gallery_is_for_staff(client: Client) -> None:
    assert client.get("/gallery/").status_code == 302
    client.force_login(make_person("Sam"))
    assert client.get("/gallery/").status_code == 403
    client.force_login(make_person("Eddie", is_staff=True))
    assert client.get("/gallery/").status_code == 200


def test_the_health_check_says_ok_to_anybody(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.parametrize("address", ["/no-such-page/", "/learn/%00/", "/\ud7ff/", "/journal/" + "9" * 400 + "/"])
def test_what_does_not_exist_is_not_found_in_the_sites_look(client: Client, address: str) -> None:
    client.force_login(make_person("Sam"))
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Traceback" not in answer.content.decode()
    assert 'href="/worried/"' in answer.content.decode()


def test_personal_pages_are_kept_by_no_cache(client: Client) -> None:
    sam = make_person("Sam")
    put_on(small_course(), sam)
    client.force_login(sam)
    for address in ("/", "/journal/", "/learn/induction/trauma/family/", "/certificates/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


def test_demo_people_are_one_for_each_role_and_keep_what_they_did() -> None:
    small_course()
    make_demo_people()
    User.objects.filter(email="starter@example.org").update(name="Sam Changed")
    make_demo_people()
    assert set(User.objects.values_list("email", flat=True)) == {person.email for person in CAST}
    assert User.objects.get(email="starter@example.org").name == "Sam Changed"
    assert all(email.endswith("@example.org") for email in User.objects.values_list("email", flat=True))
    assert Client().login(username="starter@example.org", email="starter@example.org", password=PASSWORD)


def test_demo_people_are_impossible_in_production(settings: pytest.FixtureRequest) -> None:
    settings.DEVELOPMENT = False  # type: ignore[attr-defined]
    with pytest.raises(NotInProduction):
        make_demo_people()
    assert User.objects.count() == 0
