"""On, paused until a day, or off: everybody for themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from assessments.models import Refresher, RefresherChoice
from assessments.refreshing.choosing import pause, switch_off, switch_on
from tests.assessments.building import text
from tests.assessments.refreshing.building import PASSED, answers
from tests.courses.building import make_person

pytestmark = pytest.mark.django_db

TODAY = PASSED.date() + timedelta(days=7)
ADDRESS = "/refreshers/"


@pytest.fixture(autouse=True)
def today(clock: object) -> None:
    """The clock stands still at noon."""


def chosen() -> dict[str, tuple[bool, date | None]]:
    rows = RefresherChoice.objects.values_list("learner__name", "is_off", "paused_until")
    return {name: (is_off, until) for name, is_off, until in rows}


def choose(client: Client, way: str, until: str = "") -> int:
    return client.post(ADDRESS, {"way": way, "until": until}).status_code


def checked(client: Client) -> tuple[str, str]:
    """What the page shows as chosen."""
    form = client.get(ADDRESS).context["form"]
    return form["way"].value(), str(form["until"].value() or "")


def test_they_are_on_until_somebody_says_otherwise(client: Client, sam: User) -> None:
    make_person("Robin")
    assert checked(client) == ("on", "")
    assert choose(client, "off") == 302
    assert (chosen(), checked(client)) == ({"Sam": (True, None)}, ("off", ""))
    assert choose(client, "paused", "2026-03-20") == 302
    assert (chosen(), checked(client)) == ({"Sam": (False, date(2026, 3, 20))}, ("paused", "2026-03-20"))
    assert choose(client, "on", "2026-03-20") == 302
    assert (chosen(), checked(client)) == ({"Sam": (False, None)}, ("on", ""))


def test_a_pause_that_is_over_is_none(client: Client, sam: User) -> None:
    pause(sam, TODAY)
    assert checked(client) == ("on", "")
    assert not RefresherChoice.objects.resting(TODAY).exists()
    assert RefresherChoice.objects.resting(TODAY - timedelta(days=1)).exists()


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("", "Choose a day after today."),
        ("2026-03-09", "Choose a day after today."),
        ("2020-01-01", "Choose a day after today."),
        ("2028-01-01", "Choose a day within a year, or switch them off."),
        ("soon", "Enter a valid date."),
    ],
)
def test_a_pause_needs_a_day_to_end_on(client: Client, sam: User, until: str, said: str) -> None:
    page = client.post(ADDRESS, {"way": "paused", "until": until})
    assert page.status_code == 422
    assert said in text(page)
    assert chosen() == {}


@pytest.mark.parametrize("way", ["", "never"])
def test_only_what_is_offered_can_be_chosen(client: Client, sam: User, way: str) -> None:
    assert choose(client, way) == 422
    assert chosen() == {}


def test_choosing_twice_is_choosing_once(sam: User) -> None:
    for verb in (switch_off, switch_off, switch_on, switch_off):
        verb(sam)
    assert chosen() == {"Sam": (True, None)}


def test_the_page_says_what_happens_to_answers_and_shows_one_s_own_alone(client: Client, refresher: Refresher) -> None:
    client.post(f"/refreshers/{refresher.pk}/finish/", answers(refresher, right=1))
    page = client.get(ADDRESS)
    assert "Your answers are yours alone." in text(page)
    assert "only once ten people or more have answered" in text(page)
    assert f'href="/refreshers/{refresher.pk}/result/"' in page.content.decode()
    client.force_login(make_person("Robin"))
    assert "/result/" not in client.get(ADDRESS).content.decode()


def test_the_account_leads_to_it(client: Client, sam: User) -> None:
    html = client.get(ADDRESS).content.decode()
    assert f'<li><a href="{ADDRESS}">Refreshers</a></li>' in html
    assert f'<a href="{ADDRESS}" aria-current="page">Refreshers</a>' in html


@pytest.mark.both_databases
def test_the_database_refuses_what_can_t_be(sam: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RefresherChoice.objects.create(learner=sam, is_off=True, paused_until=TODAY)
    switch_on(sam)
    with pytest.raises(IntegrityError), transaction.atomic():
        RefresherChoice.objects.create(learner=sam)
