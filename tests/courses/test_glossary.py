"""Words explained: where lessons use them, and on a page of their own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from courses.glossary import Term, explained
from courses.models import GlossaryTerm
from courses.publishing import announce_change
from tests.courses.building import make_course, make_lesson, make_module, make_person, put_on
from tests.courses.editors import signed_in, with_role

TAG = Term("tag", "electronic tag", "A device.")
OCG = Term("ocg", "OCG", "People who make money from crime.")
TERMS = {"tag": TAG, "ocg": OCG}
LESSON = "/learn/induction/trauma/family/"


@pytest.mark.parametrize(
    ("html", "shown", "terms"),
    [
        ("<p>Plain.</p>", "<p>Plain.</p>", ()),
        ('<p>A <a href="#term-tag">tag</a>.</p>', '<p>A <a href="#term-tag">tag</a>.</p>', (TAG,)),
        ('<p>A <a href="#term-gone">word</a>.</p>', "<p>A word.</p>", ()),
        (
            '<p><a href="#term-ocg">OCGs</a> and <a href="#term-tag">tags</a></p>',
            '<p><a href="#term-ocg">OCGs</a> and <a href="#term-tag">tags</a></p>',
            (TAG, OCG),
        ),
        ('<p><a href="/support/">Support</a></p>', '<p><a href="/support/">Support</a></p>', ()),
    ],
)
def test_a_text_explains_what_it_links_and_links_what_there_is(html: str, shown: str, terms: tuple[Term, ...]) -> None:
    assert explained(html, TERMS) == (shown, terms)


@pytest.fixture
def sam(client: Client) -> Client:
    GlossaryTerm.objects.create(key="tag", term="electronic tag", definition="A device <b>worn</b>.")
    GlossaryTerm.objects.create(key="ocg", term="OCG", definition="Not in this lesson.")
    course = make_course()
    body = '<p>With a <a href="#term-tag">tag</a> and a <a href="#term-gone">word</a>.</p>'
    make_lesson(make_module(course, "trauma"), "family", body=body)
    person = make_person("Sam")
    put_on(course, person)
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_a_lesson_explains_its_own_words_at_its_foot(sam: Client) -> None:
    page = sam.get(LESSON).content.decode()
    assert 'id="term-tag"' in page
    assert "A device &lt;b&gt;worn&lt;/b&gt;." in page
    assert "Not in this lesson." not in page
    assert "#term-gone" not in page
    assert "and a word." in page


@pytest.mark.django_db
def test_every_word_stands_on_the_page_of_words(sam: Client, client: Client) -> None:
    page = sam.get(reverse("courses:glossary")).content.decode()
    assert "A device" in page
    assert "Not in this lesson." in page
    GlossaryTerm.objects.all().delete()
    assert "No words yet" in sam.get(reverse("courses:glossary")).content.decode()


@pytest.mark.django_db
def test_a_word_that_an_editor_changes_is_new_on_the_next_request(sam: Client) -> None:
    assert "A device" in sam.get(LESSON).content.decode()
    editor = signed_in(with_role("Eddie", "Editor"))
    tag = GlossaryTerm.objects.get(key="tag")
    data = {"term": "electronic tag", "also": "tags\r\n\r\n tagged ", "definition": "Something worn."}
    assert editor.post(f"/administration/courses/glossaryterm/{tag.pk}/change/", data).status_code == 302
    tag.refresh_from_db()
    assert tag.also == ["tags", "tagged"]
    assert "Something worn." in sam.get(LESSON).content.decode()
    editor.post(f"/administration/courses/glossaryterm/{tag.pk}/delete/", {"post": "yes"})
    page = sam.get(LESSON).content.decode()
    assert "Something worn." not in page
    assert "With a tag and a word." in page


@pytest.mark.django_db
def test_a_term_without_lessons_is_no_error(sam: Client) -> None:
    GlossaryTerm.objects.filter(key="tag").delete()
    announce_change()
    assert "Words used here" not in sam.get(LESSON).content.decode()
