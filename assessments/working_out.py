"""Working out the figures of questions and quizzes, from everybody's first attempts, with nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from assessments.models import Attempt, FiguresRun, Mark, QuestionFigures, QuestionVersion, QuizFigures
from assessments.question_types import type_of

# So many rows are in memory at once.
ROWS_AT_ONCE = 2000


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
    versions = {each.pk: each for each in QuestionVersion.objects.prefetch_related("choices")}
    tallies = tally(versions)
    finished = dict(Attempt.objects.finished().order_by().values_list("quiz").annotate(Count("pk")))
    questions = [of_version(versions[pk], each, began) for pk, each in tallies.versions.items()]
    quizzes = [of_quiz(pk, each, finished[pk], began) for pk, each in tallies.quizzes.items()]
    return _write(began, questions, quizzes)


def tally(versions: dict[int, QuestionVersion]) -> Tallies:
    """Count everything in one query, which sees the attempts as they are at one moment, in the memory of a few rows."""
    kinds = {pk: type_of(each.kind) for pk, each in versions.items()}
    choices = {pk: {choice.pk: choice for choice in each.choices.all()} for pk, each in versions.items()}
    tallies = Tallies()
    for (quiz, _attempt), rows in groupby(_marks(), key=itemgetter(0, 1)):
        asked = []
        for _, _, version, points, maximum, order, response in rows:
            if version not in kinds:  # written since
                continue
            as_asked = [choices[version][pk] for pk in order if pk in choices[version]]
            chose = kinds[version].picked(as_asked, response) if response else [LEFT_EMPTY]
            asked.append(Item(version, points, maximum, chose))
        if asked:
            tallies.add(quiz, asked)
    return tallies


def _marks() -> Iterator[tuple[Any, ...]]:
    """The marks that stand of first attempts, the newest attempt first."""
    firsts = Attempt.objects.first_goes().values("pk")
    marks = Mark.objects.filter(superseded_at=None, asked__attempt__in=firsts).order_by("-asked__attempt", "asked")
    names = ["attempt__quiz", "attempt", "version", "option_order", "answer__response"]
    quiz, attempt, version, order, response = (f"asked__{name}" for name in names)
    found = marks.values_list(quiz, attempt, version, "points", "maximum", order, response)
    return found.iterator(chunk_size=ROWS_AT_ONCE)


def of_version(version: QuestionVersion, counted: VersionTally, now: datetime) -> QuestionFigures:
    row = QuestionFigures(version=version, number=counted.number, worked_out_at=now)
    if row.number >= ANSWERS_NEEDED:
        scores = counted.scores()
        row.facility, row.full = float(mean(scores)), scores[Fraction(1)]
        row.guess = float(type_of(version.kind).guess(list(version.choices.all())))
        row.compared = counted.compared if counted.compared >= ANSWERS_NEEDED else None
        row.discrimination, row.no_discrimination = discrimination_of(counted)
        row.choices = choices_of(version, counted)
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


def choices_of(version: QuestionVersion, counted: VersionTally) -> list[dict[str, Any]]:
    """Of each choice in order, and of leaving it empty: the share of all, and of each third, that chose it."""
    ids = [*(choice.pk for choice in version.choices.all()), LEFT_EMPTY]
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
