"""Tests marked `both_databases` have a twin on PostgreSQL. The twins run in one pytest of their own, beside this one: a
process has one default database; each is reported here like any other test."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.machine import POSTGRESQL

REPORT = "POSTGRESQL_REPORT"
OUTCOMES = pytest.StashKey[dict[str, str]]()
RUNNING = pytest.StashKey["Running"]()


class Twin(pytest.Item):
    def __init__(self, *, of: pytest.Item, **more: Any) -> None:
        super().__init__(**more)
        self.of = of

    def runtest(self) -> None:
        if OUTCOMES not in self.session.stash:
            self.session.stash[OUTCOMES] = self.session.stash[RUNNING].outcomes()
        failure = self.session.stash[OUTCOMES].get(self.of.nodeid, "It did not run.")
        if failure:
            raise AssertionError(failure)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


def twins(items: list[pytest.Item]) -> list[Twin]:
    """One for each test that is marked, unless this is PostgreSQL already."""
    if connection.vendor == "postgresql":
        return []
    return [
        Twin.from_parent(item.parent, name=f"{item.name}[postgresql]", of=item)
        for item in items
        if item.parent and item.get_closest_marker("both_databases")
    ]


class Running:
    """The pytest that runs on PostgreSQL, beside the one that started it: it takes the second core."""

    def __init__(self, items: list[pytest.Item]) -> None:
        self.names = [item.nodeid for item in items]
        self.report = Path(os.environ["VAR_DIR"]) / "postgresql.jsonl"
        self.report.unlink(missing_ok=True)
        self.output = self.report.with_suffix(".txt")
        self.database = f"cce_lms_{os.getpid()}"
        address = f"{POSTGRESQL.rpartition('/')[0]}/{self.database}"
        environment = {**os.environ, "DATABASE_URL": address, REPORT: str(self.report)}
        command = [sys.executable, "-m", "pytest", "-q", "--no-header", *self.names]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=items[0].config.rootpath, env=environment, stdout=output, stderr=subprocess.STDOUT
            )

    def outcomes(self) -> dict[str, str]:
        """For each test, how it failed, or nothing."""
        self.process.wait()
        if not self.report.exists():
            return dict.fromkeys(self.names, self.output.read_text())
        found: dict[str, str] = {}
        for phase in map(json.loads, self.report.read_text().splitlines()):
            found[phase["test"]] = found.get(phase["test"], "") + phase["failure"]
        return found


def start(session: pytest.Session) -> None:
    """Starts the twins' own pytest, if there are any to run."""
    of = [item.of for item in session.items if isinstance(item, Twin)]
    if of and not session.config.option.collectonly:
        session.stash[RUNNING] = Running(of)


def stop(session: pytest.Session) -> None:
    """Ends it where the run ended before its time."""
    running = session.stash.get(RUNNING, None)
    if running is None:
        return
    if running.process.poll() is None:
        running.process.terminate()
        running.process.wait()
    drop(f"test_{running.database}")


def drop(name: str) -> None:
    """Clears up after a run that could not do so itself."""
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(POSTGRESQL, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def write_down(report: pytest.TestReport) -> None:
    """On PostgreSQL: leaves word of how a phase of a test went for the run on SQLite that waits for it."""
    if os.environ.get(REPORT):
        failure = "" if report.passed else report.longreprtext or report.outcome
        with Path(os.environ[REPORT]).open("a") as stream:
            stream.write(json.dumps({"test": report.nodeid, "failure": failure}) + "\n")
