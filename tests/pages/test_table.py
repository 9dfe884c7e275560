"""The table of pages is whole: no address of the site is in nobody's sight."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from tests.pages.addresses import WRONG
from tests.pages.rows.administration import NOT_OFFERED
from tests.pages.table import ALIKE, NO_PAGE, PAGES
from tests.pages.window import HERE


def names(resolver: URLResolver, within: str = "") -> Iterator[str]:
    """The name of every address, with the namespace before it."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{within}{pattern.namespace}:" if pattern.namespace else within)
        else:
            yield f"{within}{pattern.name}"


def is_alike(name: str) -> bool:
    return name.startswith("admin:") and name.rpartition("_")[2] in ALIKE


def is_not_offered(name: str) -> bool:
    return name.startswith("admin:") and any(name.endswith(f"_{form}") for form in NOT_OFFERED)


def test_every_address_is_in_the_table_or_is_no_page() -> None:
    addresses = set(names(get_resolver("cce_lms.urls")))
    looked_at = {page.name for page in PAGES}
    forgotten = addresses - looked_at - set(NO_PAGE)
    assert {name for name in forgotten if not is_alike(name) and not is_not_offered(name)} == set()
    assert (looked_at | set(NO_PAGE)) - addresses - {f"wrong-{name}" for name in WRONG} == set()
    assert set(ALIKE.values()) <= looked_at
    assert looked_at & set(NO_PAGE) == set()


def test_each_page_stands_there_once() -> None:
    told = [str(page) for page in PAGES]
    assert sorted(told) == sorted(set(told))


def test_axe_is_the_version_that_is_written_beside_it() -> None:
    said = re.search(r"axe-core ([\d.]+)", (HERE / "axe" / "README.md").read_text())
    is_in = re.match(r"/\*! axe v([\d.]+)", (HERE / "axe" / "axe.min.js").read_text())
    assert said and is_in
    assert said.group(1).rstrip(".") == is_in.group(1)
