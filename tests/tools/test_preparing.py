"""The database is made ready when something has changed, and only then."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tools import house, preparing
from tools.telling import Refused


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


@pytest.fixture
def commands(var: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands of manage.py that were run, without running them."""
    ran: list[str] = []

    def run(name: str, command: list[str], environment: dict[str, str], log: Path | None = None) -> int:
        ran.append(command[2])
        if log:
            log.write_text("starter@example.org")
        return 0

    monkeypatch.setattr(preparing.processes, "run", run)
    return ran


ALL = ["migrate", "import_course", "make_demo_people"]


def prepare() -> str:
    return preparing.prepare(Path("python"), {})


def test_a_new_database_is_made_ready(commands):
    assert prepare() == "starter@example.org"
    assert commands == ALL


def test_one_that_is_ready_is_left_alone_and_the_demo_people_are_told_again(commands):
    prepare()
    assert prepare() == "starter@example.org"
    assert commands == ALL


def test_changed_code_makes_it_ready_again(commands, monkeypatch):
    prepare()
    monkeypatch.setattr(preparing, "fingerprint", lambda: 7)
    prepare()
    assert commands == ALL * 2


def test_a_database_put_back_from_elsewhere_is_made_ready(commands, var):
    prepare()
    (var / "db.sqlite3").unlink()
    with closing(sqlite3.connect(var / "db.sqlite3")) as database:
        database.execute("CREATE TABLE of_old (id)")
    prepare()
    assert commands == ALL * 2


def test_a_database_server_is_made_ready_each_time(commands, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://training@db.example.org/training")
    prepare()
    prepare()
    assert commands == ALL * 2


def test_a_command_that_fails_stops_there_and_is_named(commands, monkeypatch):
    monkeypatch.setattr(preparing.processes, "run", lambda name, *rest: name == "import_course")
    with pytest.raises(Refused, match="import_course` failed"):
        prepare()
    assert preparing.read_stamp() == 0


def test_a_file_that_is_no_database_is_told(commands, var):
    (var / "db.sqlite3").write_text("no database at all" * 100)
    with pytest.raises(Refused, match="Move it away and run this again"):
        prepare()


def test_the_fingerprint_changes_with_code_and_course_and_not_with_tests(tmp_path, monkeypatch):
    monkeypatch.setattr(preparing, "ROOT", tmp_path)
    for name in ("courses/models.py", "fixtures/course.yaml", "tests/test_course.py", ".venv/x.py", "var/y.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    before = preparing.fingerprint()
    for name in ("tests/test_course.py", ".venv/x.py", "var/y.py"):
        (tmp_path / name).write_text("changed")
        assert preparing.fingerprint() == before
    for name in ("courses/models.py", "fixtures/course.yaml"):
        (tmp_path / name).write_text("changed")
        assert preparing.fingerprint() != before
        before = preparing.fingerprint()


def test_an_sqlite_file_of_ones_own_is_found(var, monkeypatch, tmp_path):
    assert house.database_file() == var / "db.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'own.sqlite3'}")
    assert house.database_file() == tmp_path / "own.sqlite3"
