"""What people who can’t hear the recordings are missing, counted from the rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from media_links.models import MediaLink


@dataclass(frozen=True, slots=True)
class Gaps:
    """Of the audio and video recordings that play at a provider."""

    audios: int
    audios_without_transcript: int
    videos: int
    videos_of_unknown_captions: int
    videos_without_captions: int


def gaps_in_recordings() -> Gaps:
    """Counted in one query."""
    audio, video = Q(kind=MediaLink.Kind.AUDIO), Q(kind=MediaLink.Kind.VIDEO)
    return Gaps(
        **MediaLink.objects.hosted().aggregate(
            audios=Count("pk", filter=audio),
            audios_without_transcript=Count("pk", filter=audio & Q(transcript="")),
            videos=Count("pk", filter=video),
            videos_of_unknown_captions=Count("pk", filter=video & Q(captions=MediaLink.Presence.UNKNOWN)),
            videos_without_captions=Count("pk", filter=video & Q(captions=MediaLink.Presence.NO)),
        )
    )
