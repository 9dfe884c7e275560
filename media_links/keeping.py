"""Keeping recordings and documents: whoever changes one does it here, so that no page shows what it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from media_links.models import MediaLink
from media_links.signals import links_changed


@transaction.atomic
def keep_link(link: MediaLink) -> MediaLink:
    """Save the link; a new one gets its permanent key and stands last. Tells those who show it."""
    if not link.key:
        link.key = _free_key(link)
        last = MediaLink.objects.order_by("-order").values_list("order", flat=True).first()
        link.order = 0 if last is None else last + 1
    link.save()
    links_changed.send(MediaLink)
    return link


@transaction.atomic
def remove_link(link: MediaLink) -> None:
    """Delete the link. Raises ProtectedError where a lesson uses it."""
    link.delete()
    links_changed.send(MediaLink)


def _free_key(link: MediaLink) -> str:
    wanted = slugify(link.label or link.title)[:80] or "link"
    key, number = wanted, 1
    while MediaLink.objects.filter(key=key).exists():
        number += 1
        key = f"{wanted}-{number}"
    return key
