"""What stands between the braces of a question in GIFT."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from assessments.exchange.entry import MOST_OPTIONS, Option, canonical, too_many_options
from assessments.exchange.gift.signs import TRUE_FALSE, Piece, flat, format_of
from assessments.exchange.gift.words import divided_feedback, words_of
from assessments.exchange.gift.writing import VERDICTS

_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:\.\d{0,9})?)%")
_TRUE, _FALSE = {"T", "TRUE"}, {"F", "FALSE"}
# Weights are rounded to some digits: a third is 33.33333.
NEAR = 0.1


class NotOurs(Exception):
    """A question that can't be asked here; the message says why."""


@dataclass(slots=True)
class Answers:
    kind: str = "single"
    options: list[Option] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def said(self, text: str, form: str) -> str:
        """The plain words of a text that stands there in a format."""
        if form != "html":
            return canonical(text)
        words = canonical(words_of(text))
        if "<" in text:
            self.notes.append(_("It is written in HTML: the words are kept, how they look is not."))
        return words


def read_answers(found: list[Piece], form: str, tags: Set[str]) -> Answers:
    """`form` is the format of the stem, which the options have too unless they name one. Raises NotOurs."""
    found, general = _general_feedback(found)
    marks = {mark for mark, _said in found}
    answers = Answers()
    if "~" in marks and found[0][1].strip() == "" and not _is_numerical(found):
        _choices(answers, found, form)
        if TRUE_FALSE in tags:
            _with_verdicts(answers)
    elif {"=", "->"} <= marks:
        _pairs(answers, found, form)
    elif found[0][1].strip() in _TRUE | _FALSE:
        _verdict(answers, found, form)
    else:
        raise NotOurs(_why_not(found))
    if general:
        _tell_of(general, answers, form)
    return answers


def _general_feedback(found: list[Piece]) -> tuple[list[Piece], str]:
    """The pieces before the last ####, and the text after it."""
    for at in range(len(found) - 1, -1, -1):
        if found[at][0] == "####":
            return found[:at], flat([("", found[at][1]), *found[at + 1 :]]).strip()
    return found, ""


def _is_numerical(found: list[Piece]) -> bool:
    return len(found) > 1 and not found[0][1].strip() and found[1][0] == "#"


def _why_not(found: list[Piece]) -> str:
    if not flat(found).strip():
        return _("Its answer would be written freely. Such questions can’t be asked here.")
    if _is_numerical(found):
        return _("Its answer would be a number. Such questions can’t be asked here.")
    if found[0][1].strip():
        return _("Its first option has no sign: = stands before what is right, ~ before what is wrong.")
    return _("Its answer would be typed in. Such questions can’t be asked here; ~ stands before a wrong option.")


def _divided(found: list[Piece], signs: str) -> list[tuple[str, list[Piece]]]:
    """The options, each with its sign. Raises NotOurs."""
    if sum(mark in signs for mark, _said in found if mark) > MOST_OPTIONS:
        raise NotOurs(too_many_options())
    options: list[tuple[str, list[Piece]]] = []
    for mark, said in found[1:]:
        if mark and mark in signs:
            options.append((mark, [("", said)]))
        elif options:
            options[-1][1].append((mark, said))
    return options


def _choices(answers: Answers, found: list[Piece], form: str) -> None:
    weights = []
    for sign, option in _divided(found, "=~"):
        weight = 100.0
        if sign == "~":
            text = option[0][1]
            given = _WEIGHT.match(text)
            weight = float(given.group(1)) if given else 0.0
            option[0] = ("", text[given.end() :] if given else text)
        weights.append((sign, weight))
        text, feedback = _with_feedback(answers, option, form)
        answers.options.append(Option(text, is_right=sign == "=" or weight > 0, feedback=feedback))
    if any(sign == "=" for sign, _weight in weights):
        _as_single(answers, weights)
    else:
        _as_several(answers, [weight for _sign, weight in weights])


