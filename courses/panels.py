"""What stands on a lesson's page beside its own text. Upper apps bring panels, named in LESSON_PANELS."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.module_loading import import_string

from courses.places import Place


class Panel:
    """A form that is sent together with “mark complete”. `template` renders it with `panel` and `place`."""

    template: str
    form: BaseForm

    def __init__(self, request: HttpRequest, place: Place) -> None:
        """Load what the viewer wrote before; bind the form where the request is a POST."""

    def is_valid(self) -> bool:
        return self.form.is_valid()

    def save(self) -> bool:
        """Keep what was written. Called when every panel is valid. False where it could not be kept after all: then the
        panel says so when the page is shown again."""
        raise NotImplementedError


@cache
def panel_classes() -> tuple[type[Panel], ...]:
    return tuple(import_string(path) for path in settings.LESSON_PANELS)


def keep_panels(panels: list[Panel]) -> bool:
    """Keep what was written on them. Where something can't be kept, the page must come back with it."""
    # Each is asked, so that each can say what is wrong.
    are_valid = [panel.is_valid() for panel in panels]
    return all(are_valid) and all(panel.save() for panel in panels)


def panels_for(request: HttpRequest, place: Place) -> list[Panel]:
    """The panels of the page, for somebody enrolled: an editor who looks at it writes nothing."""
    if place.enrolment is None:
        return []
    return [panel(request, place) for panel in panel_classes()]
