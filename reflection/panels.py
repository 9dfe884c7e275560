"""The reflection box on a lesson's page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from courses.panels import Panel
from courses.places import Place
from reflection.forms import ReflectionForm
from reflection.models import JournalEntry
from reflection.writing import WrittenElsewhere, write_entry

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
            entry=self.entry,
            prompt=place.lesson.revision.prompt,
        )

    def save(self) -> bool:
        # A form that came without the box (an old tab, a scenario) says nothing about what was written before.
        if "reflection" not in self.form.data:
            return True
        text, based_on = self.form.cleaned_data["reflection"], self.form.cleaned_data["based_on"]
        if text == (self.entry.text if self.entry else ""):
            return True
        try:
            write_entry(self.writer, self.place.lesson.pk, self.form.prompt, text, based_on)
        except WrittenElsewhere as other:
            self.form.clash(other.entry)
            return False
        return True
