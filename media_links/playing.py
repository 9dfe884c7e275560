"""What a page needs to know to offer a recording."""

from __future__ import annotations

from dataclasses import dataclass

from media_links.models import MediaLink
from media_links.providers import PROVIDERS


@dataclass(frozen=True, slots=True)
class Playable:
    """`embed_url` and `provider_name` are empty where it can only be opened elsewhere."""

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
    )
