"""Who reaches which page of the course, whom an editor never sees, and how lists are read."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.completing import complete_lesson
from courses.models import Course, Enrolment, GlossaryTerm, How, Lesson, LessonRevision, Module, SupportContact
from media_links.models import MediaLink
from tests.courses.building import lesson, make_person
from tests.courses.editors import address, save, signed_in, with_role

pytestmark = pytest.mark.django_db


# --- Who may ---------------------------------------------------------------------------------------------------------


CONTENT_PAGES = ["course", "module", "lesson", "lessonrevision", "glossaryterm", "supportcontact"]


def test_an_editor_sees_no_people_anywhere(editor: Client, sam: User, course: Course):
    ada = with_role("Ada-Canary", "Administrator")
    fear = lesson("coercion/fear")
    save(signed_in(ada), fear, title="Fear again", body="<p>Changed by somebody.</p>")
    complete_lesson(Enrolment.objects.get().pk, fear.pk, fear.live_id, How.READ)
    GlossaryTerm.objects.create(key="a", term="A", definition="B")
    SupportContact.objects.create(key="a", name="A")
    pages = [reverse("admin:index"), reverse("admin:app_list", args=["courses"]), address(course, "outline")]
    for name in CONTENT_PAGES:
        pages.append(reverse(f"admin:courses_{name}_changelist"))
        model = {"course": Course, "module": Module, "lesson": Lesson, "lessonrevision": LessonRevision}.get(name)
        for row in model.objects.all() if model else []:
            pages += [address(row), address(row, "history")]
            pages += [address(row, "delete")] if name != "lessonrevision" else []
    for page in pages:
        answer = editor.get(page)
        assert answer.status_code == 200, page
        assert "anary" not in answer.content.decode(), page
    history = editor.get(address(fear, "history")).content.decode()
    assert "An editor" in history
    assert "Ada-Canary" in signed_in(ada).get(address(fear, "history")).content.decode()
    revisions = reverse("admin:courses_lessonrevision_changelist")
    assert "An editor" in editor.get(revisions).content.decode()
    assert "Ada-Canary" in signed_in(ada).get(revisions).content.decode()


def test_an_editor_cannot_find_out_who_by_asking_in_the_address(editor: Client, course: Course):
    make_person("Sam-Canary")
    for query in ("created_by__name=Sam-Canary", "created_by__email__startswith=s", "created_by=1", "o=6"):
        answer = editor.get(f"{reverse('admin:courses_lessonrevision_changelist')}?{query}", follow=True)
        assert answer.status_code in (200, 400)
        assert "anary" not in answer.content.decode().replace("Sam-Canary&", "")


def test_each_role_reaches_its_own_pages_and_no_others(course: Course, sam: User):
    people, content = ["enrolment"], CONTENT_PAGES
    expected = {"Editor": content, "People administrator": people, "Administrator": [*content, *people]}
    for role, allowed in expected.items():
        client = signed_in(with_role(role.replace(" ", ""), role))
        for name in [*content, *people]:
            status = client.get(reverse(f"admin:courses_{name}_changelist")).status_code
            assert status == (200 if name in allowed else 403), (role, name)
        fear = lesson("coercion/fear")
        for page in (address(fear, "unpublish"), address(fear, "discard"), address(course, "outline")):
            assert client.get(page).status_code == (200 if "lesson" in allowed else 403)
            if "lesson" not in allowed:
                assert client.post(page, {"row": []}).status_code == 403
    assert lesson("coercion/fear").live


def test_a_learner_reaches_none_of_it(sam: User, course: Course):
    client = signed_in(sam)
    for page in (reverse("admin:courses_lesson_changelist"), address(lesson("coercion/fear"), "unpublish")):
        assert client.get(page).status_code == 302
        assert client.post(page).status_code == 302
    assert lesson("coercion/fear").live


def test_a_text_that_was_published_is_read_and_never_changed(course: Course):
    root = signed_in(make_person("Root", is_staff=True, is_superuser=True))
    live = lesson("coercion/fear").live
    assert "What the toolkit says." in root.get(address(live)).content.decode()
    assert root.post(address(live), {"body": "<p>Other.</p>"}).status_code == 403
    assert root.post(address(live, "delete"), {"post": "yes"}).status_code == 403


# --- Lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["course", "module", "lesson", "lessonrevision"])
@pytest.mark.both_databases
def test_a_list_takes_as_many_queries_for_many_rows_as_for_few(
    name: str, django_assert_max_num_queries: Any, course: Course
):
    client = signed_in(with_role("Ada", "Administrator"))
    call_command("import_course")
    assert Group.objects.count() == 3
    with django_assert_max_num_queries(15):
        client.get(reverse(f"admin:courses_{name}_changelist"))


def test_the_outline_takes_few_queries(editor: Client, django_assert_max_num_queries: Any):
    call_command("import_course")
    with django_assert_max_num_queries(10):
        editor.get(address(Course.objects.get(), "outline"))


def test_lessons_are_found_by_their_words_and_filtered_by_their_state(editor: Client, course: Course):
    url = reverse("admin:courses_lesson_changelist")
    found = {
        query: {row.slug for row in editor.get(f"{url}?{query}").context["cl"].queryset}
        for query in ("q=toolkit", "q=manners", "state=unpublished", "state=draft", "q=engagement&state=published")
    }
    assert found == {
        "q=toolkit": {"family", "engagement", "fear"},
        "q=manners": {"manners"},
        "state=unpublished": {"manners"},
        "state=draft": set(),
        "q=engagement&state=published": {"engagement"},
    }


def test_the_front_page_tells_what_needs_attention_to_whoever_can_see_to_it(editor: Client, course: Course):
    MediaLink.objects.create(
        key="a", kind="video", group="further", title="A", provider="youtube", external_id="abcdefghijk"
    )
    page = editor.get(reverse("admin:index")).content.decode()
    assert "1 lesson isn’t published" in page
    assert "1 recording has a title that nobody has confirmed" in page
    assert "safeguarding" not in page
    ada = signed_in(with_role("Ada", "Administrator")).get(reverse("admin:index")).content.decode()
    assert "Your safeguarding route is empty" in ada
    pia = signed_in(with_role("Pia", "People administrator")).get(reverse("admin:index")).content.decode()
    assert "Your safeguarding route is empty" in pia
    assert "lesson isn’t published" not in pia
