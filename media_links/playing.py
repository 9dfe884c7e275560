"""What a page needs to know to offer a recording."""

from __future__ import annotations

from dataclasses import dataclass

from media_links.models import MediaLink
from media_links.providers import PROVIDERS


@dataclass(frozen=True, slots=True)
class Playable:
    """`embed_url` and `provider_name` are empty where it can only be opened elsewhere.

    `seconds` is the length that an editor confirmed, or None.
    """

    pk: int
    kind: str
    kind_name: str
    label: str
    title: str
    speaker: str
    note: str
    confirmed: bool
    transcript: str
    watch_url: str
    embed_url: str = ""
    provider_name: str = ""
    seconds: int | None = None
    provider: str = ""
    external_id: str = ""

    def watch_from(self, start: int) -> str:
        """The address of its page at the provider, to play from `start` seconds on."""
        provider = PROVIDERS.get(self.provider)
        return provider.watch_url(self.external_id, start) if provider else self.watch_url


def playable(link: MediaLink) -> Playable:
    provider = PROVIDERS.get(link.provider) if link.is_playable else None
    return Playable(
        pk=link.pk,
        kind=link.kind,
        kind_name=str(link.get_kind_display()),
        label=link.label,
        title=link.title,
        speaker=link.speaker,
        note=link.note,
        confirmed=link.pairing_confirmed,
        transcript=link.transcript,
        watch_url=link.url or (provider.watch_url(link.external_id) if provider else ""),
        embed_url=provider.embed_url(link.external_id) if provider else "",
        provider_name=provider.NAME if provider else "",
        seconds=link.duration_seconds or None,
        provider=link.provider if provider else "",
        external_id=link.external_id,
    )


def clock(seconds: int) -> str:
    """So many seconds as a player shows them: 3:20, or 1:02:05."""
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
