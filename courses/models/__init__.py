"""Courses, modules, lessons, enrolments, progress."""

from courses.models.around import GlossaryTerm, Handout, SupportContact
from courses.models.content import Course, Domain, Lesson, LessonMedia, LessonRevision, Module
from courses.models.enrolment import Enrolment
from courses.models.note_choice import NoteChoice
from courses.models.progress import Coverage, How, LessonProgress, ModuleProgress, WatchSession
from courses.models.reviews import LessonReview

__all__ = [
    "Course",
    "Coverage",
    "Domain",
    "Enrolment",
    "GlossaryTerm",
    "Handout",
    "How",
    "Lesson",
    "LessonMedia",
    "LessonProgress",
    "LessonReview",
    "LessonRevision",
    "Module",
    "ModuleProgress",
    "NoteChoice",
    "SupportContact",
    "WatchSession",
]
