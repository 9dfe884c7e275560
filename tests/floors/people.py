"""Which models are about people, and under which of the two rules of sight each one is."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from tests.floors.reading import APPS

# The people whom one supervises, and oneself: `visible_to`.
VISIBLE = {
    "accounts.Invitation",
    "accounts.User",
    "assessments.ExtraTime",
    "certificates.Certificate",
    "courses.Enrolment",
    "courses.LessonProgress",
    "courses.ModuleProgress",
    "notifications.Delivery",
    "notifications.Notice",
}

# Nobody but the person: `owned_by`.
OWNED = {
    "assessments.Answer",
    "assessments.Attempt",
    "assessments.AttemptQuestion",
    "assessments.Mark",
    "assessments.Refresher",
    "assessments.RefresherChoice",
    "assessments.RefresherQuestion",
    "courses.Coverage",
    "courses.NoteChoice",
    "courses.WatchSession",
    "reflection.JournalEntry",
    "reflection.Rating",
    "reflection.SelfCheck",
    "reflection.Share",
}

# Under neither, each with its reason.
SIGHT_ITSELF = "what sight is worked out from; only the administration of people shows it"
CONTENT = "content of the course, which says who wrote it"
EXEMPT = {
    "accounts.Absence": "read by clocks and mails, never shown; only the administration of people lists it",
    "accounts.Membership": SIGHT_ITSELF,
    "accounts.Supervision": SIGHT_ITSELF,
    "assessments.KeyCorrection": CONTENT,
    "assessments.QuestionVersion": CONTENT,
    "courses.LessonReview": CONTENT,
    "courses.LessonRevision": CONTENT,
}


def our_models() -> list[type[models.Model]]:
    return [model for app in sorted(APPS) for model in apps.get_app_config(app).get_models()]


def personal(candidates: list[type[models.Model]]) -> set[str]:
    """The labels of the models from which foreign keys lead to a person, however long the way; content is no way."""
    reached: set[type[models.Model]] = {get_user_model()}
    while True:
        more = {model for model in candidates if points_to(model) & reached} - reached
        if not more:
            return {model._meta.label for model in reached}
        reached |= {model for model in more if EXEMPT.get(model._meta.label) != CONTENT}
        candidates = [model for model in candidates if model not in more]


def points_to(model: type[models.Model]) -> set[type[models.Model]]:
    return {field.remote_field.model for field in model._meta.local_fields if field.remote_field}


def rules_of(model: type[models.Model]) -> set[str]:
    """Which of the two rules the model's queryset knows."""
    return {rule for rule in ("visible_to", "owned_by") if hasattr(model._default_manager.all(), rule)}
