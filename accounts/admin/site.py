"""The one row of the service's own settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import SiteSettings


@admin.register(SiteSettings)
class SiteSettingsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (_("Your service"), {"fields": ["service_name", "logo", "root_team"]}),
        (
            _("Worried about a child"),
            {
                "fields": ["safeguarding_contact", "safeguarding_phone", "safeguarding_url", "safeguarding_text"],
                "description": _("Every page leads here. Staff follow it on a bad day: keep it short and current."),
            },
        ),
        (_("Contacts"), {"fields": ["privacy_contact", "accessibility_contact"]}),
        (_("Recordings"), {"fields": ["checks_recordings"]}),
        (_("Keeping records"), {"fields": ["record_retention_months"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SiteSettings.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SiteSettings]:
        return super().get_queryset(request).select_related("root_team")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one row, so its list is the row."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        row = SiteSettings.objects.first()
        if row:
            return redirect(reverse("admin:accounts_sitesettings_change", args=[row.pk]))
        return redirect(reverse("admin:accounts_sitesettings_add"))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET" and not SiteSettings.load().has_safeguarding_route:
            messages.warning(
                request,
                _(
                    "Your safeguarding route isn’t filled in yet. Until it has a text and a contact or telephone "
                    "number, staff who worry about a child see a general text and 999."
                ),
            )
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: forms.ModelForm[Any], change: bool) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
