"""After a key is corrected: refreshers explain what was asked by the right one, too."""

from __future__ import annotations

from django.db import transaction

from assessments.models import KeyCorrection, RefresherQuestion
from assessments.refreshing.answering import lock_refresher

STEP = 500


def correct_refreshers(correction: KeyCorrection) -> None:
    """Give every question asked with the wrong key the right one. Killed half-way, it goes on where it was."""
    left = RefresherQuestion.objects.filter(version=correction.asked_id).exclude(key=correction.key_id)
    while asked := list(left.order_by("pk").values_list("pk", "refresher_id")[:STEP]):
        for pk, refresher_id in asked:
            _correct(pk, refresher_id, correction.key_id)


@transaction.atomic
def _correct(pk: int, refresher_id: int, key_id: int) -> None:
    # Held, so that nobody finishes it between the reading and the writing.
    lock_refresher(refresher_id)
    RefresherQuestion.objects.filter(pk=pk).update(key=key_id)
    asked = RefresherQuestion.objects.as_paper().get(pk=pk)
    asked.weigh()
    asked.save(update_fields=["points", "maximum"])
