"""The address to which the player reports, the buttons beside it, and what the lesson's page says of recordings."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from courses.completing import complete_lesson
from courses.models import Coverage, Enrolment, How, LessonProgress
from courses.players import BLOCKED_COOKIE
from courses.publishing import announce_change
from media_links.keeping import keep_link
from media_links.models import MediaLink
from tests.courses.building import lesson, make_lesson, make_person, put_on, small_course
from tests.courses.editors import signed_in, with_role
from tests.courses.test_watch_reports import NOT_JSON, NOT_REPORTS, WRONG
from tests.courses.watching import ServerClock, make_recording, put_into, sent

pytestmark = pytest.mark.django_db

FEAR = "/learn/induction/coercion/fear/"
FAMILY = "/learn/induction/trauma/family/"
WAYS = ["I have read the text", "I watched it elsewhere", "We did this with my supervisor"]


@pytest.fixture
def film(db: None) -> MediaLink:
    """In the lesson on fear; that on the family has another."""
    small_course()
    film = make_recording("film", duration_seconds=100)
    put_into(film, "coercion/fear")
    put_into(make_recording("other"), "trauma/family")
    announce_change()
    return film


@pytest.fixture
def sam(film: MediaLink) -> User:
    sam = make_person("Sam")
    put_on(lesson("coercion/fear").module.course, sam)
    return sam


@pytest.fixture
def client(sam: User) -> Client:
    return signed_in(sam)


def watched_url(link: MediaLink, at: str = FEAR) -> str:
    return f"{at}recordings/{link.pk}/watched/"


def seen(client: Client, at: str = FEAR) -> str:
    page = client.get(at).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def buttons(client: Client, at: str = FEAR) -> list[str]:
    return re.findall(r'<button[^>]*name="how"[^>]*>([^<]+)</button>', client.get(at).content.decode())


def completed_how() -> list[str]:
    return list(LessonProgress.objects.filter(completed_at__isnull=False).values_list("how", flat=True))


# --- Reports --------------------------------------------------------------------------------------------------------


def test_a_report_is_answered_with_words_for_the_page(client: Client, sam: User, film: MediaLink):
    answer = client.post(watched_url(film), sent((0, 4), position=4))
    assert (answer.status_code, answer.json()) == (
        200,
        {"said": "Played so far: 4 %", "whole": True, "complete": False},
    )
    assert list(Coverage.objects.values_list("learner__name", "intervals")) == [("Sam", [[0, 4]])]


def test_enough_of_it_completes_the_lesson_with_the_text_beside_which_it_played(
    client: Client, film: MediaLink, monkeypatch: pytest.MonkeyPatch
):
    clock = ServerClock(monkeypatch)
    client.post(watched_url(film), sent())
    clock.wait(50)
    answer = client.post(watched_url(film), {**sent((0, 95), sequence=2), "revision": lesson("coercion/fear").live_id})
    assert answer.json() == {"said": "", "whole": True, "complete": True}
    (progress,) = LessonProgress.objects.all()
    assert (progress.how, progress.revision_id) == (How.WATCHED, lesson("coercion/fear").live_id)


@pytest.mark.parametrize(
    "text", [*NOT_JSON, *NOT_REPORTS, *WRONG.values()], ids=range(len([*NOT_JSON, *NOT_REPORTS, *WRONG]))
)
def test_what_is_no_report_is_refused_and_keeps_nothing(client: Client, film: MediaLink, text: str):
    answer = client.post(watched_url(film), {"report": text})
    assert (answer.status_code, set(answer.json())) == (400, {"problem"})
    assert Coverage.objects.count() == 0


@pytest.mark.parametrize("body", ["", "report", "nonsense=1", "report=%ff%fe", "report=" + "1," * 2_000_000])
def test_a_body_that_is_no_form_is_refused(client: Client, film: MediaLink, body: str):
    answer = client.post(watched_url(film), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert Coverage.objects.count() == 0


def test_a_get_notes_nothing(client: Client, film: MediaLink):
    assert client.get(watched_url(film)).status_code == 405


def test_without_the_token_of_a_form_it_is_refused(sam: User, film: MediaLink):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(sam)
    assert strict.post(watched_url(film), sent((0, 4))).status_code == 403
    page = strict.get(FEAR).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    assert strict.post(watched_url(film), {**sent((0, 4)), "csrfmiddlewaretoken": token}).status_code == 200


def test_only_a_recording_of_this_lesson_can_be_reported(client: Client, film: MediaLink):
    other = MediaLink.objects.get(key="other")
    for at in (watched_url(other), watched_url(film, FAMILY), f"{FEAR}recordings/{'9' * 40}/watched/"):
        assert client.post(at, sent((0, 4))).status_code == 404
    assert client.post(watched_url(film, "/learn/induction/respect/manners/"), sent((0, 4))).status_code == 404
    assert Coverage.objects.count() == 0


def test_strangers_editors_and_those_who_left_note_nothing(sam: User, film: MediaLink):
    stranger, editor = signed_in(make_person("Stella")), signed_in(with_role("Edda", "Editor"))
    for client in (stranger, editor):
        assert client.post(watched_url(film), sent((0, 4))).status_code == 404
    assert Client().post(watched_url(film), sent((0, 4))).status_code == 302
    Enrolment.objects.update(closed_at="2026-01-01T00:00Z", closed_why="left")
    assert signed_in(sam).post(watched_url(film), sent((0, 4))).status_code == 404
    assert Coverage.objects.count() == 0


def test_a_lesson_that_only_its_own_way_completes_is_not_completed_by_watching(
    client: Client, film: MediaLink, monkeypatch: pytest.MonkeyPatch
):
    clock = ServerClock(monkeypatch)
    make_lesson(lesson("coercion/fear").module, "quiz", kind="quiz")
    put_into(film, "coercion/quiz")
    announce_change()
    at = watched_url(film, "/learn/induction/coercion/quiz/")
    client.post(at, sent())
    clock.wait(100)
    assert client.post(at, sent((0, 100), sequence=2)).json() == {
        "said": "Played so far: 100 %",
        "whole": True,
        "complete": False,
    }
    assert completed_how() == []


# --- Buttons --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", [How.READ, How.ELSEWHERE, How.TOGETHER])
def test_each_button_completes_the_lesson_in_its_way(client: Client, film: MediaLink, how: How):
    assert client.post(FEAR + "complete/", {"how": how}).status_code == 302
    assert completed_how() == [how]


def test_the_main_button_says_read_unless_enough_was_played(client: Client, sam: User, film: MediaLink):
    Coverage.objects.create(learner=sam, link=film, intervals=[[0, 89]])
    client.post(FEAR + "complete/")
    assert completed_how() == [How.READ]


def test_the_main_button_says_watched_where_enough_was_played(client: Client, sam: User, film: MediaLink):
    Coverage.objects.create(learner=sam, link=film, intervals=[[0, 90]])
    client.post(FEAR + "complete/")
    assert completed_how() == [How.WATCHED]


def test_the_buttons_stand_where_there_is_a_recording_and_something_to_complete(client: Client, film: MediaLink):
    assert buttons(client) == WAYS
    assert buttons(client, "/learn/induction/trauma/engagement/") == []
    client.post(FEAR + "complete/", {"how": "elsewhere"})
    assert buttons(client) == []
    assert "how you did this lesson: Watched elsewhere. What you play now is not noted." in seen(client)


def test_an_editor_who_looks_at_it_is_promised_nothing(film: MediaLink):
    page = seen(signed_in(with_role("Edda", "Editor")))
    assert "About film" in page
    assert "the site notes" not in page
    assert "I have read the text" not in page


# --- What the page says ---------------------------------------------------------------------------------------------


def test_it_says_in_plain_words_what_is_noted_and_what_comes_of_it(client: Client, film: MediaLink):
    assert "Nobody but you sees that. It is deleted when the lesson is complete" in seen(client)
    assert "nine tenths of the recording, the lesson becomes complete by itself" in seen(client)
    assert "Playing completes nothing by itself" in seen(client, FAMILY)


def test_where_one_stopped_is_offered_to_its_learner_alone(client: Client, sam: User, film: MediaLink):
    cerys = make_person("Cerys")
    put_on(lesson("coercion/fear").module.course, cerys)
    MediaLink.objects.update(duration_seconds=600)
    announce_change()
    Coverage.objects.create(learner=sam, link=film, intervals=[[0, 150]], position=200)
    page = client.get(FEAR).content.decode()
    assert "Go on from 3:20" in page
    assert 'href="https://www.youtube.com/watch?v=filmxxxxxxx&amp;t=200s"' in page
    assert "Played so far: 25 %" in page
    theirs = seen(signed_in(cerys))
    assert "Go on from" not in theirs
    assert "Played so far" not in theirs


@pytest.mark.parametrize(("position", "offered"), [(0, False), (9, False), (10, True), (90, True), (91, False)])
def test_near_the_beginning_and_the_end_there_is_no_way_back(
    client: Client, sam: User, film: MediaLink, position: int, offered: bool
):
    Coverage.objects.create(learner=sam, link=film, intervals=[[0, 5]], position=position)
    assert ("Go on from" in seen(client)) is offered


@pytest.mark.parametrize(
    ("lengths", "says"),
    [
        ({"duration_seconds": 100, "reported_seconds": 300}, "Played so far: 89 %"),
        ({"duration_seconds": None, "reported_seconds": 300}, "Played so far: 29 %"),
        ({"duration_seconds": None, "reported_seconds": None}, "Played so far: 1:29"),
    ],
)
def test_how_much_was_played_is_said_as_well_as_is_known(
    client: Client, sam: User, film: MediaLink, lengths: dict[str, Any], says: str
):
    MediaLink.objects.filter(pk=film.pk).update(**lengths)
    Coverage.objects.create(learner=sam, link=film, intervals=[[0, 89.9]])
    assert says in seen(client)


def test_the_notice_stands_only_while_a_pairing_is_unconfirmed(client: Client, film: MediaLink):
    unchecked = "Nobody has checked yet what is said in them."
    assert unchecked not in seen(client)
    film.pairing_confirmed = False
    keep_link(film)
    assert unchecked in seen(client)
    assert unchecked not in seen(client, FAMILY)


def test_a_transcript_stands_under_its_recording_and_the_lessons_text_is_called_no_transcript(
    client: Client, film: MediaLink
):
    assert "Transcript" not in seen(client)
    film.transcript = "What she says.\n\n<b>All</b> of it."
    keep_link(film)
    page = client.get(FEAR).content.decode()
    assert re.search(r"<details[^>]*>\s*<summary>Transcript</summary>", page)
    assert "&lt;b&gt;All&lt;/b&gt; of it." in page
    assert page.count("ranscript") == 1
    assert "The toolkit’s text on this" in page


def test_after_a_week_of_silence_the_player_comes_first_again(client: Client, film: MediaLink):
    said = "did not answer in this browser lately"
    assert 'data-because="blocked" hidden' in client.get(FEAR).content.decode()
    client.cookies[BLOCKED_COOKIE] = "1"
    page = client.get(FEAR).content.decode()
    assert 'data-because="blocked">' in page
    assert re.search(r'data-embed="[^"]+" data-title="[^"]+" hidden>', page)
    assert re.search(r"<details[^>]*data-other-ways open>", page)
    assert said in seen(client)
    assert "Try it all the same" in seen(client)


def test_the_page_about_privacy_names_the_cookie_and_what_is_noted():
    page = Client().get("/privacy/").content.decode()
    assert BLOCKED_COOKIE in page
    assert "which parts of a recording you have played" in page


def test_a_recording_that_plays_only_elsewhere_is_a_link(client: Client, film: MediaLink):
    MediaLink.objects.filter(pk=film.pk).update(provider="", external_id="", url="https://www.example.org/talk")
    announce_change()
    page = client.get(FEAR).content.decode()
    assert 'href="https://www.example.org/talk"' in page
    assert "data-embed" not in page


def test_the_code_leads_to_the_providers_page_for_those_who_may_see_the_lesson(client: Client, film: MediaLink):
    at = f"{FEAR}recordings/{film.pk}/code.svg"
    answer = client.get(at)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    assert answer.content.startswith((b"<?xml", b"<svg"))
    assert client.post(at).status_code == 405
    assert client.get(f"{FAMILY}recordings/{film.pk}/code.svg").status_code == 404
    assert signed_in(make_person("Stella")).get(at).status_code == 404
    assert signed_in(with_role("Edda", "Editor")).get(at).status_code == 200
    assert Client().get(at).status_code == 302


def test_what_was_played_stands_in_no_page_of_those_who_see_ones_record(client: Client, sam: User, film: MediaLink):
    Coverage.objects.create(learner=sam, link=film, intervals=[[12.3, 45.6]], position=77)
    manager = with_role("Petra", "Administrator")
    everyone = signed_in(manager)
    for at in ("/team/", f"/team/{sam.pk}/"):
        answer = everyone.get(at)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "45.6" not in page
        assert "Played so far" not in page
    complete_lesson(Enrolment.objects.get().pk, lesson("coercion/fear").pk, lesson("coercion/fear").live_id, How.READ)
    assert Coverage.objects.count() == 0
