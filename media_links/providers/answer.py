"""What a provider tells of one of its recordings."""

from __future__ import annotations

from dataclasses import dataclass

from media_links.models import MediaLink


@dataclass(frozen=True, slots=True)
class Answer:
    """`owner_title` is empty where the provider doesn't tell it."""

    health: MediaLink.Health
    owner_title: str = ""
