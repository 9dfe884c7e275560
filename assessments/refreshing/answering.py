"""Opening a refresher, and answering it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from assessments.attempting import NoLongerOpen, parsed
from assessments.models import Refresher, RefresherQuestion

if TYPE_CHECKING:
    from django.http import QueryDict


def open_refresher(refresher_id: int) -> None:
    """Note that its owner has begun it. The first time stands."""
    Refresher.objects.waiting().filter(pk=refresher_id, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def finish_refresher(refresher_id: int, data: QueryDict) -> Refresher:
    """Keep what was posted, and finish it; what is left out is left out. Finishing again changes nothing.

    Raises Refused, and keeps nothing, where any of it was never offered; NoLongerOpen where it was let go meanwhile.
    """
    refresher = lock_refresher(refresher_id)
    if refresher.is_finished:
        return refresher
    if refresher.is_over:
        raise NoLongerOpen
    paper = read_questions(refresher)
    for asked, response in parsed(paper, data):
        asked.given = response or []
        asked.weigh()
    if Refresher.objects.filter(pk=refresher.pk).finish(timezone.now()):
        keep_answers(paper)
    refresher.refresh_from_db()
    return refresher


def lock_refresher(refresher_id: int) -> Refresher:
    """The refresher, held until the transaction ends, so that of two tabs one finishes it."""
    rows = Refresher.objects.select_related("enrolment").select_for_update(of=("self",))
    return rows.get(pk=refresher_id)


def read_questions(refresher: Refresher) -> list[RefresherQuestion]:
    return list(RefresherQuestion.objects.filter(refresher=refresher).as_paper())


def keep_answers(paper: list[RefresherQuestion]) -> None:
    RefresherQuestion.objects.bulk_update(paper, ["given", "points", "maximum"])
