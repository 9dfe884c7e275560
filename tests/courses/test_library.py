"""The library: what stands on its shelves, narrowed by kind, theme and words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courses.models import Course, LessonMedia
from media_links.models import MediaLink
from tests.courses.building import lesson, make_person, put_on, small_course
from tests.courses.editors import signed_in
from tests.media_links.building import recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    """Family has the first video and the audio, fear the first video; manners, which isn't published, the second."""
    course = small_course()
    film = recording(1, title="Being credible")
    talk = recording(2, title="Barriers to leaving", kind="audio", label="Audio 2", transcript="Nobody just leaves.")
    hidden = recording(3, title="Remaining curious")
    MediaLink.objects.create(
        key="page", group="further", kind="website", title="A page <to> read", url="https://example.org/", order=4
    )
    for key, link in (("trauma/family", film), ("trauma/family", talk), ("coercion/fear", film)):
        LessonMedia.objects.create(lesson=lesson(key), link=link)
    LessonMedia.objects.create(lesson=lesson("respect/manners"), link=hidden)
    return course


@pytest.fixture
def sam(course: Course) -> Client:
    sam = make_person("Sam")
    put_on(course, sam)
    return signed_in(sam)


def shown(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/library/{query}")
    assert answer.status_code == 200
    return [item.recording.title for shelf in answer.context["library"].shelves for item in shelf.items]


EVERYTHING = ["Being credible", "Barriers to leaving", "Remaining curious", "A page <to> read"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", EVERYTHING),
        ("?kind=&theme=&q=", EVERYTHING),
        ("?kind=video", ["Being credible", "Remaining curious"]),
        ("?kind=website", ["A page <to> read"]),
        ("?theme=trauma", ["Being credible", "Barriers to leaving"]),
        ("?theme=coercion", ["Being credible"]),
        ("?kind=audio&theme=coercion", []),
        ("?q=leave", ["Barriers to leaving"]),
        ("?q=BARRIER+audio", ["Barriers to leaving"]),
        ("?q=zebra", []),
        ("?q=%00", EVERYTHING),
        ("?kind=dance&theme=nowhere", EVERYTHING),
        ("?kind=podcast", EVERYTHING),
        ("?theme=respect", EVERYTHING),
        ("?q=" + "zebra+" * 2000, []),
    ],
)
def test_it_is_narrowed_by_what_the_address_asks(sam: Client, query: str, titles: list[str]) -> None:
    assert shown(sam, query) == titles


def test_how_many_there_are_is_said_in_words(sam: Client) -> None:
    assert "4 recordings and readings." in sam.get("/library/").content.decode()
    page = sam.get("/library/?kind=video").content.decode()
    assert "2 of 4 recordings and readings." in page
    assert '<option value="video" selected>' in page
    assert "Nothing here is like that" in sam.get("/library/?q=zebra").content.decode()


def test_only_kinds_and_themes_that_there_are_can_be_chosen(sam: Client) -> None:
    library = sam.get("/library/").context["library"]
    assert [value for value, _label in library.kinds] == ["video", "audio", "website"]
    assert [module.slug for module in library.themes] == ["trauma", "coercion"]


def test_each_recording_names_the_lessons_in_which_it_stands(sam: Client) -> None:
    page = sam.get("/library/?kind=video").content.decode()
    assert 'href="/learn/induction/trauma/family/"' in page
    assert 'href="/learn/induction/coercion/fear/"' in page
    assert "manners" not in page


def test_who_is_on_no_course_finds_the_shelves_and_no_way_into_lessons(course: Course) -> None:
    cerys = signed_in(make_person("Cerys"))
    assert shown(cerys) == EVERYTHING
    assert shown(cerys, "?theme=coercion") == ["Being credible"]
    assert "/learn/" not in cerys.get("/library/").content.decode()


def test_the_toolkits_own_list_says_when_its_links_were_live(sam: Client) -> None:
    assert "Its links were live on 4 November 2021." in sam.get("/library/").content.decode()
    assert "4 November 2021" not in sam.get("/library/?kind=video").content.decode()


def test_what_is_gone_and_what_can_be_read_instead_is_said(sam: Client) -> None:
    MediaLink.objects.filter(key="video-1").update(health="gone")
    page = sam.get("/library/").content.decode()
    assert "YouTube says that it is private or gone." in page
    assert "Has a transcript." in page
    assert page.count("Opens on YouTube.") == 2


def test_an_empty_library_says_so(client: Client) -> None:
    page = signed_in(make_person("Cerys")).get("/library/").content.decode()
    assert "Nothing here yet" in page
    assert "library-filters" not in page


def test_it_takes_seven_queries_at_most(sam: Client, django_assert_max_num_queries: Any) -> None:
    shown(sam)  # the process has read the outline
    with django_assert_max_num_queries(7):
        shown(sam)
    for number in range(4, 9):
        recording(number)
    with django_assert_max_num_queries(7):
        assert len(shown(sam)) == 9
