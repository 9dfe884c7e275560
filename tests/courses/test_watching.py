"""What was really played is noted once, for its learner, and only as fast as time goes by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from courses import watching
from courses.completing import EnrolmentClosed, complete_lesson
from courses.models import Coverage, Enrolment, How, LessonMedia, WatchSession
from courses.publishing import announce_change
from courses.watching import KEPT_SITTINGS, Watched, has_watched_enough, note_watching
from media_links.keeping import keep_link
from media_links.models import MediaLink
from tests.courses.building import lesson, make_lesson, make_person, put_on
from tests.courses.watching import (
    FEAR,
    OTHER_TAB,
    ServerClock,
    completed,
    film,
    make_recording,
    noted,
    outline,
    put_into,
    report,
    someone_with_a_film,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> ServerClock:
    return ServerClock(monkeypatch)


@pytest.fixture
def sam(db: None) -> User:
    """Sam learns; the lesson on fear has one recording of a hundred seconds."""
    return someone_with_a_film()


def tell(sam: User, *intervals: tuple[float, float], link: MediaLink | None = None, **more: Any) -> Watched:
    fear = outline(FEAR)
    enrolment = Enrolment.objects.get(learner=sam)
    return note_watching(
        enrolment.pk, fear, (link or film()).pk, report(*intervals, **more), revision_id=fear.revision.pk
    )


def watch_all_but(sam: User, clock: ServerClock, left: float) -> Watched:
    """Sam plays the film from its beginning until `left` seconds before its end."""
    tell(sam, sequence=1)
    clock.wait(100)
    return tell(sam, (0, 100 - left), sequence=2)


def test_what_was_played_is_merged_report_by_report(sam: User, clock: ServerClock):
    tell(sam, sequence=1)
    clock.wait(15)
    tell(sam, (0, 15), sequence=2)
    clock.wait(15)
    tell(sam, (0, 20), (40, 50), sequence=3, position=50)
    assert noted() == [[0, 20], [40, 50]]
    assert list(Coverage.objects.values_list("learner__name", "link__key", "position")) == [("Sam", "film", 50)]


def test_a_report_sent_twice_changes_nothing(sam: User, clock: ServerClock):
    tell(sam, sequence=1)
    clock.wait(15)
    tell(sam, (0, 15), sequence=2, position=15)
    before = Coverage.objects.values().get(), WatchSession.objects.values().get()
    clock.wait(60)
    tell(sam, (0, 15), sequence=2, position=15)
    tell(sam, (0, 60), sequence=2, position=60)
    assert (Coverage.objects.values().get(), WatchSession.objects.values().get()) == before


def test_a_report_that_comes_after_a_later_one_changes_nothing(sam: User, clock: ServerClock):
    tell(sam, sequence=1)
    clock.wait(30)
    tell(sam, (0, 30), sequence=3, position=30)
    tell(sam, (0, 15), sequence=2, position=15)
    assert (noted(), Coverage.objects.get().position) == ([[0, 30]], 30)


def test_no_more_is_taken_than_there_was_time_to_watch_at_double_speed(sam: User, clock: ServerClock):
    assert tell(sam, (0, 90), sequence=1) == Watched([[0, 5]], 100, is_whole=False)
    clock.wait(10)
    tell(sam, (0, 90), sequence=2)
    assert noted() == [[0, pytest.approx(30, abs=0.5)]]


def test_what_came_too_early_is_taken_when_it_is_said_again(sam: User, clock: ServerClock):
    tell(sam, (0, 15), sequence=1)
    clock.wait(15)
    tell(sam, (0, 30), sequence=2)
    assert noted() == [[0, 30]]


def test_a_clock_that_was_set_back_takes_nothing_away(sam: User, clock: ServerClock):
    watch_all_but(sam, clock, 50)
    clock.wait(-3600)
    tell(sam, (0, 100), sequence=3)
    assert noted() == [[0, 55]]


def test_where_one_was_moves_only_when_something_was_played(sam: User, clock: ServerClock):
    watch_all_but(sam, clock, 50)
    Coverage.objects.update(position=50)
    tell(sam, sequence=1, token=OTHER_TAB, position=0)
    assert Coverage.objects.get().position == 50


def test_jumping_to_the_end_and_playing_again_are_not_watching(sam: User, clock: ServerClock):
    tell(sam, sequence=1)
    clock.wait(600)
    tell(sam, (0, 3), (97, 100), sequence=2)
    clock.wait(600)
    tell(sam, (0, 3), (0, 3), (1, 3), (97, 100), sequence=3)
    assert (noted(), completed()) == ([[0, 3], [97, 100]], [])


def test_nine_tenths_complete_the_lesson_as_watched_and_leave_one_fact(sam: User, clock: ServerClock):
    assert watch_all_but(sam, clock, 11) == Watched([[0, 89]], 100)
    assert completed() == []
    clock.wait(5)
    assert tell(sam, (0, 90), sequence=3) == Watched([], lesson_is_complete=True)
    assert completed() == [(FEAR, How.WATCHED)]
    assert (Coverage.objects.count(), WatchSession.objects.count()) == (0, 0)


def test_once_the_lesson_is_complete_nothing_is_noted(sam: User, clock: ServerClock):
    complete_lesson(Enrolment.objects.get().pk, lesson(FEAR).pk, lesson(FEAR).live_id, How.READ)
    assert watch_all_but(sam, clock, 0) == Watched([], lesson_is_complete=True)
    assert (Coverage.objects.count(), completed()) == (0, [(FEAR, How.READ)])


def test_however_it_is_completed_the_seconds_are_forgotten_and_others_are_not(sam: User, clock: ServerClock):
    cerys = make_person("Cerys")
    put_on(Enrolment.objects.get().course, cerys)
    other = make_recording("other")
    put_into(other, "trauma/family")
    announce_change()
    watch_all_but(sam, clock, 50)
    tell(cerys, (0, 3))
    Coverage.objects.create(learner=sam, link=other, intervals=[[0, 9]])
    complete_lesson(Enrolment.objects.get(learner=sam).pk, lesson(FEAR).pk, lesson(FEAR).live_id, How.TOGETHER)
    kept = {(row.learner.name, row.link.key) for row in Coverage.objects.all()}
    assert kept == {("Cerys", "film"), ("Sam", "other")}


def test_a_recording_of_another_lesson_still_to_do_is_remembered_until_that_is_done(sam: User, clock: ServerClock):
    put_into(film(), "trauma/family")
    put_into(film(), "respect/manners")
    announce_change()
    watch_all_but(sam, clock, 50)
    enrolment = Enrolment.objects.get()
    complete_lesson(enrolment.pk, lesson(FEAR).pk, lesson(FEAR).live_id, How.READ)
    assert noted() == [[0, 50]]
    complete_lesson(enrolment.pk, lesson("trauma/family").pk, lesson("trauma/family").live_id, How.READ)
    assert Coverage.objects.count() == 0, "a lesson that is not published keeps nothing"


def test_until_an_editor_confirms_the_length_coverage_is_known_and_completes_nothing(sam: User, clock: ServerClock):
    link = film()
    link.duration_seconds = None
    keep_link(link)
    tell(sam, sequence=1, length=100)
    clock.wait(100)
    assert tell(sam, (0, 100), sequence=2, length=100) == Watched([[0, 100]], 100)
    assert completed() == []
    link.refresh_from_db()
    link.duration_seconds = link.reported_seconds
    keep_link(link)
    assert has_watched_enough(sam.pk, outline(FEAR))


def test_the_first_length_that_a_player_reports_stands(sam: User, clock: ServerClock):
    for sequence, length in enumerate([None, 300, 30, 301], start=1):
        tell(sam, sequence=sequence, length=length)
    assert (film().reported_seconds, film().duration_seconds) == (300, 100)


@pytest.mark.parametrize(
    ("required", "watched", "enough"),
    [
        (set(), {"film", "second"}, False),
        ({"film"}, {"film"}, True),
        ({"film"}, {"second"}, False),
        ({"film", "second"}, {"film"}, False),
        ({"film", "second"}, {"film", "second"}, True),
    ],
)
def test_of_several_recordings_those_required_count(sam: User, required: set[str], watched: set[str], enough: bool):
    put_into(make_recording("second", duration_seconds=50), FEAR)
    LessonMedia.objects.filter(link__key__in=required).update(required=True)
    announce_change()
    for link in MediaLink.objects.filter(key__in=watched):
        Coverage.objects.create(learner=sam, link=link, intervals=[[0, 0.9 * (link.duration_seconds or 0)]])
    Coverage.objects.create(learner=make_person("Cerys"), link=MediaLink.objects.get(key="second"), intervals=[[0, 50]])
    assert has_watched_enough(sam.pk, outline(FEAR)) is enough


def test_a_required_recording_whose_length_nobody_confirmed_holds_back(sam: User):
    put_into(make_recording("second", reported_seconds=50), FEAR, required=True)
    LessonMedia.objects.update(required=True)
    announce_change()
    for link in MediaLink.objects.all():
        Coverage.objects.create(learner=sam, link=link, intervals=[[0, 100]])
    assert not has_watched_enough(sam.pk, outline(FEAR))


def test_a_lesson_without_recordings_is_never_watched(sam: User):
    make_lesson(lesson(FEAR).module, "text")
    announce_change()
    assert not has_watched_enough(sam.pk, outline("coercion/text"))


def test_nothing_is_noted_on_a_closed_enrolment(sam: User):
    Enrolment.objects.update(closed_at="2026-01-01T00:00Z", closed_why="left")
    with pytest.raises(EnrolmentClosed):
        tell(sam, (0, 3))
    assert Coverage.objects.count() == 0


def test_an_enrolment_that_is_gone_meanwhile_is_like_a_closed_one(sam: User):
    fear, enrolment = outline(FEAR), Enrolment.objects.get()
    Enrolment.objects.all().delete()
    with pytest.raises(EnrolmentClosed):
        note_watching(enrolment.pk, fear, film().pk, report((0, 3)))
    assert Coverage.objects.count() == 0


def test_only_the_latest_sittings_are_kept(sam: User, clock: ServerClock):
    for number in range(KEPT_SITTINGS + 5):
        tell(sam, token=UUID(int=100 + number))
        clock.wait(1)
    kept = set(WatchSession.objects.values_list("token", flat=True))
    assert kept == {UUID(int=100 + number) for number in range(5, KEPT_SITTINGS + 5)}


def test_more_pieces_than_a_hand_makes_are_not_kept(sam: User, clock: ServerClock, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(watching, "MOST_PIECES", 3)
    tell(sam, (0, 1), (2, 3), (4, 5))
    tell(sam, (0, 1), (2, 3), (4, 5), (6, 7), sequence=2)
    assert noted() == [[0, 1], [2, 3], [4, 5]]


def test_another_recording_at_the_same_link_is_met_afresh(sam: User, clock: ServerClock):
    watch_all_but(sam, clock, 50)
    link = film()
    link.title = "A better title"
    keep_link(link)
    assert noted() == [[0, 50]]
    link.external_id = "anotherfilm"
    keep_link(link)
    assert Coverage.objects.count() == 0
