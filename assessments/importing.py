"""Importing questions: first what would become of each, and then, if it is still so, all of it at once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field, replace

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.exchange.bank import entry_of
from assessments.exchange.entry import Entry, Remark
from assessments.models import Choice, Question, QuestionVersion
from assessments.question_types import type_of
from assessments.writing import write_version
from courses.models import Course, Lesson

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


def _longest(model: type[Model], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", 0))


LONGEST_KEY, LONGEST_STEM = _longest(Question, "key"), _longest(QuestionVersion, "stem")
LONGEST = {name: _longest(Choice, name) for name in ("text", "match", "feedback")}


class NotAsShown(Exception):
    """What would happen now is not what somebody was shown; `plan` is what would."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one question. `before` is what it says now, unless it is new."""

    outcome: str
    entry: Entry
    before: Entry | None = None

    @property
    def is_new_version(self) -> bool:
        before = self.before
        return before is None or (before.content, before.shuffle) != (self.entry.content, self.entry.shuffle)


@dataclass(slots=True)
class Plan:
    steps: list[Step] = field(default_factory=list)
    wrong: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def of(self, outcome: str) -> list[Step]:
        return [step for step in self.steps if step.outcome == outcome]

    @property
    def may_be_done(self) -> bool:
        return not self.wrong and any(step.outcome != UNCHANGED for step in self.steps)

    @property
    def digest(self) -> str:
        """SHA-256 over all that would happen, and what it would happen to."""
        told = [[step.outcome, astuple(step.entry), step.before and astuple(step.before)] for step in self.steps] + [
            astuple(remark) for remark in self.wrong
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def plan_import(entries: Sequence[Entry], otherwise: str = "") -> Plan:
    """What would become of the questions of a file. Changes nothing.

    `otherwise` is the key of the lesson that new questions are about where the file names none.
    """
    return _Planner(entries, otherwise).plan


@transaction.atomic
def import_questions(entries: Sequence[Entry], shown: str, otherwise: str = "", by: User | None = None) -> Plan:
    """Write all of them, if that is what was shown: `shown` is the digest of its plan. Raises NotAsShown.

    Called twice, the second finds that nothing is as it was shown.
    """
    _hold(entries)
    plan = plan_import(entries, otherwise)
    if plan.digest != shown or not plan.may_be_done:
        raise NotAsShown(plan)
    _carry_out(plan, by)
    return plan


def _hold(entries: Iterable[Entry]) -> None:
    """One import at a time, and none while a version is added by hand to a question of it."""
    list(Course.objects.select_for_update().order_by("pk").values_list("pk"))
    keys = [entry.key for entry in entries if entry.key]
    list(Question.objects.select_for_update().filter(key__in=keys).order_by("pk").values_list("pk"))


def _carry_out(plan: Plan, by: User | None) -> None:
    lessons = Lesson.objects.in_bulk([step.entry.lesson for step in plan.steps], field_name="key")
    changed = [step.entry.key for step in plan.of(CHANGED)]
    questions = Question.objects.select_related("live").in_bulk(changed, field_name="key")
    orders = Counter[int]()
    orders.update(dict(Question.objects.order_by().values_list("lesson__module").annotate(last=Max("order"))))
    for step in plan.steps:
        if step.outcome == UNCHANGED:
            continue
        entry = step.entry
        question = questions.get(entry.key)
        if question is None:
            lesson = lessons[entry.lesson]
            orders[lesson.module_id] += 1
            question = Question(key=entry.key, lesson=lesson, order=orders[lesson.module_id])
            question.full_clean(exclude=["live"])
            question.save()
        if not step.is_new_version:
            Question.objects.filter(pk=question.pk).update(state=entry.state)
            continue
        write_version(
            question,
            kind=entry.kind,
            stem=entry.stem,
            choices=entry.choices,
            shuffle=bool(entry.shuffle),
            state=str(entry.state),
            by=by,
        )


class _Planner:
    """Looks at the questions of a file one after another, beside the bank."""

    def __init__(self, entries: Sequence[Entry], otherwise: str) -> None:
        self.plan = Plan()
        self.otherwise = otherwise
        self.keys = set(Question.objects.values_list("key", flat=True))
        self.lessons = {lesson.key: lesson for lesson in Lesson.objects.only("key", "slug", "title")}
        wanted = Question.objects.filter(key__in=[entry.key for entry in entries]) | Question.objects.filter(
            lesson__key__in={entry.lesson or otherwise for entry in entries if not entry.key} | {otherwise}
        )
        rows = wanted.select_related("lesson", "live").prefetch_related("live__choices")
        self.rows = {row.key: row for row in rows}
        self.bank = {key: entry_of(row) for key, row in self.rows.items() if row.live is not None}
        self.named = {entry.key for entry in entries if entry.key}
        self.alike = {(entry.lesson, entry.content): key for key, entry in reversed(self.bank.items())}
        self.places: dict[str, int] = {}
        for entry in entries:
            if problem := self._look_at(entry):
                self.plan.wrong.append(Remark(entry.place, problem))

    def _look_at(self, entry: Entry) -> str:
        """Adds a step; or returns what is wrong."""
        lesson = self._lesson(entry)
        key = entry.key or self.alike.get((lesson, entry.content), "")
        if key in self.places:
            return _("The same question stands at %(place)d already.") % {"place": self.places[key]}
        if key:
            self.places[key] = entry.place
        row, before = self.rows.get(key), self.bank.get(key)
        if problem := self._trouble_with_names(key, lesson, row) or trouble_with_words(entry):
            return problem
        settled = replace(
            entry,
            key=key or self._new_key(lesson),
            lesson=lesson,
            shuffle=entry.shuffle if entry.shuffle is not None else before is None or before.shuffle,
            state=entry.state or (before.state if before else str(Question.State.DRAFT)),
        )
        if not entry.key:
            self.places[settled.key] = entry.place
            self.alike[lesson, entry.content] = settled.key
        outcome = NEW if row is None else UNCHANGED if settled == before else CHANGED
        title = self.lessons[lesson].title
        self.plan.steps.append(Step(outcome, replace(settled, lesson_title=title), before))
        return ""

    def _lesson(self, entry: Entry) -> str:
        """What it is about: as the file says, or else as it was, or else as was chosen for the file."""
        if entry.lesson and not (entry.lesson_guessed and entry.lesson not in self.lessons):
            return entry.lesson
        row = self.rows.get(entry.key)
        return row.lesson.key if row else self.otherwise

    def _trouble_with_names(self, key: str, lesson: str, row: Question | None) -> str:
        if not lesson:
            return _("It names no lesson. Name one, or choose below which one such questions are for.")
        if lesson not in self.lessons:
            return _("There is no lesson “%(lesson)s”.") % {"lesson": lesson[:150]}
        if row is not None and row.lesson.key != lesson:
            return _(
                "“%(key)s” is a question of the lesson “%(lesson)s”, and stays there. Without a key, a new one is made."
            ) % {"key": key, "lesson": row.lesson.key}
        if key and row is None and not _is_key(key):
            return _(
                "“%(key)s” is no key: it may have letters, digits, - and _, and no more than %(most)d of them."
            ) % {
                "key": key[:60],
                "most": LONGEST_KEY,
            }
        return ""

    def _new_key(self, lesson: str) -> str:
        """The lesson's slug with the next number that nothing has."""
        slug = self.lessons[lesson].slug[: LONGEST_KEY - 8]
        number = 1
        while (key := f"{slug}-{number}") in self.keys or key in self.named:
            number += 1
        self.keys.add(key)
        return key


def _is_key(text: str) -> bool:
    return len(text) <= LONGEST_KEY and text.isascii() and text.replace("-", "").replace("_", "").isalnum()


def trouble_with_words(entry: Entry) -> str:
    """Why nobody could be asked this, or nothing."""
    if not entry.stem:
        return _("The question has no words.")
    if len(entry.stem) > LONGEST_STEM:
        return _("The question is longer than %(most)d characters.") % {"most": LONGEST_STEM}
    for option in entry.options:
        for name, most in LONGEST.items():
            if len(getattr(option, name)) > most:
                return _(
                    "The option “%(text)s…”, or what is said with it, is too long: more than %(most)d characters."
                ) % {
                    "text": option.text[:40],
                    "most": most,
                }
    rows = [Choice(order=order, **choice) for order, choice in enumerate(entry.choices)]
    return type_of(entry.kind).problem(rows)
