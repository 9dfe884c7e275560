"""Tests marked `both_databases` have a twin on PostgreSQL. All twins run in one pytest of their own, at the end, as a
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


class Twin(pytest.Item):
    def __init__(self, *, of: pytest.Item, **more: Any) -> None:
        super().__init__(**more)
        self.of = of

    def runtest(self) -> None:
        if OUTCOMES not in self.session.stash:
            self.session.stash[OUTCOMES] = run([item.of for item in self.session.items if isinstance(item, Twin)])
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


def run(items: list[pytest.Item]) -> dict[str, str]:
    """Runs tests on PostgreSQL. Returns, for each, how it failed, or nothing."""
    report = Path(os.environ["VAR_DIR"]) / "postgresql.jsonl"
    report.unlink(missing_ok=True)
    name = f"cce_lms_{os.getpid()}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{POSTGRESQL.rpartition('/')[0]}/{name}",
        REPORT: str(report),
    }
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", *(item.nodeid for item in items)]
    try:
        ran = subprocess.run(command, cwd=items[0].config.rootpath, env=environment, capture_output=True, text=True)
    finally:
        drop(f"test_{name}")
    if not report.exists():
        return dict.fromkeys((item.nodeid for item in items), ran.stdout + ran.stderr)
    outcomes: dict[str, str] = {}
    for phase in map(json.loads, report.read_text().splitlines()):
        outcomes[phase["test"]] = outcomes.get(phase["test"], "") + phase["failure"]
    return outcomes


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
