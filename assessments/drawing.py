"""Which questions an attempt asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from django.db.models import prefetch_related_objects

from assessments.models import Question, Quiz


def draw_questions(quiz: Quiz, asked_before: Collection[int], chance: Random) -> list[Question]:
    """The questions of a new attempt, in the order of the quiz's slots. None is asked twice.

    `asked_before` are the ids of those in the attempt before: they come again only where no others are left.
    """
    slots = list(quiz.slots.all())
    drawn: dict[int, list[Question]] = {}
    taken: set[int] = set()
    # The narrowest first, so that a wide slot doesn't take what a narrow one can't do without.
    for slot in sorted(slots, key=lambda each: each.breadth):
        pool = {question.pk: question for question in slot.pool().select_related("live") if question.pk not in taken}
        lesson_of = {pk: question.lesson_id for pk, question in pool.items()}
        chosen = spread(lesson_of, slot.count, asked_before, chance)
        chance.shuffle(chosen)
        taken.update(chosen)
        drawn[slot.pk] = [pool[pk] for pk in chosen]
    return [question for slot in slots for question in drawn[slot.pk]]


def spread(lesson_of: Mapping[int, int], count: int, avoid: Collection[int], chance: Random) -> list[int]:
    """`count` of the questions (or all there are), as evenly over their lessons as can be.

    `lesson_of` maps questions to lessons. One to `avoid` is taken only when no other is left.
    """
    chosen: list[int] = []
    taken_from: Counter[int] = Counter()
    fresh = [question for question in lesson_of if question not in avoid]
    stale = [question for question in lesson_of if question in avoid]
    for left in (fresh, stale):
        chance.shuffle(left)
        while left and len(chosen) < count:
            question = min(left, key=lambda each: taken_from[lesson_of[each]])
            left.remove(question)
            chosen.append(question)
            taken_from[lesson_of[question]] += 1
    return chosen


def frozen(questions: Sequence[Question], chance: Random) -> Iterator[dict[str, Any]]:
    """What is fixed of each when it is asked: the version in use, its place, its options in their order. Fields of an
    AskedQuestion."""
    prefetch_related_objects(questions, "live__choices")
    for place, question in enumerate(questions, start=1):
        assert question.live is not None, "only questions with a version in use are drawn"
        order = [choice.pk for choice in question.live.choices.all()]
        if question.live.shuffle:
            chance.shuffle(order)
        yield {"version": question.live, "place": place, "option_order": order}
