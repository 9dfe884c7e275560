"""Which questions an attempt asks."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assessments.drawing import draw_questions, spread
from assessments.models import Question, Quiz, QuizSlot
from courses.models import Lesson
from tests.assessments.building import make_question
from tests.courses.building import lesson

banks = st.dictionaries(st.integers(1, 60), st.integers(1, 6), max_size=40)


@given(banks, st.integers(1, 50), st.sets(st.integers(1, 60)), st.integers())
def test_as_many_as_wanted_or_all_there_are_and_none_twice(
    bank: dict[int, int], count: int, before: set[int], seed: int
) -> None:
    chosen = spread(bank, count, before, Random(seed))
    assert len(chosen) == len(set(chosen)) == min(count, len(bank))
    assert set(chosen) <= set(bank)


@given(banks, st.integers(1, 50), st.sets(st.integers(1, 60)), st.integers())
def test_none_comes_again_while_others_are_left(bank: dict[int, int], count: int, before: set[int], seed: int) -> None:
    chosen = set(spread(bank, count, before, Random(seed)))
    if chosen & before:
        assert set(bank) - before <= chosen


@given(banks, st.integers(1, 50), st.integers())
def test_they_are_spread_over_the_lessons(bank: dict[int, int], count: int, seed: int) -> None:
    chosen = Counter(bank[question] for question in spread(bank, count, (), Random(seed)))
    most = max(chosen.values(), default=0)
    for of_lesson, there_are in Counter(bank.values()).items():
        assert chosen[of_lesson] >= min(most - 1, there_are)


def drawn(quiz: Quiz, before: tuple[int, ...] = ()) -> list[str]:
    return [question.key for question in draw_questions(quiz, before, Random(1))]


def test_a_module_s_questions_come_from_both_its_lessons(quiz: Quiz) -> None:
    lessons = Counter(key.partition("-")[0] for key in drawn(quiz))
    assert sorted(lessons.values()) == [2, 3]


def test_two_attempts_running_share_no_question(quiz: Quiz) -> None:
    first = draw_questions(quiz, (), Random(1))
    second = draw_questions(quiz, [question.pk for question in first], Random(2))
    assert {question.pk for question in first} & {question.pk for question in second} == set()


def test_retired_draft_and_unpublished_questions_are_not_asked(quiz: Quiz) -> None:
    quiz.slots.update(count=50)
    Question.objects.filter(key="fear-1").update(state="retired")
    Question.objects.filter(key="fear-2").update(state="draft")
    Lesson.objects.filter(key="coercion/threats").update(live=None)
    assert sorted(drawn(quiz)) == ["fear-3", "fear-4", "fear-5"]


def test_another_module_s_questions_are_not_asked(quiz: Quiz) -> None:
    make_question(lesson("trauma/family"))
    quiz.slots.update(count=50)
    assert not {"family-1"} & set(drawn(quiz))
    assert len(drawn(quiz)) == 10


def test_a_fixed_question_is_asked_in_its_place_and_only_once(quiz: Quiz) -> None:
    fixed = Question.objects.get(key="threats-3")
    QuizSlot.objects.create(quiz=quiz, question=fixed, order=9)
    QuizSlot.objects.create(quiz=quiz, lesson=lesson("coercion/threats"), count=4, order=1)
    quiz.slots.filter(module__isnull=False).update(count=5)
    keys = drawn(quiz)
    assert keys[-1] == "threats-3"
    assert sorted(keys) == sorted(f"{slug}-{number}" for slug in ("fear", "threats") for number in range(1, 6))


def test_how_many_a_slot_can_draw_is_counted_beside_what_is_fixed(quiz: Quiz) -> None:
    QuizSlot.objects.create(quiz=quiz, question=Question.objects.get(key="threats-3"), order=1)
    QuizSlot.objects.create(quiz=quiz, lesson=lesson("coercion/fear"), count=2, order=2)
    Question.objects.filter(key="fear-1").update(state="retired")
    available = [slot.available for slot in QuizSlot.objects.filter(quiz=quiz).with_available()]
    assert available == [8, 1, 4]
