"""Teams as a tree, and who belongs to and supervises them, from when until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Count, Field, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.arranging import create_team, move_team
from accounts.forms import TeamForm
from accounts.initial import InitialIds
from accounts.models import Membership, Supervision, Team


class SpanInline(admin.TabularInline):  # type: ignore[type-arg]
    """Who or which team, from when until when."""

    extra = 0

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **options: Any) -> Any:
        """Without the small pictures that lead to other pages: whoever follows one loses what they typed here."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class PeopleInTeam(SpanInline):
    model = Membership
    verbose_name, verbose_name_plural = _("person"), _("People in this team")
    fields = ["person", "since", "until"]
    autocomplete_fields = ["person"]


class SupervisorsOfTeam(SpanInline):
    model = Supervision
    verbose_name, verbose_name_plural = _("supervisor"), _("Supervisors of this team")
    fields = ["person", "since", "until"]
    autocomplete_fields = ["person"]


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = TeamForm
    list_display = ["in_the_tree", "people", "supervisors"]
    search_fields = ["name"]
    ordering = ["path"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        members = Membership.objects.current().filter(team=OuterRef("pk"), person__is_active=True)
        count = members.order_by().values("team").annotate(number=Count("pk")).values("number")
        supervisions = Supervision.objects.current().filter(person__is_active=True).select_related("person")
        return (
            super()
            .get_queryset(request)
            .annotate(number_of_people=Coalesce(Subquery(count), 0))
            .prefetch_related(Prefetch("supervisions", supervisions.order_by("person__name"), to_attr="heads"))
        )

    @admin.display(description=_("team"))
    def in_the_tree(self, team: Team) -> str:
        return f"{'— ' * team.depth}{team.name}"

    @admin.display(description=_("people today"))
    def people(self, team: Team) -> int:
        return team.number_of_people  # type: ignore[attr-defined]

    @admin.display(description=_("supervised by"))
    def supervisors(self, team: Team) -> str:
        return ", ".join(str(row.person) for row in team.heads) or "–"  # type: ignore[attr-defined]

    def get_inlines(self, request: HttpRequest, obj: Team | None) -> Any:
        return [PeopleInTeam, SupervisorsOfTeam] if obj else []

    def save_model(self, request: HttpRequest, obj: Team, form: forms.ModelForm[Any], change: bool) -> None:
        if not change:
            made = create_team(obj.name, obj.parent)
            obj.pk, obj.path, obj._state.adding = made.pk, made.path, False
            return
        if "parent" in form.changed_data:
            move_team(obj, obj.parent)
        obj.save(update_fields=["name"])


@admin.register(Membership, Supervision)
class SpanAdmin(InitialIds, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["person", "team", "since", "until"]
    list_filter = ["team"]
    list_select_related = ["person", "team"]
    search_fields = ["person__name", "person__email", "team__name"]
    autocomplete_fields = ["person", "team"]
    date_hierarchy = "since"
