"""One's own journal as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reflection.models import JournalEntry


def as_data(entries: Iterable[JournalEntry]) -> dict[str, Any]:
    """The entries for JSON, in their order. They come with lesson and module."""
    return {
        "journal": [
            {
                "lesson": entry.lesson.title if entry.lesson else None,
                "module": entry.lesson.module.title if entry.lesson else None,
                "prompt": entry.prompt,
                "text": entry.text,
                "written": entry.created_at.isoformat(),
                "changed": entry.updated_at.isoformat(),
            }
            for entry in entries
        ]
    }
