"""Input about recordings and documents, cleaned."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from media_links.models import MediaLink
from media_links.playing import clock
from media_links.providers import PROVIDERS, youtube

ADDRESS = URLValidator(schemes=["http", "https"], message=_("This is no address of a page. It begins with https://."))
LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


class LengthField(forms.CharField):
    """Seconds, typed as minutes and seconds."""

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = LENGTH.fullmatch(text)
        if found is None:
            raise ValidationError(_("Give minutes and seconds with a colon, for example 12:30."))
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MediaLinkForm(forms.ModelForm):  # type: ignore[type-arg]
    """`address` stands for provider, id and url: where it leads is worked out from what was pasted."""

    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"class": "vTextField", "spellcheck": "false"}),
        help_text=_(
            "Copy it from your browser and paste it here. For a video or audio any address of YouTube will do, also "
            "the one that “Share” gives. Empty for what has no address."
        ),
    )
    duration_seconds = LengthField(
        label=_("Length"),
        required=False,
        help_text=_(
            "Minutes and seconds, for example 12:30. Empty if not known: then playing it completes no lesson by itself."
        ),
    )
    take_reported = forms.BooleanField(required=False)

    class Meta:
        model = MediaLink
        fields = [
            "kind", "title", "label", "speaker", "group", "note", "owner_title", "pairing_confirmed", "captions",
            "transcript", "health", "duration_seconds",
        ]  # fmt: skip
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "note": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }
        help_texts = {
            "title": _("As learners see it."),
            "label": _("What the toolkit calls it, for example “Video 3”. Empty for what is not in the toolkit."),
            "group": _("Under which heading it stands in the library."),
            "note": _("A sentence for learners, if it needs one."),
            "owner_title": _("What its owner calls it, for example the title on YouTube. It helps to tell them apart."),
            "pairing_confirmed": _(
                "Tick it when you have played it and know that the title above is right. Until then learners are told "
                "that the title isn’t confirmed."
            ),
            "captions": _("Whether subtitles can be switched on. People who can’t hear it need them."),
            "transcript": _("Everything that is said, as text. Learners can read it instead."),
            "health": _("Whether it still plays."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        link: MediaLink = self.instance
        provider = PROVIDERS.get(link.provider)
        if link.reported_seconds:
            self.fields["take_reported"].label = _("Take over %(length)s, as a player reports it") % {
                "length": clock(link.reported_seconds)
            }
        self.initial["address"] = (provider.watch_url(link.external_id) if provider else "") or link.url

    def clean_address(self) -> str:
        """Works out where it leads, and refuses what is here already."""
        address: str = self.cleaned_data["address"].strip()
        link: MediaLink = self.instance
        if "address" not in self.changed_data and self.cleaned_data.get("kind") == link.kind:
            return address
        external_id = self._external_id(address)
        if external_id:
            self._refuse_twin(external_id)
            link.provider, link.external_id, link.url = youtube.KEY, external_id, ""
        else:
            if address:
                ADDRESS(address)
            if len(address) > (MediaLink._meta.get_field("url").max_length or 0):
                raise ValidationError(_("This address is too long to be kept."))
            link.provider, link.external_id, link.url = "", "", address
        return address

    def _external_id(self, address: str) -> str | None:
        """The id at the provider. Raises ValidationError for a video or audio that has none."""
        is_played = self.cleaned_data.get("kind") in MediaLink.RECORDED
        # A bare id is one only where a recording is meant: elsewhere eleven letters may be anything.
        found = youtube.parse_address(address) if is_played or "/" in address else None
        if is_played and not found:
            raise ValidationError(youtube.why_not(address))
        return found

    def _refuse_twin(self, external_id: str) -> None:
        twin = MediaLink.objects.filter(provider=youtube.KEY, external_id=external_id).exclude(pk=self.instance.pk)
        if found := twin.first():
            raise ValidationError(_("This recording is here already, as “%(name)s”."), params={"name": str(found)})

    def clean(self) -> dict[str, Any]:
        """Another address is another recording: what somebody confirmed of the old one doesn’t hold for it."""
        cleaned = super().clean() or {}
        is_another = bool(self.instance.pk and "address" in self.changed_data)
        if is_another and "pairing_confirmed" not in self.changed_data:
            cleaned["pairing_confirmed"] = False
        if is_another and "duration_seconds" not in self.changed_data:
            cleaned["duration_seconds"] = None
        elif cleaned.get("take_reported") and self.instance.reported_seconds and not is_another:
            cleaned["duration_seconds"] = self.instance.reported_seconds
        return cleaned
