"""What somebody sees who types `make run`, and stops it in the many ways there are."""

import contextlib
import os
import signal
import socket
import sqlite3
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stack import Stack

pytestmark = pytest.mark.needs_linux

PARTS = {"launcher", "make", "broker", "web server", "worker", "beat"}


def eventually(condition: Callable[[], bool], patience: float = 20) -> bool:
    deadline = time.monotonic() + patience
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def all_at_work(stack: Stack) -> bool:
    """A worker that still waits for its broker would not hear that both should end."""
    return set(stack.processes()) == PARTS and " ready." in (stack.var / "log" / "worker.log").read_text()


def the_launcher(stack: Stack) -> int:
    return stack.processes()["launcher"][0]


def memory_in_mb(pids: list[int]) -> float:
    """What the processes really take: memory that several share is counted once."""
    rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() for pid in pids]
    return sum(int(line.split()[1]) for lines in rollups for line in lines if line.startswith("Pss:")) / 1024


def test_the_address_that_is_printed_answers(stack):
    assert stack.said().rstrip().endswith(f"The site is at {stack.url}")
    with urllib.request.urlopen(f"{stack.url}/healthz") as answer:
        assert answer.status == 200


def test_the_demo_people_are_told_before_the_address(stack):
    assert "@example.org" in stack.said()


def test_all_processes_together_stay_small(stack):
    assert eventually(lambda: set(stack.processes()) == PARTS)
    for _ in range(30):
        urllib.request.urlopen(f"{stack.url}/accounts/login/").read()
    time.sleep(6)  # beat has ticked, and the worker has worked
    assert memory_in_mb([pid for pids in stack.processes().values() for pid in pids]) <= 400


def test_the_web_server_and_the_broker_are_open_to_this_machine_alone(stack):
    own = [pid for pids in stack.processes().values() for pid in pids]
    assert listening_addresses(own) == {("0100007F", stack.port)}


def listening_addresses(pids: list[int]) -> set[tuple[str, int]]:
    """Where the processes listen by TCP, as /proc/net writes it."""
    inodes = set()
    for pid in pids:
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                inodes.add(str(descriptor.readlink()).removeprefix("socket:[").removesuffix("]"))
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    listening = [row for row in rows if row[3] == "0A" and row[9] in inodes]
    return {(address, int(port, 16)) for row in listening for address, port in [row[1].split(":")]}


def test_a_second_run_keeps_what_people_did_and_starts_within_five_seconds(site):
    first = site()
    with contextlib.closing(sqlite3.connect(first.var / "db.sqlite3")) as database, database:
        database.execute("INSERT INTO accounts_team (name, path) VALUES ('East office', '9000/')")
    times = []
    for _ in range(2):
        begun = time.monotonic()
        with site():
            times.append(time.monotonic() - begun)
    with contextlib.closing(sqlite3.connect(first.var / "db.sqlite3")) as database:
        assert database.execute("SELECT name FROM accounts_team WHERE path = '9000/'").fetchall() == [("East office",)]
    assert min(times) < 5


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_however_it_is_stopped_no_process_is_left(site, number):
    with site() as stack:
        assert eventually(lambda: set(stack.processes()) == PARTS)
        assert stack.send(number).wait_until_ended(20).endswith("Stopped. What people did is kept.\n")
        assert stack.processes() == {}


def test_a_signal_to_the_launcher_alone_stops_everything(site):
    with site() as stack:
        os.kill(the_launcher(stack), signal.SIGTERM)
        stack.wait_until_ended(20)
        assert stack.processes() == {}


def test_it_can_be_stopped_before_it_is_ready(site, tmp_path):
    (tmp_path / "new").mkdir()
    stack = site(tmp_path / "new").start()
    assert eventually(lambda: "Making the tables" in stack.said())
    stack.press_ctrl_c()
    assert "Run it again, and it goes on from here." in stack.said()
    assert stack.processes() == {}
    with site(tmp_path / "new"):
        pass


