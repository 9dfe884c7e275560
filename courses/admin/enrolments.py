"""Who is on which course. For people administrators; supervisors have pages of their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.initial import InitialIds
from accounts.models import User
from courses.closing import close_enrolment
from courses.enrolling import enrol
from courses.models import Enrolment
from media_links.content_admin import ContentAdmin


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("Open")), ("completed", _("Completed")), ("closed", _("Closed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "open":
                return queryset.open()
            case "completed":
                return queryset.filter(completed_at__isnull=False, closed_at=None)
            case "closed":
                return queryset.filter(closed_at__isnull=False)
        return queryset


class EnrolmentForm(forms.ModelForm):  # type: ignore[type-arg]
    close = forms.ChoiceField(
        label=_("Close it"),
        required=False,
        choices=[("", _("No, it stays open")), *Enrolment.ClosedWhy.choices],
        help_text=_("For somebody who won’t complete it. What they have learned stays on record; mails stop."),
    )

    class Meta:
        model = Enrolment
        fields = ["learner", "course", "due_on"]
        help_texts = {"due_on": _("Empty for a new one: as long from today as the course allows.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        learner, course = cleaned.get("learner"), cleaned.get("course")
        if learner and course and Enrolment.objects.open().filter(learner=learner, course=course).exists():
            raise ValidationError({"learner": _("This person is on the course already.")})
        return cleaned


@admin.register(Enrolment)
class EnrolmentAdmin(InitialIds, ContentAdmin):
    form = EnrolmentForm
    list_display = ["learner", "course", "state", "assigned_on", "due_on", "completed_at"]
    list_filter = [StateFilter, "due_on", "course"]
    list_select_related = ["learner", "course"]
    search_fields = ["learner__name", "learner__email"]
    autocomplete_fields = ["learner"]
    date_hierarchy = "due_on"
    fieldsets = [(None, {"fields": ["learner", "course", "due_on"]})]
    change_fieldsets = [
        (None, {"fields": ["learner", "course", "state", "due_on", "close"]}),
        (_("Dates"), {"fields": ["assigned_on", "assigned_by", "started_at", "completed_at", "expires_on"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enrolment]:
        return Enrolment.objects.visible_to(request.user).select_related("learner", "course", "assigned_by")

    def get_fieldsets(self, request: HttpRequest, obj: Enrolment | None = None) -> Any:
        return self.change_fieldsets if obj else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Enrolment | None = None) -> list[str]:
        if obj is None:
            return []
        fixed = ["learner", "course", "state", "assigned_on", "assigned_by", "started_at", "completed_at", "expires_on"]
        return fixed if obj.is_open else [*fixed, "due_on", "close"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "learner":
            kwargs["queryset"] = User.objects.actable_by(request.user).filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Enrolment | None = None) -> bool:
        """Nobody extends or closes their own."""
        return super().has_change_permission(request, obj) and (obj is None or obj.learner_id != request.user.pk)

    def has_delete_permission(self, request: HttpRequest, obj: Enrolment | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.learner_id != request.user.pk)

    @admin.display(description=_("state"))
    def state(self, enrolment: Enrolment) -> str | Promise:
        if enrolment.closed_at:
            return _("Closed: %(why)s") % {"why": enrolment.get_closed_why_display()}
        if enrolment.completed_at:
            return _("Completed")
        return _("Begun") if enrolment.started_at else _("Not started")

    @admin.display(description=_("close it"))
    def close(self, enrolment: Enrolment) -> Promise:
        return _("It is not open any more.")

    @admin.display(description=_("assigned"), ordering="assigned_at")
    def assigned_on(self, enrolment: Enrolment) -> str:
        return date_format(timezone.localdate(enrolment.assigned_at))

    def save_model(self, request: HttpRequest, obj: Enrolment, form: Any, change: bool) -> None:
        assert isinstance(request.user, User)
        if not change:
            made = enrol(obj.learner, obj.course, request.user, obj.due_on)
            obj.pk, obj._state.adding = made.pk, False
            return
        if "due_on" in form.changed_data:
            obj.save(update_fields=["due_on"])
        if why := form.cleaned_data.get("close"):
            close_enrolment(obj, Enrolment.ClosedWhy(why))
