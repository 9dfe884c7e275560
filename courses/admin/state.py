"""What editors are told of a lesson's state, in the same words on every page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from courses.models import Lesson, Module


def state_of(lesson: Lesson) -> Promise:
    if lesson.is_published:
        return _("Published, with a newer draft") if lesson.draft_id else _("Published")
    return _("Draft") if lesson.draft_id else _("Not written yet")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("published", _("Published")), ("unpublished", _("Not published")), ("draft", _("With a draft"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "published":
                return queryset.published()
            case "unpublished":
                return queryset.filter(live=None)
            case "draft":
                return queryset.filter(draft__isnull=False)
        return queryset


def lesson_table(module: Module) -> SafeString:
    """The module's lessons with links to each, and one to add another."""
    lessons = module.lessons.order_by("order", "pk")
    rows = [{"lesson": lesson, "state": state_of(lesson)} for lesson in lessons]
    return mark_safe(render_to_string("admin/courses/lesson_table.html", {"module": module, "rows": rows}))  # noqa: S308
