"""What courses do when others announce a fact."""

from typing import Any

from django.dispatch import receiver

from courses.publishing import announce_change
from media_links.signals import links_changed


@receiver(links_changed)
def show_recordings_as_they_are(**kwargs: Any) -> None:
    """A recording's title stands in the outline."""
    announce_change()
