"""The course's pages in the administration, with what upper floors know of a lesson: the questions about it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Question
from assessments.refreshing.remembering import FEWEST_PEOPLE, remembered
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
    fieldsets = [*LessonAdmin.fieldsets, (_("Still known later"), {"fields": ["still_known"]})]
    readonly_fields = [*LessonAdmin.readonly_fields, "still_known"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        return super().get_queryset(request).annotate(asked=ASKED)

    @admin.display(description=_("questions in use"), ordering="asked")
    def questions_about_it(self, lesson: Any) -> SafeString | str:
        if not lesson.asked:
            return "0"
        address = reverse("admin:assessments_question_changelist", query={"lesson__id__exact": lesson.pk})
        return format_html('<a href="{}">{}</a>', address, lesson.asked)

    @admin.display(description=_("in refreshers"))
    def still_known(self, lesson: Lesson) -> SafeString:
        """Of many together; of few, nothing."""
        rows = [(_known_after(each.days, each.percent),) for each in remembered(lesson.pk)]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows))


def _known_after(days: int, percent: int | None) -> str:
    """How much is still known so many days after passing, in words."""
    if percent is None:
        said = gettext("After %(days)d days: shown once %(people)d different people have answered.")
        return said % {"days": days, "people": FEWEST_PEOPLE}
    return gettext("After %(days)d days: about %(percent)d%% of the points.") % {"days": days, "percent": percent}
