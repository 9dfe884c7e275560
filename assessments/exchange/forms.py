"""What an editor sends to be imported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessments.exchange import FORMATS, Format, format_of
from assessments.exchange.entry import MOST_BYTES, Reading, Unreadable
from courses.models import Module


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join([".txt", *(each.ending for each in FORMATS.values())])}),
    )
    pasted = forms.CharField(
        label=_("Or paste them here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text=_("GIFT, or rows copied from a spreadsheet with the names of the columns."),
    )
    lesson = forms.ChoiceField(
        label=_("Lesson for new questions that name none"),
        required=False,
        help_text=_("Questions that come from elsewhere, such as Moodle, name no lesson of yours."),
    )

    # What was read, once the form is valid.
    format: Format
    reading: Reading

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"].choices = lesson_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file, pasted = data.get("file"), data.get("pasted") or ""
        if self.errors:
            return data
        if bool(file) == bool(pasted):
            raise ValidationError(_("Choose a file or paste text: one of the two."))
        size = file.size if file else len(pasted.encode())
        if size > MOST_BYTES:
            raise ValidationError(
                _("This is larger than %(most)d MB. A whole course is far less: is it the right file?"),
                params={"most": MOST_BYTES // 1_000_000},
            )
        content = file.read() if file else pasted.encode()
        try:
            self.format = format_of(file.name if file else "", content)
            self.reading = self.format.read(content)
        except Unreadable as trouble:
            raise ValidationError(str(trouble)) from trouble
        if not self.reading.entries and not self.reading.wrong:
            raise ValidationError(_("There are no questions in it."))
        return data


def lesson_choices() -> list[tuple[str, Any]]:
    """Every lesson by its key, beneath its module."""
    modules = Module.objects.order_by("order", "pk").prefetch_related("lessons")
    lessons = [(str(each), [(lesson.key, lesson.title) for lesson in each.lessons.all()]) for each in modules]
    return [("", _("None")), *lessons]
