"""The course's pages in the administration, with what upper floors know of a lesson: the questions about it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from assessments.models import Question
from courses.admin import CourseAdmin, LessonAdmin
from courses.models import Course, Lesson

IN_USE = Question.objects.filter(lesson=OuterRef("pk"), state=Question.State.LIVE).order_by().values("lesson")
ASKED = Coalesce(Subquery(IN_USE.annotate(number=Count("pk")).values("number")), 0, output_field=IntegerField())

admin.site.unregister([Course, Lesson])
admin.site.site_title = _("Cultural competence")
admin.site.index_title = _("Administration")


@admin.register(Course)
class CourseWithQuestionsAdmin(CourseAdmin):
    def lessons_for_outline(self, course: Course) -> QuerySet[Lesson]:
        return super().lessons_for_outline(course).annotate(asked=ASKED)


@admin.register(Lesson)
class LessonWithQuestionsAdmin(LessonAdmin):
    list_display = [*LessonAdmin.list_display, "questions_about_it"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        return super().get_queryset(request).annotate(asked=ASKED)

    @admin.display(description=_("questions in use"), ordering="asked")
    def questions_about_it(self, lesson: Any) -> SafeString | str:
        if not lesson.asked:
            return "0"
        address = reverse("admin:assessments_question_changelist", query={"lesson__id__exact": lesson.pk})
        return format_html('<a href="{}">{}</a>', address, lesson.asked)
