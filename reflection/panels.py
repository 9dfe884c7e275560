"""The reflection box on a lesson's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from courses.panels import Panel
from courses.places import Place
from reflection.forms import ReflectionForm
from reflection.models import JournalEntry
from reflection.writing import write_entry

if TYPE_CHECKING:
    from accounts.models import User


class ReflectionPanel(Panel):
    template = "reflection/panel.html"

    def __init__(self, request: HttpRequest, place: Place) -> None:
        # Panels are for somebody enrolled, and so signed in.
        self.writer = cast("User", request.user)
        self.place = place
        self.entry = JournalEntry.objects.owned_by(request.user).filter(lesson=place.lesson.pk).first()
        self.form: ReflectionForm = ReflectionForm(
            request.POST if request.method == "POST" else None,
            initial={"reflection": self.entry.text if self.entry else ""},
            prompt=place.lesson.revision.prompt,
        )

    def save(self) -> None:
        # A form that came without the box (an old tab, a scenario) says nothing about what was written before.
        if "reflection" not in self.form.data:
            return
        text, before = self.form.cleaned_data["reflection"], self.entry.text if self.entry else ""
        if text != before:
            write_entry(self.writer, self.place.lesson.pk, self.place.lesson.revision.prompt, text)
