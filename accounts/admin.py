"""People, teams and the service's own settings, as administrators change them."""

from __future__ import annotations

from typing import Any

import allauth.account.admin  # registers what is unregistered below
import allauth.mfa.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.arranging import create_team, move_team
from accounts.forms import PersonForm, TeamForm
from accounts.models import Absence, Membership, SiteSettings, Supervision, Team, User
from accounts.registering import register_person, vouch_for_address

# allauth's own pages would show the secrets of second factors, and let an address be verified for the wrong person.
admin.site.unregister([EmailAddress, Authenticator])


class NoSignInHere(AdminAuthenticationForm):
    """Refuses everybody. The admin's own sign-in page would ask for no second factor and count no failed attempts."""

    def clean(self) -> dict[str, Any]:
        raise ValidationError(_("Sign in on the site’s own page."))


admin.site.login_form = NoSignInHere


class SpanInline(admin.TabularInline):  # type: ignore[type-arg]
    extra = 0
    autocomplete_fields = ["team"]


class MembershipInline(SpanInline):
    model = Membership


class SupervisionInline(SpanInline):
    model = Supervision


class AbsenceInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Absence
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = PersonForm
    list_display = ["name", "email", "is_active", "is_staff", "last_login"]
    list_display_links = ["name", "email"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["name", "email"]
    filter_horizontal = ["groups"]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [MembershipInline, SupervisionInline, AbsenceInline]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["name", "email"],
                "description": _(
                    "No password is set here. The person opens the sign-in page, follows “Forgotten your password?” "
                    "and chooses one through the mail that comes."
                ),
            },
        )
    ]
    fieldsets = [
        (None, {"fields": ["name", "email"]}),
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

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm[Any], change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            if "email" in form.changed_data:
                vouch_for_address(obj)
        else:
            obj.pk = register_person(obj.email, obj.name).pk
            obj.refresh_from_db()


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


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = TeamForm
    list_display = ["in_the_tree", "parent"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    ordering = ["path"]
    inlines = [MembershipInline, SupervisionInline]

    @admin.display(description=_("team"))
    def in_the_tree(self, team: Team) -> str:
        return f"{'— ' * team.depth}{team.name}"

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


class PeopleInTeam(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields = ["person"]


class SupervisorsOfTeam(admin.TabularInline):  # type: ignore[type-arg]
    model = Supervision
    extra = 0
    autocomplete_fields = ["person"]


@admin.register(Membership, Supervision)
class SpanAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["person", "team", "since", "until"]
    list_filter = ["team"]
    list_select_related = ["person", "team"]
    search_fields = ["person__name", "person__email", "team__name"]
    autocomplete_fields = ["person", "team"]
    date_hierarchy = "since"


@admin.register(Absence)
class AbsenceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["person", "starts", "ends"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    autocomplete_fields = ["person"]
    date_hierarchy = "starts"


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
