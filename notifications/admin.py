"""The outbox as administrators see it: what became of each mail, and never what stands in it."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from notifications.models import Delivery, Notice


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    list_display = ["created_at", "kind", "address", "state", "tries", "due_at", "sent_at", "server_answer"]
    list_filter = ["state", "kind", "created_at"]
    search_fields = ["address", "message_id"]
    date_hierarchy = "created_at"
    # By name, so that a new column is hidden until somebody decides to show it. The payload isn't among them.
    fields = [
        "kind", "address", "person", "state", "created_at", "due_at", "tries", "sent_at", "server_answer",
        "withheld_why", "message_id",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).defer("payload")


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ["created_at", "person", "kind", "key", "delivery", "withheld_why"]
    list_filter = ["kind", "created_at"]
    list_select_related = ["person", "delivery"]
    search_fields = ["person__email", "person__name", "key"]
    fields = ["created_at", "person", "kind", "key", "delivery", "withheld_why"]
