"""What an address may fill into a form of the administration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

LONGEST_ID = 18


class InitialIds:
    """For a ModelAdmin: a related row is named by its number. Django takes anything from the address, and may fail."""

    model: Any

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_changeform_initial_data(request)  # type: ignore[misc]
        related = {field.name for field in self.model._meta.get_fields() if field.is_relation}
        return {
            name: value
            for name, value in initial.items()
            if name not in related or (str(value).isdecimal() and len(str(value)) <= LONGEST_ID)
        }
