"""Keeping what somebody decided at a content note. Theirs alone: no page, list or export shows it to anybody else."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from courses.models import NoteChoice


@transaction.atomic
def choose_ways(learner: User, ways: Mapping[int, NoteChoice.Way]) -> None:
    """Keep the learner's way with each of these lessons, by id. The last choice stands; it says nothing about
    learning."""
    now = timezone.now()
    NoteChoice.objects.bulk_create(
        [NoteChoice(learner=learner, lesson_id=lesson_id, way=way, chosen_at=now) for lesson_id, way in ways.items()],
        update_conflicts=True,
        unique_fields=["learner", "lesson"],
        update_fields=["way", "chosen_at"],
    )
