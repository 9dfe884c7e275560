"""What the page of a team shows: tiles, choices, and one page of people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse

from accounts.models import Team
from courses.models import Domain
from supervision.grid import read_rows
from supervision.scope import LONGEST_FIND, Scope
from supervision.statuses import SINGLE, SORTS, TILES

PEOPLE_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Tile:
    figure: int
    text: Any
    tone: str
    query: str
    is_chosen: bool


def tiles_of(scope: Scope) -> list[Tile]:
    """Each tile shows those whom it counts; the one that is chosen leads back to all."""
    return [
        Tile(
            figure=status.count(scope.roster),
            text=status.tile,
            tone=status.tone,
            query=scope.query(status="" if status is scope.status else status.key),
            is_chosen=status is scope.status,
        )
        for status in TILES
    ]


def team_choices(teams: list[Team]) -> list[tuple[int, str]]:
    """The teams for a list of choices, those beneath another set in."""
    top = min((team.depth for team in teams), default=0)
    return [(team.pk, "\u2003" * (team.depth - top) + team.name) for team in teams]


def domains_of(scope: Scope) -> list[tuple[str, Any, int]]:
    """The domains that stand above the grid, with how many modules each has."""
    counts = Counter(module.domain for module in scope.modules)
    return [(key, label, counts[key]) for key, label in Domain.choices if counts[key]]


def team_page(scope: Scope, page: str | None) -> dict[str, Any]:
    """The context of the page. A number that is out of range shows the nearest page; what is no number, the first."""
    shown = Paginator(scope.people, PEOPLE_A_PAGE).get_page(_number(page))
    return {
        "scope": scope,
        "page": shown,
        "rows": read_rows(scope.viewer, shown.object_list, scope.modules),
        "tiles": tiles_of(scope),
        "groups": TILES,
        "singles": SINGLE,
        "sorts": SORTS.values(),
        "team_choices": team_choices(scope.teams) if len(scope.teams) > 1 else [],
        "shows_teams": len(scope.teams) > 1,
        "longest_find": LONGEST_FIND,
        "export_url": reverse("supervision:export", args=["csv"]) + scope.query(),
        "everybody_url": reverse("supervision:team") + scope.query(find="", status="", team=""),
        "previous_query": scope.query(page=shown.number - 1) if shown.has_previous() else "",
        "next_query": scope.query(page=shown.number + 1) if shown.has_next() else "",
        "domains": domains_of(scope),
        "section": "team",
    }


def _number(page: str | None) -> int:
    """The page that was asked for. Python refuses to read a number of thousands of digits: those are no page either."""
    is_number = page is not None and page.isascii() and page.isdecimal()
    return max(1, int(page[:9])) if page and is_number else 1
