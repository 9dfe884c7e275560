"""Working out the figures of questions and quizzes, from everybody's first attempts, with nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import Count, Model
from django.utils import timezone

from assessments.figures.formulas import correlation, cronbach, mean, median, spread
from assessments.figures.rules import ANSWERS_NEEDED, NEEDED_FOR_THIRDS, Missing, judge
from assessments.figures.tallying import LEFT_EMPTY, Item, QuizTally, Tallies, VersionTally
from assessments.figures.thirds import Shares, thirds
from assessments.models import (
    Attempt,
    AttemptQuestion,
    Choice,
    FiguresRun,
    KeyCorrection,
    QuestionFigures,
    QuestionVersion,
    QuizFigures,
)
from assessments.models.asked import with_key_of
from assessments.question_types import QuestionType, type_of

# So many rows are in memory at once.
ROWS_AT_ONCE = 2000
READ = [
    "attempt__quiz", "attempt", "version", "marks__points", "marks__maximum", "option_order", "answer__response",
    "marks__superseded_at",
]  # fmt: skip


@transaction.atomic
def wish_for_figures() -> None:
    """Ask for figures that are new. They are worked out within a minute or two, in the background."""
    FiguresRun.held().wish()


def work_out_wished() -> bool:
    """Work them out where somebody has asked for that since. Whether they were."""
    return FiguresRun.load().wished_at is not None and work_out_figures()


def work_out_figures() -> bool:
    """Work out all figures as of now. False, and nothing is written, where a run that began later was done first."""
    began = timezone.now()
    asked = {each.pk: each for each in wordings()}
    tallies = tally(asked)
    finished = dict(Attempt.objects.finished().order_by().values_list("quiz").annotate(Count("pk")))
    questions = [of_version(asked[pk], each, began) for pk, each in tallies.versions.items()]
    quizzes = [of_quiz(pk, each, finished[pk], began) for pk, each in tallies.quizzes.items()]
    return _write(began, questions, quizzes)


@dataclass(frozen=True, slots=True)
class Wording:
    """A version with its choices as they are graded: where its key was wrong, by that of `key`."""

    version: QuestionVersion
    key: QuestionVersion | None
    choices: list[Choice]

    @property
    def pk(self) -> int:
        return self.version.pk

    @property
    def type(self) -> QuestionType:
        return type_of(self.version.kind)


def wordings() -> Iterator[Wording]:
    """All there are. Of several corrections of a key the one that was carried out last counts."""
    versions = {each.pk: each for each in QuestionVersion.objects.prefetch_related("choices")}
    corrected = KeyCorrection.objects.exclude(done_at=None).order_by("done_at", "pk").values_list("asked", "key")
    keys = {asked: versions.get(key) for asked, key in corrected}
    for pk, version in versions.items():
        key, choices = keys.get(pk), list(version.choices.all())
        yield Wording(version, key, choices if key is None else with_key_of(key, choices))


def tally(asked: dict[int, Wording]) -> Tallies:
    """Count everything in one query, which sees all marks as they are at one moment, in the memory of a few rows."""
    kinds = {pk: each.type for pk, each in asked.items()}
    choices = {pk: {choice.pk: choice for choice in each.choices} for pk, each in asked.items()}
    tallies = Tallies()
    for (quiz, _attempt), rows in groupby(_marks(), key=itemgetter(0, 1)):
        paper = []
        for _, _, version, points, maximum, order, response in rows:
            if version not in kinds:  # written since
                continue
            as_asked = [choices[version][pk] for pk in order if pk in choices[version]]
            chose = kinds[version].picked(as_asked, response) if response else [LEFT_EMPTY]
            paper.append(Item(version, points, maximum, chose))
        if paper:
            tallies.add(quiz, paper)
    return tallies


def _marks() -> Iterator[list[Any]]:
    """The marks that stand of first attempts, the newest attempt first."""
    firsts = set(Attempt.objects.first_goes().values_list("pk", flat=True))
    # Nearly all rows are wanted, so that what isn't is left out here: told to look for them, a database server that has
    # no statistics yet expects a handful, and goes for each by itself.
    asked = AttemptQuestion.objects.order_by("-attempt_id", "place").values_list(*READ)
    for *row, superseded in asked.iterator(chunk_size=ROWS_AT_ONCE):
        if row[1] in firsts and row[3] is not None and superseded is None:
            yield row


def of_version(wording: Wording, counted: VersionTally, now: datetime) -> QuestionFigures:
    row = QuestionFigures(version=wording.version, key=wording.key, number=counted.number, worked_out_at=now)
    if row.number >= ANSWERS_NEEDED:
        scores = counted.scores()
        row.facility, row.full = float(mean(scores)), scores[Fraction(1)]
        row.guess = float(wording.type.guess(wording.choices))
        row.compared = counted.compared if counted.compared >= ANSWERS_NEEDED else None
        row.discrimination, row.no_discrimination = discrimination_of(counted)
        row.choices = choices_of(wording, counted)
    row.verdict = judge(row.in_figures())
    return row


def discrimination_of(counted: VersionTally) -> tuple[float | None, str]:
    """The correlation of the question with the others of the same attempts, or why there is none."""
    if not counted.compared:
        return None, Missing.ALONE
    if counted.compared < ANSWERS_NEEDED:
        return None, Missing.FEW
    if len(counted.scores()) == 1:
        return None, Missing.SAME_HERE
    related = correlation(counted.pairs())
    return related, "" if related is not None else Missing.SAME_ELSEWHERE


def choices_of(wording: Wording, counted: VersionTally) -> list[dict[str, Any]]:
    """Of each choice in order, and of leaving it empty: the share of all, and of each third, that chose it."""
    ids = [*(choice.pk for choice in wording.choices), LEFT_EMPTY]
    chosen = counted.choices()
    groups: dict[str, Shares] = {"share": {pk: Fraction(times, counted.number) for pk, times in chosen.items()}}
    if counted.compared >= NEEDED_FOR_THIRDS:
        by_third = thirds(counted.tied())
        groups |= {"lower": by_third.lower, "middle": by_third.middle, "upper": by_third.upper}
    nobody = Fraction(0)
    return [{"choice": pk, **{name: float(group.get(pk, nobody)) for name, group in groups.items()}} for pk in ids]


def of_quiz(pk: int, counted: QuizTally, finished: int, now: datetime) -> QuizFigures:
    scores = counted.scores()
    row = QuizFigures(quiz_id=pk, number=scores.total(), worked_out_at=now)
    if row.number >= ANSWERS_NEEDED:
        row.finished = finished
        row.mean, row.median, row.spread = float(mean(scores)), float(median(scores)), spread(scores)
        row.alpha, row.no_alpha = alpha_of(counted)
        if row.alpha is not None:
            alike = counted.commonest()
            row.alpha_number, row.alpha_questions = alike.together.number, len(alike.items)
    return row


def alpha_of(counted: QuizTally) -> tuple[float | None, str]:
    """Cronbach's alpha of the set of questions that most were asked, or why there is none."""
    alike = counted.commonest()
    if alike.together.number < ANSWERS_NEEDED:
        return None, Missing.DIFFERENT
    if len(alike.items) == 1:
        return None, Missing.ONE_QUESTION
    alpha = cronbach(list(alike.items.values()), alike.together)
    return alpha, "" if alpha is not None else Missing.SAME_SCORE


@transaction.atomic
def _write(began: datetime, questions: list[QuestionFigures], quizzes: list[QuizFigures]) -> bool:
    # Two runs at once: the one that began later has the last word.
    run = FiguresRun.held()
    if run.worked_out_at is not None and run.worked_out_at > began:
        return False
    _replace(QuestionFigures, questions, began)
    _replace(QuizFigures, quizzes, began)
    run.worked_out_at = began
    # A wish that came while this ran is for what came since.
    if run.wished_at is not None and run.wished_at <= began:
        run.wished_at = None
    run.save()
    return True


def _replace(model: type[Model], rows: Sequence[Model], began: datetime) -> None:
    """These rows and no others."""
    key = model._meta.pk
    fields = [field.name for field in model._meta.concrete_fields if field is not key]
    model._default_manager.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=[key.name], update_fields=fields
    )
    model._default_manager.exclude(worked_out_at=began).delete()
