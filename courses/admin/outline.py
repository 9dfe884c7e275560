"""The whole course on one page: modules and their lessons with their state, to be put in order by dragging, or by the
buttons beside each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from courses.admin.state import state_of
from courses.arranging import moved, order_lessons, order_modules
from courses.forms import name_of_kind
from courses.models import Course, Module

if TYPE_CHECKING:
    from courses.admin.content import CourseAdmin

STEPS = {"up": -1, "down": 1}


def outline_view(course_admin: CourseAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(Course, pk=pk)
    if not course_admin.has_change_permission(request, course):
        raise PermissionDenied
    if request.method == "POST":
        return _arrange(course_admin, request, course)
    context = {
        **course_admin.admin_site.each_context(request),
        "title": course.title,
        "subtitle": _("Modules and lessons"),
        "opts": course_admin.opts,
        "original": course,
        "modules": _modules(course_admin, course),
    }
    return TemplateResponse(request, "admin/courses/course/outline.html", context)


def _modules(course_admin: CourseAdmin, course: Course) -> list[dict[str, Any]]:
    lessons_of: dict[int, list[dict[str, Any]]] = {}
    for lesson in course_admin.lessons_for_outline(course):
        row = {"lesson": lesson, "state": state_of(lesson), "kind": name_of_kind(lesson.kind)}
        lessons_of.setdefault(lesson.module_id, []).append(row)
    modules = course.modules.order_by("order", "pk")
    return [
        {
            "module": module,
            "lessons": lessons_of.get(module.pk, []),
            "published": sum(row["lesson"].is_published for row in lessons_of.get(module.pk, [])),
        }
        for module in modules
    ]


def _arrange(course_admin: CourseAdmin, request: HttpRequest, course: Course) -> HttpResponse:
    """`row` is every id of one list in its new order; `move` names one that a button moved, as “12:up”."""
    ids = [int(row) for row in request.POST.getlist("row") if row.isdecimal() and len(row) < 19]
    which, _colon, way = request.POST.get("move", "").partition(":")
    if way in STEPS and which.isdecimal() and int(which) in ids:
        ids = moved(ids, int(which), STEPS[way])
    if "module" in request.POST:
        module = Module.objects.filter(course=course, pk__in=_one_id(request.POST["module"])).first()
        if module is None:
            raise Http404
        order_lessons(module, ids)
        course_admin.log_change(request, module, _("Lessons put in another order."))
    else:
        order_modules(course, ids)
        course_admin.log_change(request, course, _("Modules put in another order."))
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=204)
    messages.success(request, _("The new order is saved. Learners see it from now on."))
    return redirect("admin:courses_course_outline", course.pk)


def _one_id(text: str) -> list[int]:
    return [int(text)] if text.isdecimal() and len(text) < 19 else []
