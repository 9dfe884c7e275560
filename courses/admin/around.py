"""Words explained, and where staff find support."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from courses.around_forms import GlossaryTermForm, HandoutForm, SupportContactForm
from courses.editing import free_name
from courses.models import GlossaryTerm, Handout, SupportContact
from courses.publishing import announce_change
from media_links.content_admin import ContentAdmin


class KeyedAdmin(ContentAdmin):
    """Rows that get a permanent key from their name when they are added."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not obj.key:
            obj.key = free_name(self.model._default_manager.all(), "key", slugify(str(obj)) or "entry")
        super().save_model(request, obj, form, change)


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(KeyedAdmin):
    """Lessons show words where they use them, so that each change is one of what learners see."""

    form = GlossaryTermForm
    list_display = ["term", "definition"]
    search_fields = ["term", "also", "definition"]

    def save_model(self, request: HttpRequest, obj: GlossaryTerm, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        announce_change()

    def delete_model(self, request: HttpRequest, obj: GlossaryTerm) -> None:
        super().delete_model(request, obj)
        announce_change()


@admin.register(Handout)
class HandoutAdmin(KeyedAdmin):
    form = HandoutForm
    list_display = ["title", "is_form", "has_original"]
    search_fields = ["title", "summary"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "body", "is_form", "order"]}),
        (_("The original"), {"fields": ["original"]}),
    ]

    @admin.display(description=_("original"), boolean=True)
    def has_original(self, handout: Handout) -> bool:
        return bool(handout.original)

    def view_on_site(self, obj: Handout) -> str:
        return reverse("courses:handout", args=[obj.slug])


@admin.register(SupportContact)
class SupportContactAdmin(KeyedAdmin):
    form = SupportContactForm
    list_display = ["name", "phone", "url", "last_checked"]
    list_filter = ["last_checked"]
    search_fields = ["name", "description"]
    search_help_text = _("Finds names and what they are for.")
