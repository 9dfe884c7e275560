"""Courses and modules, and the page on which both are put in order."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from courses.admin.outline import outline_view
from courses.admin.state import lesson_table
from courses.editing import add_module
from courses.forms import CourseForm, ModuleForm
from courses.models import Course, Lesson, Module
from courses.publishing import announce_change
from media_links.content_admin import ContentAdmin

PUBLISHED = Count("lessons", filter=Q(lessons__live__isnull=False), distinct=True)


@admin.register(Course)
class CourseAdmin(ContentAdmin):
    form = CourseForm
    list_display = ["title", "content_version", "contents"]
    search_fields = ["title"]
    readonly_fields = ["contents"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "summary", "contents"]}),
        (_("On the certificate"), {"fields": ["content_version", "hours", "valid_months"]}),
        (_("For learners"), {"fields": ["days_to_complete"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.outline)
        return [path("<int:pk>/outline/", view, name="courses_course_outline"), *super().get_urls()]

    def outline(self, request: HttpRequest, pk: int) -> HttpResponse:
        return outline_view(self, request, pk)

    def lessons_for_outline(self, course: Course) -> QuerySet[Lesson]:
        """The course's lessons with what the outline tells of them."""
        used = Count("lesson_media", distinct=True)
        return Lesson.objects.filter(module__course=course).annotate(recordings=used).order_by("order", "pk")

    @admin.display(description=_("modules and lessons"))
    def contents(self, course: Course) -> SafeString | Promise:
        if not course.pk:
            return _("Save the course first, then add its modules.")
        address = reverse("admin:courses_course_outline", args=[course.pk])
        return format_html('<a href="{}">{}</a>', address, _("Modules and lessons in order"))

    def save_model(self, request: HttpRequest, obj: Course, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=form.changed_data)
        else:
            obj.key = obj.slug
            obj.save()
        announce_change(obj.pk)


@admin.register(Module)
class ModuleAdmin(ContentAdmin):
    form = ModuleForm
    list_display = ["title", "domain", "lessons_published", "lessons_required"]
    list_filter = ["domain", "course"]
    search_fields = ["title", "summary", "lessons__title"]
    search_help_text = _("Finds titles of modules and of their lessons.")
    fieldsets = [(None, {"fields": ["course", "title", "slug", "domain", "summary"]})]
    change_fieldsets = [*fieldsets, (_("Lessons"), {"fields": ["lessons_here"]})]

    def get_fieldsets(self, request: HttpRequest, obj: Module | None = None) -> Any:
        return self.change_fieldsets if obj else self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Module | None = None) -> list[str]:
        return ["course", "lessons_here"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"course": Course.objects.order_by("pk").values_list("pk", flat=True).first()} | dict(
            super().get_changeform_initial_data(request)
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Module]:
        required = Count("lessons", filter=Q(lessons__live__isnull=False, lessons__required=True), distinct=True)
        counted = {"published": PUBLISHED, "all_lessons": Count("lessons", distinct=True), "required": required}
        return super().get_queryset(request).select_related("course").annotate(**counted)

    @admin.display(description=_("lessons published"), ordering="published")
    def lessons_published(self, module: Any) -> str:
        return _("%(published)d of %(all)d") % {"published": module.published, "all": module.all_lessons}

    @admin.display(description=_("lessons required"), ordering="required")
    def lessons_required(self, module: Any) -> int:
        return int(module.required)

    @admin.display(description=_("lessons"))
    def lessons_here(self, module: Module) -> SafeString:
        return lesson_table(module)

    def save_model(self, request: HttpRequest, obj: Module, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=form.changed_data)
            announce_change(obj.course_id)
        else:
            add_module(obj)

    def delete_model(self, request: HttpRequest, obj: Module) -> None:
        super().delete_model(request, obj)
        announce_change(obj.course_id)
