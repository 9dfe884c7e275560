"""What the administration shows of what goes with a person who is deleted: nothing that is the person's alone."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.utils.text import capfirst


def without_private(listed: list[Any], counts: dict[str, int]) -> tuple[list[Any], dict[str, int]]:
    """Django's list of rows to be deleted, and its counts, without the rows under the rule `owned_by`."""
    private = [model._meta for model in apps.get_models() if hasattr(model._default_manager.all(), "owned_by")]
    openings = tuple(f"{capfirst(meta.verbose_name)}: " for meta in private)
    plurals = {str(meta.verbose_name_plural) for meta in private}
    return _prune(listed, openings), {name: count for name, count in counts.items() if str(name) not in plurals}


def _prune(listed: list[Any], openings: tuple[str, ...]) -> list[Any]:
    kept: list[Any] = []
    is_hidden = False
    for each in listed:
        # A list holds what depends on the row before it.
        if isinstance(each, list):
            kept += [] if is_hidden else [_prune(each, openings)]
            continue
        is_hidden = str(each).startswith(openings)
        kept += [] if is_hidden else [each]
    return kept
