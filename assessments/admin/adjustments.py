"""More time for a person who needs it: for those who look after people."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.initial import InitialIds
from accounts.models import User
from assessments.models import ExtraTime
from media_links.content_admin import ContentAdmin


@admin.register(ExtraTime)
class ExtraTimeAdmin(InitialIds, ContentAdmin):
    list_display = ["learner", "percent"]
    list_select_related = ["learner"]
    search_fields = ["learner__name", "learner__email"]
    autocomplete_fields = ["learner"]
    fields = ["learner", "percent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExtraTime]:
        return ExtraTime.objects.visible_to(request.user).select_related("learner")

    def get_readonly_fields(self, request: HttpRequest, obj: ExtraTime | None = None) -> list[str]:
        return ["learner"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "learner":
            kwargs["queryset"] = User.objects.actable_by(request.user).filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: ExtraTime | None = None) -> bool:
        """Nobody gives it to themselves."""
        return super().has_change_permission(request, obj) and (obj is None or obj.learner_id != request.user.pk)

    def has_delete_permission(self, request: HttpRequest, obj: ExtraTime | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.learner_id != request.user.pk)
