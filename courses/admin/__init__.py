"""The course as editors change it in the administration. The roof adds what upper floors know."""

from courses.admin.around import GlossaryTermAdmin, HandoutAdmin, SupportContactAdmin
from courses.admin.content import CourseAdmin, ModuleAdmin
from courses.admin.enrolments import EnrolmentAdmin
from courses.admin.lessons import LessonAdmin
from courses.admin.revisions import LessonRevisionAdmin

__all__ = [
    "CourseAdmin",
    "EnrolmentAdmin",
    "GlossaryTermAdmin",
    "HandoutAdmin",
    "LessonAdmin",
    "LessonRevisionAdmin",
    "ModuleAdmin",
    "SupportContactAdmin",
]
