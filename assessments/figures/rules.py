"""What the figures say, in words for somebody who knows no statistics. The thresholds, and where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

# Below this nothing is shown: too little to say anything, and too few people to be nobody in particular.
ANSWERS_NEEDED = 10
# Choices are shown by thirds once each third has as many as that.
NEEDED_FOR_THIRDS = 3 * ANSWERS_NEEDED
# Moodle's documentation of its statistics calls a facility of 95 % or more “extremely easy”.
EASY = 0.95
# Of the way from what guessing earns to full points. Nought is guessing itself, by the classical correction for
# guessing, (p − g) / (1 − g) (Diamond & Evans, Review of Educational Research 43, 1973); “hardly better” is our word
# for less than a tenth.
HARDLY_KNOWN = 0.1
# Ebel & Frisbie, Essentials of Educational Measurement (1991, ch. 13): 0.30 and more reasonably good, 0.20 to 0.29
# marginal, less than that poor.
TELLS_WELL, TELLS_A_LITTLE = 0.3, 0.2
# How many standard errors, 1 / √(n − 1), a correlation lies below nought once in twenty times by chance alone
# (the normal approximation of its distribution where there is no relation).
BY_CHANCE = 1.645
# A wrong option that fewer choose does no work (Haladyna & Downing, Educational and Psychological Measurement 53,
# 1993).
DOES_WORK = 0.05
# Moodle's documentation: 75 % or more is satisfactory, less than 64 % is not.
HANGS_TOGETHER, FALLS_APART = 0.75, 0.64


class Verdict(TextChoices):
    """The one thing that is said of a question, the first that holds."""

    FEW = "few", gettext_lazy("Too few answers yet")
    MISKEYED = "miskeyed", gettext_lazy("Perhaps mis-keyed")
    GUESSED = "guessed", gettext_lazy("Hardly better than guessing")
    EASY = "easy", gettext_lazy("Too easy")
    BACKWARDS = "backwards", gettext_lazy("Missed by those who do well")
    GOOD = "good", gettext_lazy("Tells those who know from those who don’t")
    FAIR = "fair", gettext_lazy("Tells them apart a little")
    WEAK = "weak", gettext_lazy("Hardly tells them apart")
    UNCOMPARED = "uncompared", gettext_lazy("Nothing to compare it with")


# What is worth an editor's time. A question that tells people apart only weakly is not among them: where most pass, and
# five questions are asked, that is so of many a good one.
POOR = (Verdict.MISKEYED, Verdict.GUESSED, Verdict.EASY, Verdict.BACKWARDS)


class Missing(TextChoices):
    """Why there is no discrimination, or no alpha."""

    ALONE = "alone", gettext_lazy("It was the only question asked, so there is nothing to compare it with.")
    FEW = "few", gettext_lazy("Too few attempts asked other questions too.")
    SAME_HERE = "same-here", gettext_lazy("Everybody got the same points for it, so it tells nobody apart.")
    SAME_ELSEWHERE = "same-elsewhere", gettext_lazy("Everybody did equally well on the other questions.")
    ONE_QUESTION = "one-question", gettext_lazy("Only one question is asked, so that there is nothing to agree.")
    SAME_SCORE = "same-score", gettext_lazy("Everybody has the same score.")
    DIFFERENT = (
        "different",
        gettext_lazy(
            "People were asked different questions, and no ten of them the same: their scores can’t be held together."
        ),
    )


@dataclass(frozen=True, slots=True)
class Option:
    """An option, and the shares of people who chose it: of all, and of each third."""

    letter: str
    is_right: bool
    share: float
    lower: float = 0.0
    middle: float = 0.0
    upper: float = 0.0


@dataclass(frozen=True, slots=True)
class QuestionInFigures:
    """`facility` and `guess` are shares of the points. `full` is how many got all of them; `compared` how many attempts
    `discrimination` is from. All but `number` are None or empty while that is below ANSWERS_NEEDED. Without
    `has_thirds`, the options have shares of all only."""

    number: int
    facility: float | None = None
    full: int | None = None
    guess: float | None = None
    compared: int | None = None
    discrimination: float | None = None
    options: Sequence[Option] = ()
    has_thirds: bool = False


def judge(question: QuestionInFigures) -> Verdict:
    """The first that holds."""
    if question.facility is None:
        return Verdict.FEW
    if miskeyed(question) is not None:
        return Verdict.MISKEYED
    if known(question) < HARDLY_KNOWN:
        return Verdict.GUESSED
    if question.facility >= EASY:
        return Verdict.EASY
    return _compared(question)


def _compared(question: QuestionInFigures) -> Verdict:
    related = question.discrimination
    if related is None or question.compared is None:
        return Verdict.UNCOMPARED
    if related < -BY_CHANCE / sqrt(question.compared - 1):
        return Verdict.BACKWARDS
    if related >= TELLS_WELL:
        return Verdict.GOOD
    return Verdict.FAIR if related >= TELLS_A_LITTLE else Verdict.WEAK


def known(question: QuestionInFigures) -> float:
    """How far people are on the way from what guessing earns to full points."""
    assert question.facility is not None, "asked where there are figures"
    guess = question.guess or 0.0
    return (question.facility - guess) / (1 - guess)


def miskeyed(question: QuestionInFigures) -> Option | None:
    """The wrong option that those who do well prefer to a right one, and choose more than those who do badly, while the
    question runs against the others: the sign of a wrong key (Nitko & Brookhart, Educational Assessment of Students,
    on item analysis)."""
    wrong = [option for option in question.options if not option.is_right]
    if not (wrong and question.has_thirds and question.discrimination is not None and question.discrimination < 0):
        return None
    first = max(wrong, key=lambda option: option.upper)
    least = min(option.upper for option in question.options if option.is_right)
    return first if first.upper > least and first.upper > first.lower else None


def sentence(question: QuestionInFigures, verdict: Verdict) -> str:
    """The verdict, with what it rests on."""
    match verdict:
        case Verdict.FEW:
            return too_few_answers(question.number)
        case Verdict.MISKEYED:
            option = miskeyed(question)
            letter = option.letter if option else ""
            return _("Perhaps mis-keyed: those who do well choose %(letter)s.") % {"letter": letter}
        case Verdict.GUESSED:
            return _("Hardly better than guessing.")
        case Verdict.EASY:
            return _too_easy(question)
        case Verdict.BACKWARDS:
            return _("Those who do well on the other questions get this one wrong more often than the rest.")
        case Verdict.GOOD:
            return _("Tells those who know from those who don’t.")
        case Verdict.FAIR:
            return _("Tells those who know from those who don’t, a little.")
        case Verdict.WEAK:
            return _("Hardly tells those who know from those who don’t.")
        case _:
            return _("It can’t be compared with other questions.")


def too_few_answers(number: int) -> str:
    return _("Too few answers yet (%(number)d of %(needed)d).") % {"number": number, "needed": ANSWERS_NEEDED}


def _too_easy(question: QuestionInFigures) -> str:
    full, facility = question.full or 0, question.facility or 0.0
    missed = question.number - full
    said = {"number": question.number, "missed": missed, "percent": percent(facility)}
    if not missed:
        return _("Too easy: all %(number)d got it.") % said
    if full < EASY * question.number:
        return _("Too easy: people get %(percent)d %% of its points.") % said
    return (
        ngettext(
            "Too easy: all but %(missed)d of %(number)d got it.",
            "Too easy: all but %(missed)d of %(number)d got it.",
            missed,
        )
        % said
    )


def remarks(question: QuestionInFigures) -> list[str]:
    """What there is to say of single options."""
    if not question.has_thirds:
        return []
    idle = [option for option in question.options if not option.is_right and option.share < DOES_WORK]
    return [
        (_("Option %(letter)s fools hardly anybody.") if option.share else _("Option %(letter)s fools nobody."))
        % {"letter": option.letter}
        for option in idle
    ]


def percent(share: float) -> int:
    """Rounded down, as every percentage of the house is, so that 100 means all."""
    return int(share * 100 + 1e-9)


# --- Quizzes ----------------------------------------------------------------------------------------------------------


def of_attempts(number: int, median: float | None) -> str:
    if median is None:
        return _("Too few attempts yet (%(number)d of %(needed)d).") % {"number": number, "needed": ANSWERS_NEEDED}
    return _("Half of them have %(percent)d %% or more at the first attempt.") % {"percent": percent(median)}


def of_alpha(alpha: float | None, missing: str) -> str:
    if alpha is None:
        return str(Missing(missing).label) if missing else ""
    if alpha >= HANGS_TOGETHER:
        return _("The questions hang together: who knows one tends to know the others.")
    if alpha >= FALLS_APART:
        return _("The questions hang together loosely.")
    return _("The questions hardly hang together: with others in their place, people’s scores would differ.")
