"""A broker that is dead, stopped, silent or emptied: nobody who learns notices, nothing is lost, and mail goes on by
itself. On the two brokers at once: Redis on a port, as in production, and the one that `make run` starts."""

from __future__ import annotations

import time

import pytest
import redis

from tests.faults.brokers import Broker, wait_until
from tests.faults.site import Site, Visitor

pytestmark = pytest.mark.needs_linux

# How much slower a page may be than the same page just before. One that waited for a broker would be hundreds of times.
SLOWER = 6
# Longer than any of our waits for a broker, so that each process has met the fault, and has been waiting in it.
IN_TROUBLE = 7
BACK_WITHIN = 60

FAULTS = {
    "dead": (Broker.die, Broker.come_back_to_life),
    "stopped": (Broker.stop, Broker.go_on),
    "silent": (Broker.fall_silent, Broker.speak_again),
}


@pytest.fixture
def visitors(sites: list[Site]) -> list[Visitor]:
    """Sam, signed in on each site, whose mails all arrive."""
    sams = [Visitor(site) for site in sites]
    for sam in sams:
        assert sam.sign_in()[0] == 200
        assert sam.pace(1)
    return sams


def addressed_to(site: Site, address: str) -> int:
    return site.sink.recipients().count(address)


def test_mail_goes_out_while_all_is_well(sites: list[Site], visitors: list[Visitor]):
    for sam in visitors:
        sam.ask_for_new_password("well@example.org")
    for site in sites:
        wait_until(lambda site=site: addressed_to(site, "well@example.org") == 1, 60, f"{site.name}: it is sent")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broker_in_trouble_is_noticed_by_nobody_and_made_up_for(
    sites: list[Site], visitors: list[Visitor], fault: str
):
    begin, end = FAULTS[fault]
    before = [sam.pace() for sam in visitors]
    for site in sites:
        begin(site.broker)
    began = time.monotonic()
    address = f"{fault}@example.org"
    for site, sam, pace in zip(sites, visitors, before, strict=True):
        assert not site.broker.answers(), "the fault is real"
        assert sam.pace() < pace * SLOWER, f"{site.name}: pages are slower"
        # What needs a session, a count shared by all processes, or a mail, works as well.
        assert "Sign out" in Visitor(site).sign_in("colleague@example.org")[1]
        stranger = Visitor(site)
        wrong = [stranger.sign_in(address, "wrong")[0] for _ in range(6)]
        assert (wrong[0], wrong[-1]) == (200, 429), f"{site.name}: {wrong}"
        sam.ask_for_new_password(address)
    time.sleep(max(0.0, IN_TROUBLE - (time.monotonic() - began)))
    for site in sites:
        assert addressed_to(site, address) == 0
        end(site.broker)
    for site in sites:
        wait_until(
            lambda site=site: addressed_to(site, address) == 1, BACK_WITHIN, f"{site.name}: what was due is sent"
        )
        assert site.processes["worker"].poll() is None
        assert site.processes["beat"].poll() is None


def test_an_emptied_broker_loses_nothing(sites: list[Site], visitors: list[Visitor]):
    for site, sam in zip(sites, visitors, strict=True):
        sam.ask_for_new_password("emptied@example.org")
        site.broker.lose_everything()
        assert "Sign out" in sam.get("/")[1]
    for site in sites:
        sent = lambda site=site: addressed_to(site, "emptied@example.org") == 1  # noqa: E731
        wait_until(sent, BACK_WITHIN, f"{site.name}: what was due is sent")


def test_without_its_time_limits_beat_would_wait_for_ever_for_a_silent_broker(sites: list[Site]):
    """The control: two beats beside the site's own, one as it is and one without the limits."""
    site = sites[-1]
    site.begin_beat("tests.faults.guarded:app", "guarded")
    site.begin_beat("tests.faults.unguarded:app", "unguarded")

    def ticks(queue: str) -> int:
        try:
            return int(site.broker.client.llen(queue))
        except redis.RedisError:
            return 0

    wait_until(lambda: ticks("guarded") and ticks("unguarded"), 30, "both tick")
    site.broker.fall_silent()
    time.sleep(IN_TROUBLE)
    site.broker.speak_again()
    before = ticks("guarded"), ticks("unguarded")
    wait_until(lambda: ticks("guarded") > before[0] + 2, BACK_WITHIN, "the guarded one ticks again")
    assert ticks("unguarded") == before[1]