def _as_single(answers: Answers, weights: list[tuple[str, float]]) -> None:
    if any(sign == "~" and weight for sign, weight in weights):
        answers.notes.append(_("Options that are worth a part there are wrong here: one option is right."))
    answers.options = [
        replace(option, is_right=sign == "=") for option, (sign, _weight) in zip(answers.options, weights, strict=True)
    ]


def _as_several(answers: Answers, weights: list[float]) -> None:
    right = sum(weight > 0 for weight in weights)
    if right == 1 and max(weights) == 100:
        answers.notes.append(_("It allows several answers there, and has a single right one: here one is picked."))
        return
    answers.kind = "several"
    part = 100 / (right or 1)
    if any(abs(abs(weight) - part) > NEAR for weight in weights):
        answers.notes.append(
            _("Its weights are not kept: here each right option is worth one point, and each wrong one takes one away.")
        )


def _with_feedback(answers: Answers, option: list[Piece], form: str) -> tuple[str, str]:
    """The words of an option, and what follows its first #."""
    at = next((at for at, (mark, _said) in enumerate(option) if mark == "#"), len(option))
    text = flat(option[:at])
    feedback = flat([("", option[at][1]), *option[at + 1 :]]) if at < len(option) else ""
    return _plain(answers, text, form), _plain(answers, feedback, form)


def _plain(answers: Answers, text: str, form: str) -> str:
    own, words = format_of(text, form)
    return answers.said(words, own)


def _with_verdicts(answers: Answers) -> None:
    """Our own shape of true or false with the reason."""
    read = []
    for option in answers.options:
        match = next((match for match, word in VERDICTS.items() if option.text.startswith(word.strip())), None)
        if match is None:
            raise NotOurs(_("It is tagged true-false, so each of its options begins with “True:” or “False:”."))
        read.append(replace(option, match=match, text=option.text[len(VERDICTS[match].strip()) :].strip()))
    answers.kind, answers.options = "true-false", read


def _pairs(answers: Answers, found: list[Piece], form: str) -> None:
    answers.kind = "matching"
    for _sign, pair in _divided(found, "="):
        at = next((at for at, (mark, _said) in enumerate(pair) if mark == "->"), None)
        if at is None:
            raise NotOurs(_("One of its pairs has no “->” between its halves."))
        text = _plain(answers, flat(pair[:at]), form)
        match = canonical(flat([("", pair[at][1]), *pair[at + 1 :]]))
        if text:
            answers.options.append(Option(text, match=match))
        else:
            answers.notes.append(_("“%(match)s” goes with nothing, and is left out.") % {"match": match[:100]})


def _verdict(answers: Answers, found: list[Piece], form: str) -> None:
    """Moodle's own true or false has no reasons: here it is a choice between the two. The wrong one's feedback comes
    first."""
    is_true = found[0][1].strip() in _TRUE
    signs = [at for at, (mark, _said) in enumerate(found) if mark == "#"][:2]
    ends = [*signs[1:], len(found)]
    said = [flat([("", found[at][1]), *found[at + 1 : end]]) for at, end in zip(signs, ends, strict=False)]
    wrong, right = ([_plain(answers, text, form) for text in said] + ["", ""])[:2]
    answers.options = [
        Option(_("True"), is_right=is_true, feedback=right if is_true else wrong),
        Option(_("False"), is_right=not is_true, feedback=wrong if is_true else right),
    ]
    answers.notes.append(_("True or false asks for a reason here. Without one, this is a choice between the two."))


def _tell_of(general: str, answers: Answers, form: str) -> None:
    text = _plain(answers, general, form)
    divided = divided_feedback(text, len(answers.options)) if answers.kind == "matching" else None
    if divided is None:
        answers.notes.append(_("What is said about the question as a whole is left out."))
    else:
        answers.options = [replace(each, feedback=said) for each, said in zip(answers.options, divided, strict=True)]
