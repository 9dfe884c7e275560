"""Invitations, to look at, send again and withdraw. They are written on the site’s own page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import inviting
from accounts.models import Invitation

STATES = {
    "open": _("Open"),
    "expired": _("Too old"),
    "unbacked": _("No longer works"),
    "accepted": _("Accepted"),
    "withdrawn": _("Withdrawn or replaced"),
}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Invitation]) -> list[Any]:
        return [("unfinished", _("Not accepted yet")), ("accepted", _("Accepted")), ("withdrawn", _("Withdrawn"))]

    def queryset(self, request: HttpRequest, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
        conditions = {
            "unfinished": Q(accepted_at=None, withdrawn_at=None),
            "accepted": Q(accepted_at__isnull=False),
            "withdrawn": Q(withdrawn_at__isnull=False),
        }
        return rows.filter(conditions.get(self.value() or "", Q()))


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "address", "place", "state_in_words", "expires_at", "invited_by"]
    list_filter = [StateFilter, "team"]
    list_select_related = ["team", "invited_by"]
    search_fields = ["name", "address", "team__name"]
    date_hierarchy = "created_at"
    actions = ["invite_again", "withdraw"]
    fields = [
        "name", "address", "team", "supervises", "for_induction", "state_in_words", "invited_by", "created_at",
        "expires_at", "accepted_at", "accepted_by", "withdrawn_at",
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        return False

    def has_invite_permission(self, request: HttpRequest) -> bool:
        return request.user.may_invite()  # type: ignore[union-attr]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return Invitation.objects.visible_to(request.user).with_backing()

    @admin.display(description=_("team"), ordering="team__path")
    def place(self, invitation: Invitation) -> str:
        if invitation.supervises:
            return _("%s, as a supervisor") % invitation.team
        return str(invitation.team or "–")

    @admin.display(description=_("state"))
    def state_in_words(self, invitation: Invitation) -> str:
        return str(STATES[invitation.state])

    @admin.action(description=_("Invite again, with a new link"), permissions=["invite"])
    def invite_again(self, request: HttpRequest, rows: QuerySet[Invitation]) -> None:
        sent = 0
        by = request.user
        assert by.is_authenticated  # nobody else gets here
        for invitation in actable(request, rows):
            try:
                inviting.invite_again(invitation, by)
            except inviting.NoLongerHolds:
                self.message_user(
                    request, _("%s: accepted or withdrawn. Invite anew instead.") % invitation, messages.WARNING
                )
            except ValidationError as refusal:
                self.message_user(request, " ".join(refusal.messages), messages.WARNING)
            else:
                sent += 1
        self.message_user(request, ngettext("%d invitation sent again.", "%d invitations sent again.", sent) % sent)

    @admin.action(description=_("Withdraw: the link stops working"), permissions=["invite"])
    def withdraw(self, request: HttpRequest, rows: QuerySet[Invitation]) -> None:
        withdrawn = sum(inviting.withdraw(invitation) for invitation in actable(request, rows))
        self.message_user(
            request, ngettext("%d invitation withdrawn.", "%d invitations withdrawn.", withdrawn) % withdrawn
        )


def actable(request: HttpRequest, rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return rows.filter(pk__in=Invitation.objects.actable_by(request.user).values("pk"))
