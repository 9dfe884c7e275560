"""Keeping what somebody wrote for themselves."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from reflection.models import JournalEntry


def write_entry(writer: User, lesson_id: int, prompt: str, text: str) -> None:
    """Keep the writer's reflection on a lesson: the last text stands. Blank removes it."""
    own = JournalEntry.objects.owned_by(writer).filter(lesson=lesson_id)
    if not text.strip():
        own.delete()
        return
    facts = {"text": text, "prompt": prompt, "updated_at": timezone.now()}
    if own.update(**facts):
        return
    try:
        with transaction.atomic():
            JournalEntry.objects.create(writer=writer, lesson_id=lesson_id, **facts)
    except IntegrityError:
        # Another tab wrote the first text in the same moment.
        own.update(**facts)
