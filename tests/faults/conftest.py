from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from tests.faults.brokers import embedded_broker, redis_broker
from tests.faults.site import Site


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Site]]:
    """One site a broker, all running. What happens, happens to all of them at once, which takes half the time."""
    folder = tmp_path_factory.mktemp("faults")
    brokers = {"redis": redis_broker(folder / "redis"), "embedded": embedded_broker(folder / "embedded")}
    made = [Site(name, folder / f"{name}-site", broker) for name, broker in brokers.items() if broker]
    try:
        for number, site in enumerate(made):
            site.broker.start()
            if number:
                shutil.copy(made[0].folder / "db.sqlite3", site.folder / "db.sqlite3")
            else:
                site.prepare()
        for site in made:
            site.start()
        yield made
    finally:
        for site in made:
            site.end()
            site.broker.end()
