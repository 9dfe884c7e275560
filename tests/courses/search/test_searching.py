"""Who finds what: on SQLite, where it is counted here, and on PostgreSQL, which is asked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from courses.editing import save_draft
from courses.models import Course, GlossaryTerm, Handout, Lesson, Module
from courses.publishing import publish
from courses.search.words import LONGEST_QUESTION
from media_links.models import MediaLink
from reflection.models import JournalEntry
from tests.courses.building import CONTENT, lesson, make_course, make_lesson, make_module, make_person, put_on
from tests.courses.editors import signed_in, with_role
from tests.media_links.building import recording

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOTHING: dict[str, Any] = {
    "aim": "", "summary": "", "body": "<p>Words.</p>", "key_points": [], "practice": "", "prompt": "Debt, you said?",
}  # fmt: skip


@pytest.fixture
def course() -> Course:
    """A lesson for each place in which “debt” can stand, one for none, and what nobody may find."""
    course = make_course()
    module = make_module(course, "danger")
    said: dict[str, dict[str, Any]] = {
        "aimed": {"aim": "You can say what debt does."},
        "summed": {"summary": "What debts do."},
        "held": {"key_points": ["Debt ties a child."]},
        "texted": {"body": "<p>They spoke of <strong>debt</strong> &amp; fear.</p>"},
        "practised": {"practice": "<p>What do you say about the debt?</p>"},
        "silent": {},
    }
    for slug, text in said.items():
        make_lesson(module, slug, **{**NOTHING, **text})
    Lesson.objects.filter(key="danger/silent").update(title="Silence about debt")
    Lesson.objects.filter(key="danger/texted").update(title="Spoken of")
    # What nobody may find: a lesson that isn't published, a draft, another course.
    unpublished = make_lesson(module, "unpublished", published=False)
    save_draft(unpublished, {**CONTENT, "body": "<p>debt canary</p>"}, with_role("Draftsman", "Editor"))
    save_draft(lesson("danger/texted"), {**CONTENT, "body": "<p>debt canary</p>"}, User.objects.get(name="Draftsman"))
    make_lesson(make_module(make_course("other"), "elsewhere"), "foreign", body="<p>debt canary</p>")
    return course


@pytest.fixture
def around() -> None:
    GlossaryTerm.objects.create(key="bondage", term="debt bondage", also=["bonded"], definition="Kept by what is owed.")
    GlossaryTerm.objects.create(key="owing", term="owing", definition="To have a debt.")
    GlossaryTerm.objects.create(key="tag", term="tag", definition="A device.")
    recording(1, title="The debt", external_id="abcdefghijk")
    recording(2, title="Advertising", transcript="Hello.\nThen the debts came.")
    recording(3, title="Trust", owner_title="debt canary")
    Handout.objects.create(key="sheet", slug="sheet", title="A sheet", body="<p>Ask about debt.</p>")


@pytest.fixture
def sam(course: Course, around: None) -> Client:
    sam = make_person("Sam")
    put_on(course, sam)
    return signed_in(sam)


def titles(client: Client, question: str) -> list[str]:
    answer = client.get("/search/", {"q": question})
    assert answer.status_code == 200
    return [re.sub("</?mark>", "", hit.title) for hit in answer.context["results"].hits]


LESSONS = {"Lesson aimed", "Lesson summed", "Lesson held", "Spoken of", "Lesson practised", "Silence about debt"}
AROUND = {"debt bondage", "owing", "Video 1: The debt", "Video 2: Advertising", "A sheet"}


def test_a_learner_finds_it_wherever_it_stands_and_nothing_that_is_not_theirs(sam: Client) -> None:
    found = titles(sam, "debt")
    assert set(found) == LESSONS | AROUND
    assert len(found) == len(set(found))
    assert "canary" not in sam.get("/search/?q=debt").content.decode()


def test_who_is_on_no_course_finds_only_what_stands_around(sam: Client) -> None:
    for person in (make_person("Cerys"), with_role("Edda", "Editor"), with_role("Ada", "Administrator")):
        assert set(titles(signed_in(person), "debts")) == AROUND


def test_who_left_a_course_finds_its_lessons_no_more(sam: Client, course: Course) -> None:
    enrolment = course.enrolments.get()
    enrolment.closed_at, enrolment.closed_why = enrolment.assigned_at, "withdrawn"
    enrolment.save()
    assert set(titles(sam, "debt")) == AROUND


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/search/?q=debt").status_code == 302


def test_what_somebody_wrote_is_never_found(sam: Client) -> None:
    writer = User.objects.get(name="Sam")
    JournalEntry.objects.create(writer=writer, text="zebrafish")
    assert titles(sam, "zebrafish") == []
    assert titles(sam, "said") == []


def test_titles_come_before_texts(sam: Client) -> None:
    found = titles(sam, "debt")
    in_titles = {"Silence about debt", "debt bondage", "Video 1: The debt"}
    assert set(found[:3]) == in_titles
    assert set(found[3:]) & {"Spoken of", "Lesson practised", "Video 2: Advertising"} <= set(found[-5:])


def test_all_of_the_words_are_wanted_or_else_some_are_taken_and_it_says_so(sam: Client) -> None:
    assert titles(sam, "fear debts") == ["Spoken of"]
    assert "None has all of the words" not in sam.get("/search/?q=fear+debt").content.decode()
    assert set(titles(sam, "zebra fear device")) == {"Spoken of", "tag"}
    assert "None has all of the words" in sam.get("/search/?q=zebra+fear+device").content.decode()


def test_other_forms_of_a_term_find_it(sam: Client) -> None:
    assert titles(sam, "bonded") == ["debt bondage"]


def test_the_words_found_are_marked_and_lead_to_their_place(sam: Client) -> None:
    page = sam.get("/search/?q=debt").content.decode()
    assert '<a class="row-title" href="/learn/induction/danger/texted/">Spoken of</a>' in page
    assert "They spoke of <mark>debt</mark> &amp; fear." in page
    assert 'href="/library/words/#term-owing"' in page
    assert 'href="/library/handouts/sheet/"' in page
    assert "Then the <mark>debts</mark> came." in page
    link = MediaLink.objects.get(key="video-1")
    assert f'href="/library/#recording-{link.pk}"' in page
    assert f'id="recording-{link.pk}"' in sam.get("/library/").content.decode()
    assert "11 places for “debt”." in page


def test_what_is_published_or_changed_is_found_on_the_next_request(sam: Client) -> None:
    assert titles(sam, "lemons") == []
    silent = lesson("danger/silent")
    publish(silent, {**CONTENT, **NOTHING, "body": "<p>About lemons.</p>"})
    assert titles(sam, "lemon") == ["Silence about debt"]


@pytest.mark.parametrize(
    "question",
    [
        "", " ", "x", "the", "\x00", "de\x00bt", "'", '"', '"debt', "debt'; DROP TABLE x; --", "debt & | ! ( ) : * <->",
        "<script>alert(1)</script>", "%", "_", "\\", "🦓", "ﬁ", "a" * 10_000, "debt " * 2_000, "\ud7ff", "-debt", "NOT",
    ],
)  # fmt: skip
def test_any_question_gets_a_kind_page(sam: Client, question: str) -> None:
    answer = sam.get("/search/", {"q": question})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>Search</h1>" in page
    assert "<script>alert" not in page
    assert len(answer.context["results"].asked) <= LONGEST_QUESTION
    said = ("That finds nothing by itself", "Nothing has these words", "place")
    assert not question.strip("\x00 ") or any(words in page for words in said)


def test_a_long_question_is_cut_and_it_says_so(sam: Client) -> None:
    page = sam.get("/search/", {"q": f"debt {'zebra ' * 100}"}).content.decode()
    assert "only its beginning was searched for" in page
    assert "only its beginning" not in sam.get("/search/?q=debt").content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_it_takes_eight_queries_at_most(sam: Client, size: int, django_assert_max_num_queries: Any) -> None:
    for number in range(size):
        make_lesson(Module.objects.get(key="danger"), f"more-{number}", body="<p>debt</p>")
    titles(sam, "debt")  # the process has read the outline
    with django_assert_max_num_queries(8):
        assert len(titles(sam, "debt")) == len(LESSONS | AROUND) + size
    with django_assert_max_num_queries(8):
        assert titles(sam, "zebra") == []


def test_of_many_the_best_are_shown_and_all_are_counted(sam: Client) -> None:
    for number in range(60):
        make_lesson(Module.objects.get(key="danger"), f"more-{number}", body="<p>lemon</p>")
    page = sam.get("/search/?q=lemon").content.decode()
    assert "60 places for “lemon”." in page
    assert "The best 50 are shown." in page
    assert page.count('<li class="hit">') == 50


@pytest.mark.parametrize("address", ["/", "/library/"])
def test_the_way_to_it_is_on_the_home_page_and_in_the_library(sam: Client, address: str) -> None:
    assert "/search/" in sam.get(address).content.decode().split("<main")[1].split("</main>")[0]
    assert "/search/" in signed_in(make_person("Cerys")).get(address).content.decode()
