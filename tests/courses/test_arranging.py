"""Order: moved rows are renumbered, the others keep their number."""

import pytest

from courses.arranging import moved, order_lessons, order_modules
from courses.models import Course, Lesson, Module
from tests.courses.building import lesson, make_course, make_lesson, make_module, small_course

pytestmark = pytest.mark.django_db


def make_five() -> Module:
    module = make_module(make_course(), "trauma")
    for slug in "abcde":
        make_lesson(module, slug)
    return module


def order(module: Module) -> list[tuple[str, int]]:
    return list(module.lessons.order_by("order", "pk").values_list("slug", "order"))


def ids(module: Module, slugs: str) -> list[int]:
    return [Lesson.objects.get(module=module, slug=slug).pk for slug in slugs]


def test_lessons_stand_as_they_were_asked_to_and_those_not_named_follow() -> None:
    module = make_five()
    order_lessons(module, ids(module, "db"))
    assert order(module) == [("d", 0), ("b", 1), ("a", 2), ("c", 3), ("e", 4)]
    order_lessons(module, ids(module, "dd"))
    assert order(module) == [("d", 0), ("b", 1), ("a", 2), ("c", 3), ("e", 4)]


def test_numbers_begin_where_they_did_so_that_a_row_in_its_place_is_no_edit() -> None:
    course = small_course()
    before = list(course.modules.values_list("key", "order"))
    order_modules(course, course.modules.values_list("pk", flat=True))
    assert (
        list(course.modules.values_list("key", "order")) == before == [("trauma", 1), ("coercion", 2), ("respect", 3)]
    )


def test_rows_of_one_number_are_told_apart() -> None:
    module = make_five()
    module.lessons.update(order=7)
    order_lessons(module, ids(module, "eabcd"))
    assert order(module) == [("e", 7), ("a", 8), ("b", 9), ("c", 10), ("d", 11)]


def test_another_module_s_lessons_are_left_alone() -> None:
    small_course()
    fear = lesson("coercion/fear")
    order_lessons(Module.objects.get(key="trauma"), [fear.pk])
    fear.refresh_from_db()
    assert (fear.module.key, fear.order) == ("coercion", 0)


def test_the_change_is_announced() -> None:
    course = small_course()
    other = make_course("other").outline_stamp
    order_lessons(Module.objects.get(key="trauma"), [])
    stamp = Course.objects.get(key="induction").outline_stamp
    assert stamp != course.outline_stamp
    order_modules(course, [])
    assert Course.objects.get(key="induction").outline_stamp != stamp
    assert Course.objects.get(key="other").outline_stamp == other


@pytest.mark.parametrize(
    ("which", "steps", "expected"),
    [(1, 1, [2, 1, 3]), (3, -1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 5, [1, 2, 3]), (2, -9, [2, 1, 3])],
)
def test_one_is_moved_no_further_than_the_end(which: int, steps: int, expected: list[int]) -> None:
    assert moved([1, 2, 3], which, steps) == expected
