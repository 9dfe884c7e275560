"""Sites to be started, stopped and killed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.stack import Stack

StartSite = Callable[..., Stack]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var directory in which a site has run before."""
    with Stack(tmp_path_factory.mktemp("prepared")) as site:
        pass
    return site.var


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[StartSite]:
    """Makes sites that have run before, not yet started. Whatever happens, nothing of them is left."""
    made: list[Stack] = []

    def make(var: Path = tmp_path / "var", port: int | None = None, **environment: str) -> Stack:
        if not var.exists():
            shutil.copytree(prepared, var, ignore=shutil.ignore_patterns("*.sock"))
        made.append(Stack(var, port, **environment))
        return made[-1]

    yield make
    for stack in made:
        stack.kill_everything()
