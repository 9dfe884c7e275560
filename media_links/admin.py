"""Recordings and documents, for whoever looks after the content."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from media_links.content_admin import ContentAdmin
from media_links.forms import MediaLinkForm
from media_links.keeping import forget_answers, keep_link, remove_link
from media_links.models import MediaLink
from media_links.pairing_admin import pairing_view
from media_links.playing import playable


class HasTranscript(admin.SimpleListFilter):
    title = _("transcript")
    parameter_name = "transcript"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("Missing"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "no":
            return queryset.without_transcript()
        return queryset.exclude(transcript="") if self.value() == "yes" else queryset


class HasCaptions(admin.SimpleListFilter):
    """Videos alone: what has no picture has no captions."""

    title = _("captions")
    parameter_name = "captions"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Yes")), ("no", _("Missing or not known"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "no":
            return queryset.without_known_captions()
        return queryset.filter(captions=MediaLink.Presence.YES) if self.value() == "yes" else queryset


@admin.register(MediaLink)
class MediaLinkAdmin(ContentAdmin):
    form = MediaLinkForm
    list_display = ["name", "kind", "pairing_confirmed", "health", "captions", "has_transcript"]
    list_filter = ["pairing_confirmed", "health", "kind", "group", HasCaptions, HasTranscript]
    search_fields = ["title", "label", "speaker", "owner_title", "external_id", "url"]
    search_help_text = _("Finds titles, labels, speakers and addresses.")
    readonly_fields = ["opens", "key", "checked_at", "unanswered_at"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "address", "opens", "label", "speaker", "group", "note"]}),
        (_("Is it the right one?"), {"fields": ["owner_title", "pairing_confirmed"]}),
        (_("For those who can’t hear it"), {"fields": ["captions", "transcript"]}),
        (_("State"), {"fields": ["health", "checked_at", "unanswered_at", "duration_seconds", "key"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.pairing)
        return [path("pairing/", view, name="media_links_medialink_pairing"), *super().get_urls()]

    def pairing(self, request: HttpRequest) -> HttpResponse:
        return pairing_view(self, request)

    def get_fieldsets(self, request: HttpRequest, obj: MediaLink | None = None) -> Any:
        """The length that a player reports stands beside the field, to be taken over, where it is another."""
        if obj is None or obj.reported_seconds in (None, obj.duration_seconds):
            return self.fieldsets
        *others, (name, options) = self.fieldsets
        fields = [("duration_seconds", "take_reported") if f == "duration_seconds" else f for f in options["fields"]]
        return [*others, (name, {"fields": fields})]

    @admin.display(description=_("recording or document"), ordering="order")
    def name(self, link: MediaLink) -> str:
        return str(link)

    @admin.display(description=_("transcript"), boolean=True)
    def has_transcript(self, link: MediaLink) -> bool:
        return bool(link.transcript)

    @admin.display(description=_("play or open it"))
    def opens(self, link: MediaLink) -> str | SafeString:
        address = playable(link).watch_url
        if not address.startswith(("https://", "http://")):
            return ""
        return format_html('<a href="{0}" rel="noreferrer" target="_blank">{0}</a>', address)

    def save_model(self, request: HttpRequest, obj: MediaLink, form: Any, change: bool) -> None:
        if change and "address" in form.changed_data:
            forget_answers(obj, but=form.changed_data)
        if change and "address" in form.changed_data and not obj.pairing_confirmed:
            messages.info(request, _("It has another address now. Play it, then tick that the title is right."))
        keep_link(obj)

    def delete_model(self, request: HttpRequest, obj: MediaLink) -> None:
        remove_link(obj)
