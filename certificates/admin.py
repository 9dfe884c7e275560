"""The record of certificates: to be read, withdrawn and replaced, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from certificates.forms import WithdrawForm
from certificates.issuing import replace, withdraw
from certificates.models import Certificate, State

if TYPE_CHECKING:
    from certificates.models import CertificateQuerySet


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        state = self.value()
        return queryset.in_state(State(state)) if state in State.values else queryset


@admin.register(Certificate)
class CertificateAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["serial", "name", "course_title", "issued_on", "expires_on", "state_now"]
    list_filter = [StateFilter, "issued_on"]
    search_fields = ["serial", "name", "service_name"]
    date_hierarchy = "issued_on"
    actions = ["withdraw_selected", "replace_selected"]
    list_select_related = ["holder"]

    def get_queryset(self, request: HttpRequest) -> CertificateQuerySet:
        return Certificate.objects.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Certificate | None = None) -> bool:
        return False

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("certificates.change_certificate")

    @admin.display(description=_("state"))
    def state_now(self, certificate: Certificate) -> str:
        return str(certificate.state().label)

    @admin.action(description=_("Withdraw the selected certificates…"), permissions=["withdraw"])
    def withdraw_selected(self, request: HttpRequest, queryset: CertificateQuerySet) -> HttpResponse | None:
        """Asks why, then withdraws those that hold. Nobody withdraws their own."""
        chosen = queryset.actable_by(request.user).filter(withdrawn_at=None)
        form = WithdrawForm(request.POST if "why" in request.POST else None)
        if not form.is_valid():
            context = {**self.admin_site.each_context(request), "title": _("Withdraw certificates"), "form": form}
            context |= {"chosen": chosen, "opts": self.opts, "selected": request.POST.getlist("_selected_action")}
            return TemplateResponse(request, "admin/certificates/certificate/withdraw.html", context)
        withdrawn = list(chosen)
        for certificate in withdrawn:
            withdraw(certificate, form.cleaned_data["why"])
            self.log_change(request, certificate, f"Withdrawn: {form.cleaned_data['why']}")
        told = ngettext("%(n)d certificate was withdrawn.", "%(n)d certificates were withdrawn.", len(withdrawn))
        messages.success(request, told % {"n": len(withdrawn)})
        return None

    @admin.action(description=_("Issue anew, with the name as it is now"), permissions=["withdraw"])
    def replace_selected(self, request: HttpRequest, queryset: CertificateQuerySet) -> None:
        """For a name that was misspelt or has changed. The old one then says that it was replaced."""
        chosen = queryset.actable_by(request.user).filter(superseded_at=None)
        replaceable = list(chosen.exclude(holder=None).exclude(enrolment=None))
        for certificate in replaceable:
            successor = replace(certificate)
            self.log_change(request, certificate, f"Replaced by {successor.serial}")
        told = ngettext("%(n)d certificate was issued anew.", "%(n)d certificates were issued anew.", len(replaceable))
        messages.success(request, told % {"n": len(replaceable)})
