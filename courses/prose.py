"""A form field for the small HTML of lessons: what somebody types as it will look, kept in canonical form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_plain_text
from courses.dangers import dangers_in
from courses.html import canonical

LONGEST = 100_000
SCRIPT: Any = Script("courses/prose.js", type="module")


class ProseWidget(forms.Textarea):
    """A textarea of HTML, which the script turns into an editor. `levels` are the headings it offers."""

    template_name = "courses/prose_widget.html"

    def __init__(self, levels: tuple[int, ...] = (2, 3)) -> None:
        super().__init__(attrs={"rows": 12, "spellcheck": "true", "class": "vLargeTextField"})
        self.levels = levels

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        # The address is handed over, as a script of our own can't know the name that it has in production.
        context["widget"] |= {"levels": self.levels, "editor": static("django_prose_editor/editor.js")}
        return context

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["courses/prose.css"]}, js=[SCRIPT])


class ProseField(forms.CharField):
    """Cleans to canonical HTML. Refuses what could run something; any other markup that lessons don't have, such as
    Word's, goes without a word."""

    def __init__(self, *, levels: tuple[int, ...] = (2, 3), **options: Any) -> None:
        super().__init__(widget=ProseWidget(levels), max_length=LONGEST, **options)
        self.validators.append(validate_plain_text)

    def clean(self, value: Any) -> str:
        html: str = super().clean(value)
        if dangers := dangers_in(html):
            raise ValidationError(
                [
                    ValidationError(
                        _(
                            "This text contains %(danger)s, which no lesson can have. Take it out, or look at what the "
                            "editor has left of the text, and save again."
                        ),
                        params={"danger": danger},
                    )
                    for danger in dangers
                ]
            )
        return canonical(html)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return canonical(initial or "") != canonical(data or "")
