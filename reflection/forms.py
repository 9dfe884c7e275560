"""What somebody writes for themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.validators import validate_plain_text
from reflection.models import JournalEntry, version_of

LONGEST = 20_000


class LongText(forms.CharField):
    """Text of many lines, counted as people count: browsers send each end of a line as two characters."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut off what somebody pastes, without a word."""
        return {}

    def to_python(self, value: Any) -> str | None:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class ReflectionForm(forms.Form):
    """`based_on` names the version that was written over; see `writing.py`. After `clash`, `elsewhere` is the text
    that was kept meanwhile."""

    reflection = LongText(
        label=gettext_lazy("Your reflection"),
        help_text=gettext_lazy(
            "Yours alone, unless you share it. Not a case record: don’t name or describe a real child."
        ),
        required=False,
        max_length=LONGEST,
        validators=[validate_plain_text],
        # A browser that puts an old text back would pass it off as written over the newest.
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={
            "max_length": gettext_lazy(
                "This is longer than %(limit_value)d characters, by more than we can keep. Please shorten it."
            )
        },
    )
    based_on = forms.CharField(
        required=False, max_length=40, widget=forms.HiddenInput(attrs={"autocomplete": "off", "id": "based-on"})
    )

    def __init__(self, sent: QueryDict | None = None, *, entry: JournalEntry | None = None, prompt: str = "") -> None:
        super().__init__(sent, initial={"reflection": entry.text if entry else "", "based_on": version_of(entry)})
        self.prompt = prompt
        self.elsewhere: str | None = None

    def clash(self, entry: JournalEntry | None) -> None:
        """Say that another text was kept meanwhile, and show both. Sent again, this one is kept."""
        self.elsewhere = entry.text if entry else ""
        self.add_error(
            "reflection", _("This was also changed in another tab or on another device. Yours is not saved yet.")
        )
        self.data = {"reflection": self.data.get("reflection", ""), "based_on": version_of(entry)}
