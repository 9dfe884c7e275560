"""People, their place in the service, and what they may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin.deleting import without_private
from accounts.admin.teams import SpanInline
from accounts.forms import PersonForm
from accounts.initial import InitialIds
from accounts.joining import join_team
from accounts.models import Absence, Membership, Supervision, User
from accounts.registering import register_person, vouch_for_address
from accounts.securing import remove_second_factor


class MembershipInline(SpanInline):
    model = Membership
    verbose_name, verbose_name_plural = _("membership"), _("Teams, now and before")
    fields = ["team", "since", "until"]
    autocomplete_fields = ["team"]


class SupervisionInline(SpanInline):
    model = Supervision
    verbose_name, verbose_name_plural = _("supervision"), _("Supervises")
    fields = ["team", "since", "until"]
    autocomplete_fields = ["team"]


class AbsenceInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Absence
    verbose_name_plural = _("Time away")
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = PersonForm
    list_display = ["name", "email", "current_team", "is_active", "last_login"]
    list_display_links = ["name", "email"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "email"]
    filter_horizontal = ["groups"]
    readonly_fields = ["current_team", "last_login", "date_joined"]
    inlines = [MembershipInline, SupervisionInline, AbsenceInline]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["name", "email", "joins", "joins_on"],
                "description": _(
                    "Inviting somebody is easier for them: they get a mail with a link. Who is added here opens the "
                    "sign-in page, follows “Forgotten your password?” and chooses one through the mail that comes."
                ),
            },
        )
    ]
    fieldsets = [
        (None, {"fields": ["name", "email"]}),
        (_("Team"), {"fields": ["current_team", "joins", "joins_on"]}),
        (
            _("Access"),
            {
                "fields": ["is_active", "is_staff", "groups"],
                "description": _(
                    "Somebody who leaves is made inactive: they can’t sign in from that moment, and their training "
                    "record is kept. Supervisors need no role here: what they see follows from the teams they "
                    "supervise."
                ),
            },
        ),
        (_("Dates"), {"fields": ["date_joined", "last_login"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        membership = Membership.objects.current().filter(person=OuterRef("pk"))
        return super().get_queryset(request).annotate(team_today=Subquery(membership.values("team__name")[:1]))

    @admin.display(description=_("team today"), ordering="team_today")
    def current_team(self, person: User) -> str:
        return getattr(person, "team_today", None) or "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.remove_second_step)
        return [
            path("<int:pk>/second-step/", view, name="accounts_user_remove_second_step"),
            *super().get_urls(),
        ]

    def remove_second_step(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For somebody who has lost what they sign in with beside the password. Asks first; one’s own is removed on
        the site’s own pages, where the password is asked for."""
        person = get_object_or_404(self.get_queryset(request), pk=pk)
        if person == request.user or not self.has_change_permission(request, person):
            raise PermissionDenied
        change = reverse("admin:accounts_user_change", args=[pk])
        if request.method == "POST":
            with transaction.atomic():
                removed = remove_second_factor(person)
                if removed:
                    self.log_change(request, person, "Removed the second step.")
            if removed:
                self.message_user(request, _("The second step is removed, and %s is told by mail.") % person)
            else:
                self.message_user(request, _("There was no second step."))
            return redirect(change)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Remove the second step?"), "person": person, "change": change, "opts": self.opts,
        }  # fmt: skip
        return render(request, "admin/accounts/user/remove_second_step.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        person = self.get_object(request, object_id)
        offered = bool(
            person
            and person != request.user
            and person.has_second_factor
            and self.has_change_permission(request, person)
        )
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), "may_remove_second_step": offered}
        )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        return self.inlines if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Roles are given by those who may give them, and nobody gives any to themselves."""
        fixed = list(self.readonly_fields)
        if not may_grant_roles(request.user) or obj == request.user:
            fixed += ["is_staff", "groups"]
        if obj == request.user:
            fixed += ["is_active"]
        return fixed

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever could change the address of somebody with more rights could sign in as them."""
        return super().has_change_permission(request, obj) and (obj is None or outranks(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or outranks(request.user, obj))

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        listed, counts, missing, protected = super().get_deleted_objects(objs, request)
        return *without_private(listed, counts), missing, protected

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[Any], change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            if "email" in form.changed_data:
                vouch_for_address(obj)
        else:
            obj.pk = register_person(obj.email, obj.name).pk
            obj.refresh_from_db()
        joins = form.cleaned_data.get("joins")
        if joins and request.user.has_perm("accounts.add_membership"):
            join_team(obj, joins, form.cleaned_data["joins_on"])


def may_grant_roles(viewer: User | AnonymousUser) -> bool:
    return viewer.has_perm("accounts.grant_roles")


def outranks(viewer: User | AnonymousUser, person: User) -> bool:
    """Whether the viewer may change the person's account: superusers anyone; who may grant roles, all but superusers;
    others those without a role, and themselves."""
    if person == viewer or viewer.is_superuser:
        return True
    if person.is_superuser:
        return False
    has_role = person.is_staff or person.groups.exists() or person.user_permissions.exists()
    return may_grant_roles(viewer) or not has_role


@admin.register(Absence)
class AbsenceAdmin(InitialIds, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["person", "starts", "ends"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    autocomplete_fields = ["person"]
    date_hierarchy = "starts"
