"""What an import changes in a question, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.exchange.entry import Entry, Option
from assessments.models import Question
from assessments.question_types import type_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is said otherwise; `before` or `after` is empty where something is added or taken away."""

    label: Any
    before: Any
    after: Any


def differences(before: Entry, after: Entry) -> Iterator[Difference]:
    if before.stem != after.stem:
        yield Difference(_("Question"), before.stem, after.stem)
    if before.kind != after.kind:
        yield Difference(_("Type"), type_of(before.kind).label, type_of(after.kind).label)
    if before.state != after.state:
        yield Difference(_("State"), state_in_words(before), state_in_words(after))
    if before.shuffle != after.shuffle:
        yield Difference(_("Options change places"), _yes_or_no(before.shuffle), _yes_or_no(after.shuffle))
    yield from _between_options([_said(option) for option in before.options], [_said(each) for each in after.options])


def _between_options(before: list[str], after: list[str]) -> Iterator[Difference]:
    if before == after:
        return
    if sorted(before) == sorted(after):
        yield Difference(_("Options"), "", _("the same, in another order"))
    elif len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
            if old != new:
                yield Difference(_("Option %(number)d") % {"number": number}, old, new)
    else:
        yield from (Difference(_("Option"), old, "") for old in before if old not in after)
        yield from (Difference(_("Option"), "", new) for new in after if new not in before)


def _said(option: Option) -> str:
    right = _(" (right)") if option.is_right else ""
    match = f" → {option.match}" if option.match else ""
    return f"{option.text}{match}{right}" + (f" · {option.feedback}" if option.feedback else "")


def state_in_words(entry: Entry) -> Any:
    return Question.State(entry.state).label if entry.state else ""


def _yes_or_no(answer: bool | None) -> str:
    return _("yes") if answer else _("no")
