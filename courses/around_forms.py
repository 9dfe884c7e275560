"""Input about what stands around the lessons, cleaned."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from courses.forms import SLUG_HELP, LinesField, WithAddress
from courses.handouts import BEGINNINGS, check_original
from courses.models import GlossaryTerm, Handout, SupportContact
from courses.prose import ProseField


class GlossaryTermForm(forms.ModelForm):  # type: ignore[type-arg]
    also = LinesField(
        label=_("Other forms"), required=False, help_text=_("As lessons may have it, one a line: “OCGs”, for example.")
    )

    class Meta:
        model = GlossaryTerm
        fields = ["term", "also", "definition"]
        widgets = {"definition": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}
        help_texts = {"definition": _("In one or two plain sentences.")}


class SupportContactForm(forms.ModelForm):  # type: ignore[type-arg]
    url = forms.URLField(label=_("Address"), required=False, assume_scheme="https", help_text=_("Of its own website."))

    class Meta:
        model = SupportContact
        fields = ["name", "description", "phone", "url", "order", "last_checked"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
        help_texts = {
            "order": _("The lowest number stands first."),
            "last_checked": _("When somebody last rang the number or opened the address."),
        }


class HandoutForm(WithAddress):
    body = ProseField(label=_("Text"), required=False)
    original = forms.FileField(
        label=_("The original"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(BEGINNINGS)}),
        help_text=_("A file of your own beside the text, such as the toolkit’s own sheet. Learners can download it."),
    )

    class Meta:
        model = Handout
        fields = ["title", "slug", "summary", "body", "is_form", "order", "original"]
        help_texts = {"slug": SLUG_HELP, "order": _("The lowest number stands first.")}
        widgets = {"summary": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def siblings(self) -> Any:
        return Handout.objects.all()

    def clean_original(self) -> Any:
        file = self.cleaned_data["original"]
        if isinstance(file, UploadedFile):
            check_original(file)
        return file
