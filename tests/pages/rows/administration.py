"""The administration: its front page as each role has it, a list and the forms of each model, and pages of our own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from tests.pages.page import Page, send
from tests.pages.world import World

# Where the administration offers no such page to anybody.
NOT_OFFERED = {
    "lessonrevision_add", "question_add", "questionversion_add", "scenario_add", "scenariostep_add", "quiz_add",
    "invitation_add", "notice_add", "delivery_add", "certificate_add", "user_add", "sitesettings_add",
}  # fmt: skip


def form_of(model: type[Model]) -> Callable[[World], str]:
    meta: Any = model._meta
    return lambda world: reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[world.first(model).pk])


def model_pages() -> list[Page]:
    """For the administrator or, what even they can't see, for the superuser."""
    pages = []
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        who = "root" if model._meta.app_label == "auth" else "ada"
        pages.append(Page(f"{label}_changelist", who))
        pages.append(Page(f"{label}_change", who, address=form_of(model)))
        if f"{model._meta.model_name}_add" not in NOT_OFFERED:
            pages.append(Page(f"{label}_add", who))
    return pages


ROWS = [
    *[Page("admin:index", who) for who in ("eddie", "petra", "ada")],
    Page("admin:app_list", "ada", address="/administration/courses/"),
    *model_pages(),
    Page("admin:courses_course_outline", "eddie", of="course.pk"),
    Page("admin:courses_lesson_change", "eddie", of="drafted.pk"),
    Page("admin:courses_lesson_add", "eddie", note="refused", then=send("Save as draft")),
    Page("admin:courses_lesson_unpublish", "eddie", of="drafted.pk"),
    Page("admin:courses_lesson_discard", "eddie", of="drafted.pk"),
    Page("admin:courses_lesson_history", "eddie", of="drafted.pk"),
    Page("admin:media_links_medialink_pairing", "eddie"),
    Page("admin:assessments_question_correct", "eddie", of="question.pk"),
    Page("admin:assessments_question_export", "eddie"),
    Page("admin:assessments_question_import", "eddie"),
    Page("admin:courses_lesson_delete", "eddie", of="drafted.pk"),
    Page("admin:accounts_user_change", "petra", of="people.sam.pk"),
    Page("admin:accounts_user_remove_second_step", "petra", of="people.tomos.pk"),
    Page("gallery", "ada"),
]
