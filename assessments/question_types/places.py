"""What types share whose answer fills places, each with one of the choices: a step of an order, a partner of a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from assessments.question_types.contract import Refused, Response

if TYPE_CHECKING:
    from django.http import QueryDict

    from assessments.models import Choice


@dataclass(frozen=True, slots=True)
class Option:
    value: int
    text: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place to fill: what it is called, and what may fill it."""

    label: str
    options: tuple[Option, ...]


# In a response: a place that was left empty. No row has this id.
EMPTY = 0


class FilledPlaces:
    """A response has a place for each choice, filled with the id of one or left empty; it is [] where all are."""

    choice_keys: tuple[str, ...]
    picked_label = gettext_lazy("what people had right")

    def parse(self, data: QueryDict, name: str, offered: Sequence[int]) -> Response | None:
        """The form posts a value for each place, in order: an id, or nothing."""
        if name not in data:
            return None
        # Compared as text: whatever else was posted, however long, is simply not among them.
        known = {"": EMPTY, **{str(pk): pk for pk in offered}}
        values = data.getlist(name)
        if len(values) != len(offered) or not set(values) <= set(known):
            raise Refused
        response = [known[value] for value in values]
        return response if any(response) else []

    def is_answered(self, choices: Sequence[Choice], response: Response) -> bool:
        return len(response) == len(choices) and EMPTY not in response

    def places(self, choices: Sequence[Choice], response: Response) -> list[Place]:
        """The places in order, for the form."""
        raise NotImplementedError

    def describe(self, choice: Choice) -> dict[str, Any]:
        return {name: getattr(choice, name) for name in self.choice_keys}

    def fields_of(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {name: data[name] for name in self.choice_keys}
