"""The database made ready: migrated, the course loaded, demo people made. Skipped when nothing has changed."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tools import processes
from tools.house import ROOT, database_file, var_dir
from tools.telling import Refused, say

# What can't change what the database should hold.
BESIDE_THE_POINT = {"tests", "tools", "var", "dev.txt", "uv.txt", "__pycache__", "static", "templates"}


def prepare(python: Path, environment: dict[str, str]) -> str:
    """Makes the database ready and returns what to tell about the demo people."""
    told = var_dir() / "demo-people.txt"
    stamp = fingerprint()
    if read_stamp() == stamp and told.exists():
        return told.read_text()
    manage = [str(python), "manage.py"]
    for doing, command in (
        ("Making the tables", ["migrate", "--no-input", "-v", "0"]),
        ("Loading the course", ["import_course"]),
    ):
        say(f"{doing}…")
        if processes.run(command[0], [*manage, *command], environment):
            raise Refused(f"`manage.py {command[0]}` failed; the lines above say why.")
    say("Making demo people…")
    part = told.with_suffix(".part")
    part.touch(mode=0o600)
    failed = processes.run("make_demo_people", [*manage, "make_demo_people"], environment, part)
    if failed:
        raise Refused(f"`manage.py make_demo_people` failed:\n{part.read_text()}")
    part.replace(told)
    write_stamp(stamp)
    return told.read_text()


def fingerprint() -> int:
    """Changes with the code, the course and the libraries. 31 bits: as much as SQLite keeps in a file's head."""
    digest = hashlib.sha256()
    for file in sorted(files_that_matter(ROOT)):
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return int.from_bytes(digest.digest()[:4]) >> 1 or 1


def files_that_matter(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if entry.name.startswith(".") or entry.name in BESIDE_THE_POINT:
            continue
        if entry.is_dir():
            yield from files_that_matter(path)
        elif path.suffix in {".py", ".yaml", ".yml", ".json", ".txt"}:
            yield path


def read_stamp() -> int:
    """Which fingerprint this very database was made ready for, or 0. The stamp is in the file itself, so that one put
    back from elsewhere is never taken for the one that was here; a database server is made ready each time."""
    file = database_file()
    if file is None or not file.exists():
        return 0
    with closing(sqlite3.connect(file)) as connection:
        try:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
        except sqlite3.DatabaseError as error:
            raise Refused(
                f"{file} is no database that can be read ({error}). Move it away and run this again."
            ) from error


def write_stamp(stamp: int) -> None:
    file = database_file()
    if file is not None:
        with closing(sqlite3.connect(file, timeout=20)) as connection:
            connection.execute(f"PRAGMA user_version = {stamp}")
