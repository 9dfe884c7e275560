"""What one decides at a content note: each choice leads to completion, can be changed, and is nobody else's to see."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.arranging import create_team
from accounts.joining import join_team, supervise
from accounts.models import User
from courses.models import Course, LessonMedia, LessonProgress, NoteChoice
from media_links.models import MediaLink
from tests.courses.building import lesson, make_lesson, make_person, put_on, small_course

pytestmark = pytest.mark.django_db

MODULE = "/learn/induction/trauma/"
LESSON = "/learn/induction/trauma/family/"
NEXT = "/learn/induction/trauma/engagement/"
CHOOSE = LESSON + "choose/"
CHOOSE_MODULE = "/choose/induction/trauma/"
OTHER_MODULE = "/learn/induction/coercion/fear/"


@pytest.fixture
def course() -> Course:
    course = small_course()
    link = MediaLink.objects.create(
        key="audio-1", group="discussion", kind="audio", provider="youtube", external_id="abcdefgh_01", title="Audio 1"
    )
    LessonMedia.objects.create(lesson=lesson("trauma/family"), link=link)
    return course


@pytest.fixture
def sam(course: Course, client: Client) -> User:
    """A new starter, on the course and signed in."""
    sam = make_person("Sam")
    put_on(course, sam)
    client.force_login(sam)
    return sam


def text(client: Client, address: str) -> str:
    page = client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def buttons(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    return re.findall(r'name="way" value="([^"]+)"', page)


def chosen() -> dict[str, str]:
    return dict(NoteChoice.objects.values_list("lesson__key", "way"))


def test_the_note_offers_four_ways_and_a_get_chooses_none(client: Client, sam: User) -> None:
    assert buttons(client, LESSON) == ["go-on", "text-only", "together", "later"]
    assert buttons(client, MODULE) == ["go-on", "text-only", "together", "later"]
    assert [client.get(address).status_code for address in (CHOOSE, CHOOSE_MODULE)] == [405, 405]
    assert chosen() == {}


def test_without_a_recording_there_is_none_to_leave_out(client: Client, sam: User) -> None:
    assert buttons(client, NEXT) == ["go-on", "together", "later"]
    assert client.post(NEXT + "choose/", {"way": "text-only"}).headers["Location"] == NEXT
    assert chosen() == {}


def test_going_on_leads_to_the_text_and_to_completing_it(client: Client, sam: User) -> None:
    assert client.post(CHOOSE, {"way": "go-on"}).headers["Location"] == LESSON + "#text"
    assert client.post(LESSON + "complete/").headers["Location"] == NEXT
    assert LessonProgress.objects.get().how == "read"


def test_reading_puts_the_recordings_away_and_counts_as_read(client: Client, sam: User) -> None:
    assert client.post(CHOOSE, {"way": "text-only"}).headers["Location"] == LESSON + "#text"
    page = client.get(LESSON).content.decode()
    assert "You chose to read." in page
    before, after = page.split('<details class="put-away">')
    assert "Audio 1" not in before
    assert "Audio 1" in after.split("</details>")[0]
    assert re.search(r'<button class="btn" form="complete" name="how" value="read">', page)
    client.post(LESSON + "complete/", {"how": "read"})
    assert LessonProgress.objects.get().how == "read"


def test_doing_it_together_says_how_and_counts_as_together(client: Client, sam: User) -> None:
    assert client.post(CHOOSE, {"way": "together"}).headers["Location"] == LESSON + "#before"
    page = client.get(LESSON).content.decode()
    assert "Agree when, how long, and that either of you may stop." in page
    button = re.search(r'<button class="btn" form="complete" name="how" value="together">([^<]+)', page)
    assert button and button[1].strip() == "We did this with my supervisor"
    assert "Raise with your supervisor" in text(client, "/")
    assert "Lesson family Module trauma With my supervisor" in text(client, "/")
    client.post(LESSON + "complete/", {"how": "together"})
    assert LessonProgress.objects.get().how == "together"
    assert "With my supervisor" not in text(client, "/")


def test_coming_back_later_leads_on_and_waits_without_a_word_of_lateness(client: Client, sam: User) -> None:
    assert client.post(CHOOSE, {"way": "later"}).headers["Location"] == NEXT
    assert "Kept for later: Lesson family." in text(client, NEXT)
    for address in (MODULE, "/"):
        assert "Kept for later" in text(client, address)
        assert "late" not in text(client, address).replace("later", "").lower().split()
    client.post(NEXT + "complete/")
    assert "Take up what you kept" in text(client, MODULE)
    assert "You kept this for later." in text(client, LESSON)
    assert client.post(LESSON + "complete/").headers["Location"] == MODULE
    assert "This module is complete." in text(client, MODULE)
    assert "Kept for later" not in text(client, "/")


def test_what_is_kept_is_not_where_home_leads_until_nothing_else_is_left(client: Client, sam: User) -> None:
    client.get(LESSON)
    client.post(CHOOSE, {"way": "later"})
    client.post("/learn/induction/start/")
    assert continues_with(client) == NEXT
    client.post(NEXT + "complete/")
    assert continues_with(client) == OTHER_MODULE
    client.post(OTHER_MODULE + "complete/")
    assert continues_with(client) == LESSON


def continues_with(client: Client) -> str:
    card = client.get("/").content.decode().split('<section class="card continue"')[1]
    return re.search(r'<a class="btn" href="([^"]+)"', card)[1]


def test_the_last_choice_stands(client: Client, sam: User) -> None:
    for way in ("later", "together", "text-only", "text-only", "go-on"):
        client.post(CHOOSE, {"way": way})
    assert chosen() == {"trauma/family": "go-on"}
    assert buttons(client, LESSON) == ["text-only", "together", "later"]


@pytest.mark.parametrize("way", ["", "nonsense", "GO_ON", "\x00", "x" * 100_000])
def test_what_is_no_choice_chooses_nothing(client: Client, sam: User, way: str) -> None:
    assert client.post(CHOOSE, {"way": way}).headers["Location"] == LESSON
    assert client.post(CHOOSE_MODULE, {"way": way}).headers["Location"] == MODULE
    assert chosen() == {}


def test_a_module_read_is_read_where_there_is_a_recording(client: Client, sam: User) -> None:
    assert client.post(CHOOSE_MODULE, {"way": "text-only"}).headers["Location"] == LESSON
    assert chosen() == {"trauma/family": "text-only", "trauma/engagement": "go-on"}
    assert "You chose to read." in text(client, MODULE)
    assert buttons(client, MODULE) == ["go-on", "together", "later"]


def test_a_module_kept_for_later_leads_to_another_and_keeps_what_speaks_of_nothing_too(
    client: Client, sam: User, course: Course
) -> None:
    make_lesson(course.modules.get(key="trauma"), "calm", content_notes=[])
    client.post(LESSON + "complete/")
    assert client.post(CHOOSE_MODULE, {"way": "later"}).headers["Location"] == OTHER_MODULE
    assert chosen() == {"trauma/engagement": "later", "trauma/calm": "later"}
    assert "Kept for later" in text(client, "/")
    assert client.post(CHOOSE_MODULE, {"way": "go-on"}).headers["Location"] == NEXT
    assert chosen() == {"trauma/engagement": "go-on", "trauma/calm": "go-on"}


def test_a_quiz_cannot_be_done_for_one_by_anybody(client: Client, sam: User, course: Course) -> None:
    make_lesson(course.modules.get(key="trauma"), "quiz", kind="quiz")
    assert buttons(client, "/learn/induction/trauma/quiz/") == ["go-on", "later"]
    client.post("/learn/induction/trauma/quiz/choose/", {"way": "together"})
    client.post(CHOOSE_MODULE, {"way": "together"})
    assert chosen() == {"trauma/family": "together", "trauma/engagement": "together", "trauma/quiz": "go-on"}
    client.post("/learn/induction/trauma/quiz/complete/", {"how": "together"})
    assert LessonProgress.objects.filter(completed_at__isnull=False).count() == 0


@pytest.mark.parametrize("kind", ["scenario", "reflection"])
def test_a_scenario_or_reflection_done_together_is_complete(
    client: Client, sam: User, course: Course, kind: str
) -> None:
    make_lesson(course.modules.get(key="trauma"), "other", kind=kind)
    address = "/learn/induction/trauma/other/"
    client.post(address + "choose/", {"way": "together"})
    page = client.get(address).content.decode()
    assert 'id="complete"' in page
    assert 'name="how" value="together">We did this with my supervisor' in page
    client.post(address + "complete/", {"how": "together"})
    assert LessonProgress.objects.get(lesson__slug="other").how == "together"


def test_what_is_complete_has_nothing_left_to_choose(client: Client, sam: User) -> None:
    client.post(CHOOSE, {"way": "together"})
    client.post(LESSON + "complete/", {"how": "together"})
    assert buttons(client, LESSON) == []
    assert "You chose" not in text(client, LESSON)


def test_who_is_not_on_the_course_has_no_choice_there(client: Client, course: Course) -> None:
    client.force_login(make_person("Ada", is_superuser=True, is_staff=True))
    assert [client.post(address, {"way": "later"}).status_code for address in (CHOOSE, CHOOSE_MODULE)] == [404, 404]
    assert (buttons(client, LESSON), buttons(client, MODULE), chosen()) == ([], [], {})


def test_a_colleagues_choice_changes_nothing_for_oneself(client: Client, sam: User, course: Course) -> None:
    cerys = make_person("Cerys")
    put_on(course, cerys)
    NoteChoice.objects.create(learner=cerys, lesson=lesson("trauma/family"), way="later")
    assert buttons(client, LESSON) == ["go-on", "text-only", "together", "later"]
    assert "Kept for later" not in text(client, MODULE) + text(client, "/")


@pytest.mark.parametrize("way", ["text-only", "together", "later"])
def test_no_supervisor_and_no_administrator_sees_a_choice(client: Client, sam: User, way: str) -> None:
    team = create_team("East")
    farah, ada = make_person("Farah"), make_person("Ada", is_superuser=True, is_staff=True)
    join_team(sam, team)
    supervise(farah, team)
    client.get(LESSON)  # whoever may, sees that nothing is complete

    def seen() -> list[str]:
        pages = []
        for viewer in (farah, ada):
            watcher = Client()
            watcher.force_login(viewer)
            addresses = ["/team/", f"/team/{sam.pk}/"]
            if viewer is ada:
                enrolment = sam.enrolments.get().pk
                addresses += [
                    "/administration/",
                    "/administration/courses/",
                    f"/administration/courses/enrolment/{enrolment}/change/",
                    f"/administration/courses/lesson/{lesson('trauma/family').pk}/change/",
                    f"/administration/accounts/user/{sam.pk}/delete/",
                ]
            for address in addresses:
                answer = watcher.get(address)
                assert answer.status_code == 200, address
                pages.append(re.sub(r'csrf\w*" value="[^"]+"|nonce="[^"]+"', "", answer.content.decode()))
        return pages

    before = seen()
    client.post(CHOOSE, {"way": way})
    assert chosen() == {"trauma/family": way}
    assert seen() == before
