"""What the floors are, and what our own code and templates say. Read from pyproject.toml: there is one list."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def floors() -> list[list[str]]:
    """The apps, floor by floor, the roof first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return [[app.strip() for app in floor.split("|")] for floor in contracts[0]["layers"]]


FLOORS = floors()
APPS = {app for floor in FLOORS for app in floor}
LEVELS = {app: level for level, floor in enumerate(reversed(FLOORS)) for app in floor}


def may_use(app: str, other: str) -> bool:
    """Whether code of `app` may know of `other`: itself, what lies beneath, and what is not ours."""
    return other == app or other not in APPS or LEVELS[other] < LEVELS[app]


def sources(app: str) -> Iterator[tuple[Path, ast.Module]]:
    """The Python of an app. Migrations are history, and held by what they migrate."""
    for path in sorted((ROOT / app).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def templates(app: str) -> Iterator[tuple[Path, str]]:
    for path in sorted((ROOT / app / "templates").rglob("*")):
        if path.is_file():
            yield path.relative_to(ROOT), path.read_text()
