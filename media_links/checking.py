"""Finding out which recordings still play. What could not be asked about stays as it was: silence breaks nothing."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.db.models.functions import Coalesce
from django.utils import timezone

from media_links.asking import NoAnswer, ask
from media_links.keeping import note_answer, note_silence
from media_links.models import MediaLink
from media_links.providers import PROVIDERS
from media_links.providers.answer import Answer

# Seconds between two questions, and for all of them.
PAUSE = 1.0
LONGEST_RUN = 600.0

logger = logging.getLogger(__name__)


def check_recordings(wait: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic) -> int:
    """Ask for each recording, one at a time, and keep what is answered. Returns how many were asked for.

    Those asked longest ago come first, so that a run that is cut short takes its turn with the next. Safe to run twice.
    """
    ends, asked = clock() + LONGEST_RUN, 0
    for provider, external_id in _due():
        if asked:
            wait(PAUSE)
        if clock() >= ends:
            logger.warning("Looking at recordings took too long; those left come first next time.")
            break
        answer = _ask(provider, external_id)
        asked += 1
        if answer is None:
            note_silence(provider, external_id, timezone.now())
        else:
            note_answer(provider, external_id, answer, timezone.now())
    return asked


def _due() -> list[tuple[str, str]]:
    asked_last = Coalesce("unanswered_at", "checked_at").asc(nulls_first=True)
    links = MediaLink.objects.hosted().filter(provider__in=PROVIDERS).order_by(asked_last, "pk")
    return list(links.values_list("provider", "external_id"))


def _ask(provider: str, external_id: str) -> Answer | None:
    try:
        status, body = ask(PROVIDERS[provider].question(external_id))
    except NoAnswer as error:
        logger.info("Could not ask %s: %s", provider, error)
        return None
    return PROVIDERS[provider].understand(status, body)