def test_a_first_run_that_was_killed_is_gone_on_with(site, tmp_path):
    (tmp_path / "new").mkdir()
    stack = site(tmp_path / "new").start()
    assert eventually(lambda: "Loading the course" in stack.said())
    os.kill(the_launcher(stack), signal.SIGKILL)
    assert eventually(lambda: stack.processes() == {})
    with site(tmp_path / "new") as again:
        assert "Loading the course" in again.said()


def test_a_process_that_does_not_listen_is_killed(site):
    with site() as stack:
        assert eventually(lambda: set(stack.processes()) == PARTS)
        for pid in stack.processes()["worker"]:
            os.kill(pid, signal.SIGSTOP)
        assert "The worker does not stop by itself, so it is killed." in stack.press_ctrl_c()
        assert stack.processes() == {}


def test_a_process_that_ends_by_itself_is_named_and_the_others_are_stopped(site):
    with site() as stack:
        assert eventually(lambda: set(stack.processes()) == PARTS)
        os.kill(stack.processes()["beat"][0], signal.SIGKILL)
        said = stack.wait_until_ended(20)
        assert "The beat ended by itself (killed by SIGKILL). The last lines of " in said
        assert "beat.log" in said
        assert stack.make.returncode != 0
        assert stack.processes() == {}


def test_a_closed_terminal_is_no_reason_to_leave_anything(site):
    with site() as stack:
        stack.output.unlink()
        stack.send(signal.SIGHUP)
        stack.make.wait(20)
        assert stack.processes() == {}


def test_when_the_launcher_is_killed_its_processes_end(site):
    with site() as stack:
        assert eventually(lambda: all_at_work(stack))
        os.kill(the_launcher(stack), signal.SIGKILL)
        assert eventually(lambda: stack.processes() == {})


def test_what_a_killed_run_leaves_behind_is_cleared_up_by_the_next(site):
    with site() as stack:
        assert eventually(lambda: all_at_work(stack))
        (left,) = stack.processes()["beat"]
        os.kill(left, signal.SIGSTOP)
        os.kill(the_launcher(stack), signal.SIGKILL)
        assert eventually(lambda: stack.processes() == {"beat": [left]})
    with site() as again:
        assert "Stopping the beat that an earlier run left behind." in again.said()
        assert left not in [pid for pids in again.processes().values() for pid in pids]


def test_an_id_that_another_program_has_now_is_left_alone(site):
    stack = site()
    (stack.var / "processes.json").write_text(
        f'[{{"name": "worker", "pid": {os.getpid()}, "started": "1"}}]'  # ourselves, but begun at another time
    )
    with stack:
        assert "left behind" not in stack.said()


def test_a_taken_port_is_told_with_a_way_out(site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        said = site(port=taken).start().wait_until_ended()
    assert f"Port {taken} is taken by another program. Choose another: PORT={taken + 1} make run" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1"])
def test_a_port_that_is_none_is_told(site, port):
    said = site(PORT=port).start().wait_until_ended()
    assert f"PORT is “{port}”, and must be a number from 1 to 65535." in said
    assert "Traceback" not in said


def test_a_second_run_at_once_is_told_where_the_first_is(site):
    with site() as first:
        second = site(port=first.port)
        second.output = first.var / "second.txt"
        said = second.start().wait_until_ended()
        assert f"It runs here already: {first.url}. Stop that one first" in said
        assert first.make.poll() is None


def test_production_settings_are_refused(site):
    said = site(DEVELOPMENT="0").start().wait_until_ended()
    assert "This starts a development site with demo people, and DEVELOPMENT says otherwise." in said


def test_the_signing_key_is_the_owners_alone_and_stays(site, prepared):
    stack = site()
    key = stack.var / "secret-key"
    with stack:
        assert key.read_text() == (prepared / "secret-key").read_text()
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(key.read_text()) >= 50
