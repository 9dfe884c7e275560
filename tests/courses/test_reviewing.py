"""A practitioner's review of a lesson: recorded by an editor, shown to learners with the text that it was of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from courses.models import Course, Lesson, LessonReview
from courses.publishing import publish
from courses.reviewing import NothingToReview, record_review
from tests.courses.building import CONTENT, lesson, make_person, put_on, small_course
from tests.courses.editors import address, lesson_form, save, seen_by, signed_in, with_role

pytestmark = pytest.mark.django_db

REVIEW = {
    "reviews-TOTAL_FORMS": 1,
    "reviews-0-reviewer": "Jo Example, senior practitioner",
    "reviews-0-reviewed_on": "2026-11-02",
    "reviews-0-next_review_on": "2027-11-02",
}


@pytest.fixture
def course() -> Course:
    return small_course()


@pytest.fixture
def sam(course: Course) -> User:
    sam = make_person("Sam")
    put_on(course, sam)
    return sam


@pytest.fixture
def eddie() -> User:
    return with_role("Eddie", "Editor")


def test_until_somebody_has_reviewed_it_a_lesson_says_so(sam: User) -> None:
    assert "Not yet reviewed by a practitioner." in seen_by(sam)


def test_learners_see_who_reviewed_it_and_when(sam: User, eddie: User) -> None:
    fear = lesson("coercion/fear")
    assert save(signed_in(eddie), fear, **REVIEW).status_code == 302
    page = seen_by(sam)
    assert "Reviewed by Jo Example, senior practitioner on 2 November 2026." in page
    assert "Not yet reviewed" not in page
    assert "Not yet reviewed" in seen_by(sam, "trauma/family")
    review = LessonReview.objects.get()
    assert (review.revision_id, review.recorded_by) == (fear.live_id, eddie)


def test_a_text_that_changed_after_the_review_says_so(sam: User, eddie: User) -> None:
    fear = lesson("coercion/fear")
    record_review(LessonReview(lesson=fear, reviewer="Jo", reviewed_on=date(2026, 11, 2)), eddie)
    publish(lesson("coercion/fear"), {**CONTENT, "aim": "After this you can see it anew."})
    assert "Reviewed by Jo on 2 November 2026, and changed since." in seen_by(sam)


def test_a_review_that_comes_with_a_new_text_is_of_the_new_text(sam: User, eddie: User) -> None:
    fear = lesson("coercion/fear")
    save(signed_in(eddie), fear, aim="After this you can see it anew.", **REVIEW)
    assert "changed since" not in seen_by(sam)
    assert LessonReview.objects.get().revision_id == lesson("coercion/fear").live_id != fear.live_id


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reviews-0-reviewer": ""}, "This field is required"),
        ({"reviews-0-reviewed_on": "2126-11-02", "reviews-0-next_review_on": ""}, "This day is still to come"),
        ({"reviews-0-next_review_on": "2026-11-02"}, "The next review comes after this one"),
        ({"reviews-0-reviewed_on": "yesterday"}, "Enter a valid date"),
    ],
)
def test_a_review_that_makes_no_sense_is_refused_at_its_field(
    course: Course, eddie: User, changes: dict[str, str], said: str
) -> None:
    answer = save(signed_in(eddie), lesson("coercion/fear"), **{**REVIEW, **changes})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert LessonReview.objects.count() == 0


def test_what_is_not_published_cannot_have_been_reviewed(course: Course, eddie: User) -> None:
    manners = Lesson.objects.get(key="respect/manners")
    data = {**lesson_form(manners, title="Manners", slug="manners", **REVIEW), "_draft": "1"}
    answer = signed_in(eddie).post(address(manners), data)
    assert "publish it first" in answer.content.decode()
    with pytest.raises(NothingToReview):
        record_review(LessonReview(lesson=manners, reviewer="Jo"), eddie)


def test_lessons_come_up_again_on_the_day_that_the_last_review_named(course: Course, eddie: User) -> None:
    today = timezone.localdate()
    fear, family = lesson("coercion/fear"), lesson("trauma/family")
    for reviewed, again in ((today - timedelta(days=400), today), (today - timedelta(days=10), today)):
        record_review(LessonReview(lesson=fear, reviewer="Jo", reviewed_on=reviewed, next_review_on=again), eddie)
    long_ago = today - timedelta(days=400)
    record_review(LessonReview(lesson=family, reviewer="Jo", reviewed_on=long_ago, next_review_on=today), eddie)
    record_review(LessonReview(lesson=family, reviewer="Jo", reviewed_on=today), eddie)
    assert list(Lesson.objects.due_for_review(today)) == [fear]
    assert list(Lesson.objects.due_for_review(today - timedelta(days=1))) == []


def test_the_front_page_counts_what_is_due_and_what_nobody_has_reviewed(course: Course, eddie: User) -> None:
    page = signed_in(eddie).get("/administration/").content.decode()
    assert "3 lessons have not been reviewed by a practitioner" in page
    today = timezone.localdate()
    review = LessonReview(
        lesson=lesson("coercion/fear"), reviewer="Jo", reviewed_on=today - timedelta(days=9), next_review_on=today
    )
    record_review(review, eddie)
    page = signed_in(eddie).get("/administration/").content.decode()
    assert "2 lessons have not been reviewed by a practitioner" in page
    assert "1 lesson is due for a practitioner’s review" in page
    found = signed_in(eddie).get("/administration/courses/lesson/?review=due").content.decode()
    assert "Lesson fear" in found
    assert "Lesson family" not in found


def test_a_lesson_that_wants_the_services_procedure_says_so_to_learners_and_editors(sam: User, eddie: User) -> None:
    editor = signed_in(eddie)
    assert "How we do it here" not in seen_by(sam)
    save(editor, lesson("coercion/fear"), wants_local_note="on")
    assert "has not been written yet" in seen_by(sam)
    assert "1 lesson waits for your service’s own procedure" in editor.get("/administration/").content.decode()
    found = editor.get("/administration/courses/lesson/?procedure=missing").content.decode()
    assert "Lesson fear" in found
    assert "Lesson family" not in found
    note = {"local_note": "Ring the duty desk.", "local_note_checked_by": "Dee", "local_note_checked_on": "2026-11-03"}
    save(editor, lesson("coercion/fear"), **note)
    page = seen_by(sam)
    assert "Ring the duty desk." in page
    assert "Checked by Dee on 3 November 2026." in page
    assert "waits for your service" not in editor.get("/administration/").content.decode()
