"""Words explained, and where staff find support."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from courses.editing import free_name
from courses.forms import GlossaryTermForm, SupportContactForm
from courses.models import GlossaryTerm, SupportContact
from media_links.content_admin import ContentAdmin


class KeyedAdmin(ContentAdmin):
    """Rows that get a permanent key from their name when they are added."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not obj.key:
            obj.key = free_name(self.model._default_manager.all(), "key", slugify(str(obj)) or "entry")
        super().save_model(request, obj, form, change)


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(KeyedAdmin):
    form = GlossaryTermForm
    list_display = ["term", "definition"]
    search_fields = ["term", "definition"]


@admin.register(SupportContact)
class SupportContactAdmin(KeyedAdmin):
    form = SupportContactForm
    list_display = ["name", "phone", "url", "last_checked"]
    list_filter = ["last_checked"]
    search_fields = ["name", "description"]
    search_help_text = _("Finds names and what they are for.")
