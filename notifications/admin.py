"""The outbox as administrators see it: what became of each mail, and never what stands in it."""

from contextlib import suppress
from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notifications.models import Delivery, Notice
from notifications.resending import NotAgain, send_again


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class NoticesToldBy(admin.TabularInline):  # type: ignore[type-arg]
    """What a mail tells."""

    model = Notice
    fields = ["kind", "key", "created_at", "withheld_why"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ["created_at", "address", "kind", "state", "what_happened"]
    list_filter = ["state", "kind", "created_at"]
    inlines = [NoticesToldBy]
    actions = ["send_again"]
    search_fields = ["address", "message_id"]
    date_hierarchy = "created_at"
    # By name, so that a new column is hidden until somebody decides to show it. The payload isn't among them.
    fields = [
        "kind", "address", "person", "state", "created_at", "due_at", "tries", "sent_at", "server_answer",
        "withheld_why", "message_id",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).defer("payload")

    @admin.display(description=gettext_lazy("what happened"))
    def what_happened(self, mail: Delivery) -> str:
        return mail.withheld_why or mail.server_answer

    def has_send_again_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("notifications.send_again"))

    @admin.action(description=gettext_lazy("Send the selected mails again"), permissions=["send_again"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Those that failed, were withheld or may not have arrived. What no longer holds is withheld again."""
        again = 0
        for mail in queryset:
            with suppress(NotAgain):
                send_again(mail)
                self.log_change(request, mail, "Sent again")
                again += 1
        if again:
            told = ngettext("%(n)d mail waits to be sent again.", "%(n)d mails wait to be sent again.", again)
            messages.success(request, told % {"n": again})
        if left := len(queryset) - again:
            told = ngettext("%(n)d mail was left as it is.", "%(n)d mails were left as they are.", left)
            why = _("Only what failed, was withheld or is uncertain can be sent again, and account mail never.")
            messages.warning(request, f"{told % {'n': left}} {why}")


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ["created_at", "person", "kind", "key", "delivery", "withheld_why"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["person", "delivery"]
    search_fields = ["person__email", "person__name", "key"]
    fields = ["created_at", "person", "kind", "key", "delivery", "withheld_why"]
