"""Keeping recordings and documents: whoever changes one does it here, so that no page shows what it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from media_links.models import MediaLink
from media_links.providers.answer import Answer
from media_links.signals import addresses_moved, links_changed, recording_replaced

# The address, and what was learned of the recording that plays there.
AT_THE_ADDRESS = (
    "provider", "external_id", "url", "owner_title", "health", "checked_at", "unanswered_at", "duration_seconds",
    "reported_seconds", "captions", "transcript",
)  # fmt: skip


@transaction.atomic
def keep_link(link: MediaLink) -> MediaLink:
    """Save the link; a new one gets its permanent key and stands last. Tells those who show it.

    Where it leads to another recording now, what a player reported of the old one doesn’t hold.
    """
    before = MediaLink.objects.filter(pk=link.pk).values_list("provider", "external_id").first()
    if before and before != (link.provider, link.external_id):
        link.reported_seconds = None
        recording_replaced.send(MediaLink, link=link)
    if not link.key:
        link.key = _free_key(link)
        last = MediaLink.objects.order_by("-order").values_list("order", flat=True).first()
        link.order = 0 if last is None else last + 1
    link.save()
    links_changed.send(MediaLink)
    return link


def note_reported_length(link_id: int, seconds: int) -> None:
    """Keep how long a player says that a recording is. The first report stands, until an editor confirms a length."""
    MediaLink.objects.filter(pk=link_id, reported_seconds=None).update(reported_seconds=seconds)


@transaction.atomic
def remove_link(link: MediaLink) -> None:
    """Delete the link. Raises ProtectedError where a lesson uses it."""
    link.delete()
    links_changed.send(MediaLink)


def forget_answers(link: MediaLink, but: Collection[str] = ()) -> None:
    """Take from a link that is not saved yet what was answered about its old address, but for the fields in `but`."""
    usual = MediaLink()
    for name in ("health", "owner_title", "checked_at", "unanswered_at"):
        if name not in but:
            setattr(link, name, getattr(usual, name))


@transaction.atomic
def note_answer(provider: str, external_id: str, answer: Answer, now: datetime) -> None:
    """Keep what the provider told of the recording at this address, wherever the address stands by now."""
    rows = MediaLink.objects.select_for_update().filter(provider=provider, external_id=external_id)
    link = rows.first()
    if link is None:
        return
    is_news = link.health != answer.health
    link.health, link.checked_at, link.unanswered_at = answer.health, now, None
    link.owner_title = answer.owner_title or link.owner_title
    link.save(update_fields=["health", "checked_at", "unanswered_at", "owner_title"])
    if is_news:
        links_changed.send(MediaLink)


def note_silence(provider: str, external_id: str, now: datetime) -> None:
    """Keep that nobody told anything of the recording at this address. What is known of it stays."""
    MediaLink.objects.filter(provider=provider, external_id=external_id).update(unanswered_at=now)


@transaction.atomic
def move_addresses(links: Mapping[int, MediaLink], moves: Mapping[int, int]) -> None:
    """Give each link (by id) the address of another: `moves` says whose, and every address goes somewhere.

    What was learned at an address goes with it; labels and titles stay. A title that somebody had confirmed was
    confirmed for another recording, and is so no more.
    """
    found = {pk: {name: getattr(links[pk], name) for name in AT_THE_ADDRESS} for pk in moves}
    # No address may stand twice, not even half-way.
    MediaLink.objects.filter(pk__in=moves).update(provider="", external_id="")
    for pk, source in moves.items():
        link = links[pk]
        for name, value in found[source].items():
            setattr(link, name, value)
        link.pairing_confirmed = False
    MediaLink.objects.bulk_update([links[pk] for pk in moves], [*AT_THE_ADDRESS, "pairing_confirmed"])
    addresses_moved.send(MediaLink, moves=moves)
    links_changed.send(MediaLink)


@transaction.atomic
def confirm_titles(pks: Iterable[int], confirmed: bool) -> None:
    """Somebody has played them and knows that the titles are right, or takes that back."""
    MediaLink.objects.filter(pk__in=list(pks)).update(pairing_confirmed=confirmed)
    links_changed.send(MediaLink)


def _free_key(link: MediaLink) -> str:
    wanted = slugify(link.label or link.title)[:80] or "link"
    key, number = wanted, 1
    while MediaLink.objects.filter(key=key).exists():
        number += 1
        key = f"{wanted}-{number}"
    return key
