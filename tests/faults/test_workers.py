"""A worker that is killed with no time for anything: no mail is lost, and none is sent twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.brokers import wait_until
from tests.faults.site import CELERY, Site

pytestmark = pytest.mark.needs_linux

# Imported first, so that it is day in this process too.
ENROL = """
import tests.faults.hasty
from accounts.registering import register_person
from courses.enrolling import enrol
from courses.models import Course
for name in {names}:
    enrol(register_person(name + "@example.org", name.title()), Course.objects.get())
"""


@pytest.fixture
def site(sites: list[Site]) -> Iterator[Site]:
    """One of the sites, without worker and beat of its own."""
    site = sites[-1]
    for name in ("worker", "beat"):
        site.kill(name)
    yield site
    for name in [name for name in site.processes if name != "web"]:
        site.kill(name)
    site.begin_worker(CELERY)
    site.begin_beat(CELERY)


def welcomed(site: Site, app: str, *names: str) -> dict[str, int]:
    """Enrols people, lets workers die while they are being welcomed, and says how many mails came for each."""
    deaths: list[str] = []

    def death() -> None:
        site.kill("worker")
        deaths.append("killed")

    early, late = f"{names[1]}@example.org", f"{names[3]}@example.org"
    site.sink.when_named[early] = death
    site.sink.when_arrived[late] = death
    site.manage("shell", "--no-imports", "-c", ENROL.format(names=list(names)))
    site.begin_beat(app)
    for number in (1, 2):
        site.begin_worker(app, threads=1)  # one mail at a time, so that it is known which one is caught
        wait_until(lambda number=number: len(deaths) == number, 60, "the worker is killed")
    site.begin_worker(app, threads=1)
    addresses = [f"{name}@example.org" for name in names]

    def ended() -> bool:
        states = site.states()
        return {states[address] for address in addresses} <= {"sent", "failed", "uncertain", "withheld"}

    wait_until(ended, 60, "each mail comes to an end")
    return {address.partition("@")[0]: site.sink.recipients().count(address) for address in addresses}


def test_nothing_is_lost_nothing_doubled_and_the_one_that_nobody_can_know_of_is_shown(site: Site):
    arrived = welcomed(site, "tests.faults.hasty:app", "abi", "bryn", "cai", "dai", "elin")
    assert arrived == {"abi": 1, "bryn": 1, "cai": 1, "dai": 1, "elin": 1}
    states = {address.partition("@")[0]: state for address, state in site.states().items()}
    assert {name: states[name] for name in arrived} == {
        "abi": "sent", "bryn": "sent", "cai": "sent", "dai": "uncertain", "elin": "sent",
    }  # fmt: skip


def test_without_the_guard_the_one_that_nobody_can_know_of_would_come_twice(site: Site):
    """The control."""
    arrived = welcomed(site, "tests.faults.forgetful:app", "ffion", "gwen", "huw", "idris", "jac")
    assert arrived == {"ffion": 1, "gwen": 1, "huw": 1, "idris": 2, "jac": 1}
