"""What somebody writes for themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_plain_text

LONGEST = 20_000


class ReflectionForm(forms.Form):
    reflection = forms.CharField(
        label=_("Your reflection"),
        help_text=_("Yours alone, unless you share it. Not a case record: don’t name or describe a real child."),
        required=False,
        max_length=LONGEST,
        validators=[validate_plain_text],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "max_length": _(
                "This is longer than %(limit_value)d characters, by more than we can keep. Please shorten it."
            )
        },
    )

    def __init__(self, *args: Any, prompt: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.prompt = prompt
