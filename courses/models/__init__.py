"""Courses, modules, lessons, enrolments, progress."""

from courses.models.around import GlossaryTerm, SupportContact
from courses.models.content import Course, Domain, Lesson, LessonMedia, LessonRevision, Module
from courses.models.enrolment import Enrolment
from courses.models.progress import Coverage, How, LessonProgress, ModuleProgress, WatchSession

__all__ = [
    "Course",
    "Coverage",
    "Domain",
    "Enrolment",
    "GlossaryTerm",
    "How",
    "Lesson",
    "LessonMedia",
    "LessonProgress",
    "LessonRevision",
    "Module",
    "ModuleProgress",
    "SupportContact",
    "WatchSession",
]
