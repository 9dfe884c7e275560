"""`make lint`: everything that reads the code without running it. All are run, whatever the first one finds."""

import os
import secrets
from pathlib import Path

from tools import installing, processes, registries
from tools.house import ROOT, var_dir
from tools.telling import say


def lint() -> int:
    """Returns 1 when any linter finds something, and says which."""
    python = installing.install("dev")
    found = [name for name, command, more in linters(python) if check(name, command, more)]
    if registries.check():
        found.append("registries")
    say(f"\nLinters that found something: {', '.join(found)}." if found else "\nNo linter found anything.")
    return 1 if found else 0


def tidy() -> int:
    """Writes code and templates as the linters want them, as far as that goes by itself."""
    programs = installing.install("dev").parent
    for program, *arguments in (
        ["ruff", "check", "--fix", "."],
        ["ruff", "format", "."],
        ["djade", "--target-version", "5.2", *templates()],
    ):
        processes.run(program, [str(programs / program), *arguments], dict(os.environ))
    return 0


def templates() -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/templates/**/*.html"))


def check(name: str, command: list[str], more: dict[str, str]) -> bool:
    say(f"\n— {name}")
    return processes.run(name, command, {**os.environ, **more}) != 0


def linters(python: Path) -> list[tuple[str, list[str], dict[str, str]]]:
    programs = python.parent
    manage = [str(python), "manage.py"]
    development = {"DEVELOPMENT": "1", "VAR_DIR": str(var_dir())}
    production = {
        "DEVELOPMENT": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "training.example.org",
        "SITE_URL": "https://training.example.org",
    }
    return [
        ("ruff format", [str(programs / "ruff"), "format", "--check", "."], {}),
        ("ruff", [str(programs / "ruff"), "check", "."], {}),
        ("djade", [str(programs / "djade"), "--check", "--target-version", "5.2", *templates()], {}),
        ("mypy", [str(python), "-m", "mypy", "."], development),
        ("import-linter", [str(programs / "lint-imports")], development),
        ("makemigrations", [*manage, "makemigrations", "--check", "--dry-run"], development),
        ("check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]
