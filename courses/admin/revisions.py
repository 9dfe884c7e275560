"""Every text a lesson has had, to be read. A published text never changes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, Expression, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.content_notes import spoken_of
from courses.html import canonical
from courses.models import LessonRevision


@admin.register(LessonRevision)
class LessonRevisionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    class Media:
        css = {"all": ["courses/prose.css"]}

    list_display = ["lesson", "number", "state", "change_kind", "published_at", "author"]
    list_display_links = ["lesson", "number"]
    list_filter = ["change_kind", "published_at", "lesson__module"]
    list_per_page = 50
    search_help_text = _("Finds words in titles, aims and texts.")
    search_fields = ["lesson__title", "aim", "body"]
    fields = [
        "lesson", "number", "state", "change_kind", "published_at", "author", "aim", "summary", "text", "points",
        "in_practice", "prompt", "notes", "minutes",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[LessonRevision]:
        return super().get_queryset(request).select_related("lesson__module").annotate(wrote=_author(request.user))

    @admin.display(description=_("written by"))
    def author(self, revision: Any) -> str | Promise:
        return revision.wrote or _("From the course’s files")

    @admin.display(description=_("state"))
    def state(self, revision: LessonRevision) -> Promise:
        if revision.lesson.live_id == revision.pk:
            return _("What learners read")
        return _("Earlier text") if revision.published_at else _("Draft")

    @admin.display(description=_("text"))
    def text(self, revision: LessonRevision) -> SafeString:
        return _shown(revision.body)

    @admin.display(description=_("in practice"))
    def in_practice(self, revision: LessonRevision) -> SafeString:
        return _shown(revision.practice)

    @admin.display(description=_("hold on to this"))
    def points(self, revision: LessonRevision) -> SafeString:
        lines = format_html_join("", "<li>{}</li>", ((point,) for point in revision.key_points))
        return format_html('<div class="prose-page"><ul>{}</ul></div>', lines)

    @admin.display(description=_("speaks of"))
    def notes(self, revision: LessonRevision) -> str:
        return spoken_of(revision.content_notes)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LessonRevision | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LessonRevision | None = None) -> bool:
        return False


def _author(viewer: User | AnonymousUser) -> Expression:
    """Who wrote a text: a name only for those who may see everyone. Editors see no people."""
    named: Expression = Value(gettext("An editor"))
    if viewer.has_perm("accounts.view_everyone"):
        named = Coalesce(NullIf("created_by__name", Value("")), "created_by__email")
    return Case(When(created_by=None, then=Value("")), default=named, output_field=CharField())


def _shown(html: str) -> SafeString:
    return format_html('<div class="prose-page">{}</div>', mark_safe(canonical(html)))  # noqa: S308 (sanitised)
