"""After a key is corrected: who would change, and grading anew what was asked with the wrong one.

Old marks are kept, superseded. A pass is never taken away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.attempting import lock_attempt, read_paper
from assessments.grading import complete_passed
from assessments.models import Attempt, AttemptQuestion, KeyCorrection, Mark, Question, QuestionVersion
from assessments.models.asked import with_key_of
from assessments.question_types import type_of
from assessments.refreshing.correcting import correct_refreshers
from assessments.score import Score

STEP = 500


class NotACorrection(Exception):
    """The later version asks something else: what was answered to the earlier can't be graded by it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """In counts, since editors see no people: submitted attempts that were asked it, those with other points, and those
    that would pass."""

    asked: int
    changed: int
    gained: int


def correctable(question: Question) -> list[QuestionVersion]:
    """Earlier versions with the same options and another key than the version in use, the newest first."""
    live = question.live
    if live is None:
        return []
    done = set(KeyCorrection.objects.filter(key=live).values_list("asked", flat=True))
    others = question.versions.exclude(pk=live.pk).prefetch_related("choices").order_by("-number")
    return [version for version in others if version.pk not in done and _differs_in_key(version, live)]


def _differs_in_key(version: QuestionVersion, key: QuestionVersion) -> bool:
    return is_same_question(version, key) and _key_of(version) != _key_of(key)


def is_same_question(version: QuestionVersion, key: QuestionVersion) -> bool:
    """Whether answers to the one can be graded by the key of the other: one type, and the same options."""
    texts = {choice.text for choice in version.choices.all()}
    return version.kind == key.kind and texts == {choice.text for choice in key.choices.all()}


def _key_of(version: QuestionVersion) -> list[tuple[str, bool, str]]:
    return [(choice.text, choice.is_right, choice.match) for choice in version.choices.order_by("order")]


def preview(asked: QuestionVersion, key: QuestionVersion) -> Preview:
    """What a correction would change. Reads all that were asked, a part at a time, and writes nothing."""
    number = changed = gained = 0
    for each in _submitted(asked):
        number += 1
        before, after = each.current_marks[0].score, _graded_by(key, each)
        if before == after:
            continue
        changed += 1
        attempt = each.attempt
        assert attempt.score is not None, "a submitted attempt has a score"
        score = Score(
            attempt.score.points - before.points + after.points, attempt.score.maximum - before.maximum + after.maximum
        )
        gained += not attempt.passed and score.passes(attempt.pass_mark)
    return Preview(number, changed, gained)


def _submitted(asked: QuestionVersion) -> Iterator[AttemptQuestion]:
    rows = AttemptQuestion.objects.filter(version=asked, attempt__submitted_at__isnull=False)
    return (
        rows.select_related("attempt", "version", "answer", "key")
        .prefetch_related("version__choices", "key__choices")
        .with_marks()
        .iterator(chunk_size=STEP)
    )


def _graded_by(key: QuestionVersion, asked: AttemptQuestion) -> Score:
    return type_of(key.kind).grade(with_key_of(key, asked.choices), asked.response)


@transaction.atomic
def request_correction(asked: QuestionVersion, key: QuestionVersion, by: User | None) -> KeyCorrection:
    """Ask that everything asked as `asked` be graded by `key`. Twice is harmless. Raises NotACorrection."""
    if asked.question_id != key.question_id or not is_same_question(asked, key):
        raise NotACorrection
    facts = {"question_id": asked.question_id, "requested_by": by}
    return KeyCorrection.objects.get_or_create(asked=asked, key=key, defaults=facts)[0]


def carry_out(correction_id: int) -> KeyCorrection:
    """Grade anew, an attempt at a time, so that nobody who submits has to wait. Killed half-way, it goes on."""
    correction = KeyCorrection.objects.select_related("key").get(pk=correction_id)
    while True:
        left = AttemptQuestion.objects.filter(version=correction.asked_id).exclude(key=correction.key_id)
        attempts = list(left.order_by("attempt").values_list("attempt", flat=True)[:STEP])
        for attempt_id in attempts:
            _regrade(attempt_id, correction)
        if not attempts:
            break
    correct_refreshers(correction)
    KeyCorrection.objects.filter(pk=correction.pk, done_at=None).update(done_at=timezone.now())
    correction.refresh_from_db()
    return correction


@transaction.atomic
def _regrade(attempt_id: int, correction: KeyCorrection) -> None:
    """Give the question its key and, where the attempt is submitted, its new mark: what is open is graded later."""
    # Held, so that nobody submits between the reading and the writing.
    attempt = lock_attempt(attempt_id, closed_too=True)
    asked = AttemptQuestion.objects.filter(attempt=attempt, version=correction.asked_id)
    if not asked.exclude(key=correction.key_id).update(key=correction.key_id) or not attempt.is_submitted:
        return
    paper = read_paper(attempt)
    changed = next(each for each in paper if each.version_id == correction.asked_id)
    if not _supersede(changed):
        return
    gained = _rescore(attempt, paper)
    row = KeyCorrection.objects.select_for_update().get(pk=correction.pk)
    row.changed, row.gained = row.changed + 1, row.gained + gained
    row.save(update_fields=["changed", "gained"])


def _supersede(asked: AttemptQuestion) -> bool:
    """Write the mark by the key that counts now. False where it is as it was."""
    score, standing = asked.graded(), Mark.objects.get(asked=asked, superseded_at=None)
    if standing.score == score:
        return False
    standing.superseded_at = timezone.now()
    standing.save(update_fields=["superseded_at"])
    Mark.objects.create(asked=asked, points=score.points, maximum=score.maximum)
    return True


def _rescore(attempt: Attempt, paper: list[AttemptQuestion]) -> bool:
    """Write the attempt's score. Returns whether it passes now and did not before."""
    score = reduce(add, (each.graded() for each in paper), Score(0, 0))
    gained = not attempt.passed and score.passes(attempt.pass_mark)
    attempt.points, attempt.maximum, attempt.passed = score.points, score.maximum, attempt.passed or gained
    attempt.save(update_fields=["points", "maximum", "passed"])
    if gained and attempt.enrolment.closed_at is None:
        complete_passed(attempt)
    return gained
