"""Keeping what somebody wrote for themselves. A newer text is never overwritten by who did not know of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from reflection.models import JournalEntry, version_of

# A form sent twice, by a double press or on a slow line, comes within this time.
SAME_FORM = timedelta(minutes=2)


class WrittenElsewhere(Exception):
    """Another tab or device kept another text meanwhile: `entry`, or None where it was deleted there."""

    def __init__(self, entry: JournalEntry | None) -> None:
        super().__init__()
        self.entry = entry


@transaction.atomic
def write_entry(
    writer: User, lesson_id: int, prompt: str, text: str, based_on: str | None = None
) -> JournalEntry | None:
    """Keep the writer's reflection on a lesson, and return it. Blank removes it. Safe to call twice.

    `based_on` is the version that the text was written over (`version_of`): where another stands there now, with
    another text, raises WrittenElsewhere. None asks nothing.
    """
    own = JournalEntry.objects.owned_by(writer).filter(lesson=lesson_id)
    entry = own.select_for_update().first()
    if entry is None and text.strip():
        try:
            with transaction.atomic():
                _refuse_if_other(None, based_on)
                return JournalEntry.objects.create(writer=writer, lesson_id=lesson_id, prompt=prompt, text=text)
        except IntegrityError:
            # Another tab wrote the first text in the same moment.
            entry = own.select_for_update().get()
    if entry is None:
        return None
    return _rewrite(entry, text, based_on, prompt)


@transaction.atomic
def change_entry(writer: User, pk: int, text: str, based_on: str | None = None) -> JournalEntry | None:
    """Give one of the writer's entries another text, under the same rule. None where it isn't there any more."""
    entry = JournalEntry.objects.owned_by(writer).select_for_update().filter(pk=pk).first()
    return _rewrite(entry, text, based_on, entry.prompt) if entry else None


@transaction.atomic
def write_note(writer: User, text: str) -> JournalEntry:
    """Keep an entry that belongs to no lesson. The same text sent twice is one entry."""
    since = timezone.now() - SAME_FORM
    same = JournalEntry.objects.owned_by(writer).filter(lesson=None, text=text, created_at__gte=since)
    return same.first() or JournalEntry.objects.create(writer=writer, text=text)


def _rewrite(entry: JournalEntry, text: str, based_on: str | None, prompt: str) -> JournalEntry | None:
    if text == entry.text:
        return entry
    _refuse_if_other(entry, based_on)
    if not text.strip():
        entry.delete()
        return None
    entry.text, entry.prompt = text, prompt
    entry.save(update_fields=["text", "prompt", "updated_at"])
    return entry


def _refuse_if_other(entry: JournalEntry | None, based_on: str | None) -> None:
    if based_on is not None and based_on != version_of(entry):
        raise WrittenElsewhere(entry)
