"""Watching a recording: what the player reports becomes the learner's coverage of it, and theirs alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from courses.completing import EnrolmentClosed, complete_lesson
from courses.intervals import beyond, first, merge, share
from courses.models import Coverage, Enrolment, How, LessonProgress, WatchSession
from courses.outline import LessonOutline
from courses.watch_reports import WatchReport
from media_links.keeping import note_reported_length

ENOUGH = 0.9
# A recording may be played at double speed, and clocks and networks aren't exact.
FASTEST, SLACK = 2, 5
# One comes back to a recording now and then; an older sitting that reports again simply opens anew.
KEPT_SITTINGS = 10
# More pieces than this come from no hand on a player, and would only fill the row.
MOST_PIECES = 1000


@dataclass(frozen=True, slots=True)
class Watched:
    """How much of a recording somebody has watched, and how long it is as far as is known. Once the lesson is complete,
    nothing is known of it any more. `is_whole` is false where the report said more than could be taken yet."""

    intervals: list[list[float]]
    length: int | None = None
    is_whole: bool = True
    lesson_is_complete: bool = False


@transaction.atomic
def note_watching(
    enrolment_id: int, lesson: LessonOutline, link_id: int, report: WatchReport, revision_id: int | None = None
) -> Watched:
    """Take a report into the learner's coverage of a recording. The same report again, or an older, changes nothing.

    With `revision_id`, the text beside which it plays, enough of it completes the lesson: then nothing is noted any
    more. Raises EnrolmentClosed.
    """
    # Two tabs report at once, and one may complete the lesson while the other reports: one at a time for an enrolment.
    enrolment = Enrolment.objects.select_for_update(of=("self",)).filter(pk=enrolment_id).first()
    if enrolment is None or enrolment.closed_at is not None:
        raise EnrolmentClosed
    if report.length is not None:
        note_reported_length(link_id, report.length)
    progress = LessonProgress.objects.filter(enrolment=enrolment, lesson=lesson.pk)
    if progress.exclude(completed_at=None).exists():
        return Watched([], lesson_is_complete=True)
    Coverage.objects.bulk_create([Coverage(learner_id=enrolment.learner_id, link_id=link_id)], ignore_conflicts=True)
    # The same recording may stand in another course, and so under another enrolment.
    rows = Coverage.objects.select_for_update(of=("self",)).select_related("link")
    coverage = rows.get(learner=enrolment.learner_id, link=link_id)
    now = timezone.now()
    sitting = _sitting(coverage, report, now)
    if report.sequence > sitting.last_sequence:
        _take(coverage, sitting, report, now)
    if revision_id and has_watched_enough(enrolment.learner_id, lesson):
        complete_lesson(enrolment_id, lesson.pk, revision_id, How.WATCHED)
        return Watched([], lesson_is_complete=True)
    length = coverage.link.duration_seconds or coverage.link.reported_seconds
    return Watched(coverage.intervals, length, is_whole=not beyond(report.intervals, coverage.intervals))


def _sitting(coverage: Coverage, report: WatchReport, now: datetime) -> WatchSession:
    sitting = coverage.sessions.filter(token=report.token).first()
    if sitting is not None:
        return sitting
    older = coverage.sessions.order_by("-reported_at", "-pk")[KEPT_SITTINGS - 1 :]
    coverage.sessions.filter(pk__in=[each.pk for each in older]).delete()
    return coverage.sessions.create(token=report.token, opened_at=now, reported_at=now)


def _take(coverage: Coverage, sitting: WatchSession, report: WatchReport, now: datetime) -> None:
    """Add what is new in the report, as far as there was time to watch it since the sitting's last one.

    A report says all that was watched in its sitting: what one of them was too early for, or never arrived, comes again
    with the next. This keeps clocks and scripts honest. Whoever means to deceive has a button that is quicker.
    """
    elapsed = max(0.0, (now - sitting.reported_at).total_seconds())
    new = first(beyond(report.intervals, coverage.intervals), FASTEST * elapsed + SLACK)
    merged = merge(coverage.intervals, new)
    if len(merged) <= MOST_PIECES:
        coverage.intervals = merged
    if report.intervals:
        coverage.position = report.position
    coverage.save(update_fields=["intervals", "position", "updated_at"])
    sitting.last_sequence, sitting.reported_at = report.sequence, now
    sitting.save(update_fields=["last_sequence", "reported_at"])


def has_watched_enough(learner_id: int, lesson: LessonOutline) -> bool:
    """Whether the learner has watched nine tenths of each recording that counts for the lesson.

    Never where an editor has yet to confirm how long one of them is.
    """
    if not lesson.can_be_watched:
        return False
    rows = Coverage.objects.filter(learner=learner_id, link__in=[each.pk for each in lesson.to_watch])
    intervals = dict(rows.values_list("link_id", "intervals"))
    return all(share(intervals.get(each.pk, []), each.seconds or 0) >= ENOUGH for each in lesson.to_watch)
