"""Courses, modules, their order, and what stands around them, as an editor changes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.completing import complete_lesson
from courses.models import Course, Enrolment, GlossaryTerm, How, Lesson, LessonRevision, Module, SupportContact
from tests.courses.building import lesson, make_course
from tests.courses.editors import address, errors, save, signed_in

pytestmark = pytest.mark.django_db


# --- Modules, courses, order -----------------------------------------------------------------------------------------


def test_a_module_is_added_last_changed_and_shown(editor: Client, sam: User, course: Course):
    form = {"course": course.pk, "title": "Start", "slug": "", "domain": "values", "summary": ""}
    assert editor.post(reverse("admin:courses_module_add"), form).status_code == 302
    made = Module.objects.get(title="Start")
    assert (made.key, made.slug, made.order) == ("start", "start-1", 4)
    coercion = Module.objects.get(key="coercion")
    form = {"title": "Coercion and fear", "slug": "coercion", "domain": "values", "summary": "In other words."}
    assert editor.post(address(coercion), form).status_code == 302
    assert "In other words." in signed_in(sam).get("/learn/induction/coercion/").content.decode()


@pytest.mark.parametrize(("slug", "field"), [("trauma", "slug"), ("start", "slug"), ("a b", "slug")])
def test_a_module_s_address_is_its_own(editor: Client, course: Course, slug: str, field: str):
    form = {"title": "Coercion", "slug": slug, "domain": "values", "summary": ""}
    assert set(errors(editor.post(address(Module.objects.get(key="coercion")), form))) == {field}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_months": "0"}, "__all__"),
        ({"hours": "-"}, "hours"),
        ({"title": ""}, "title"),
        ({"slug": "other"}, "slug"),
    ],
)
def test_a_course_that_makes_no_sense_is_refused(editor: Client, course: Course, changes: dict[str, str], field: str):
    make_course("other")
    form = {
        "title": "Induction", "slug": "induction", "summary": "", "content_version": "1", "hours": "1",
        "days_to_complete": "56", "valid_months": "24",
    }  # fmt: skip
    assert set(errors(editor.post(address(course), {**form, **changes}))) == {field}
    assert editor.post(address(course), {**form, "title": "Anew"}).status_code == 302
    course.refresh_from_db()
    assert (course.title, course.key) == ("Anew", "induction")


def slugs(learner: User, path: str = "trauma") -> list[str]:
    page = signed_in(learner).get(f"/learn/induction/{path}/").content.decode()
    return sorted(("family", "engagement"), key=lambda slug: page.index(f"/{slug}/"))


def test_lessons_are_put_in_order_and_learners_see_it(editor: Client, sam: User, course: Course):
    trauma = Module.objects.get(key="trauma")
    first, second = (each.pk for each in trauma.lessons.all())
    assert slugs(sam) == ["family", "engagement"]
    url = address(course, "outline")
    answer = editor.post(url, {"module": trauma.pk, "row": [second, first]}, headers={"Accept": "application/json"})
    assert answer.status_code == 204
    assert slugs(sam) == ["engagement", "family"]
    editor.post(url, {"module": trauma.pk, "row": [second, first], "move": f"{first}:up"})
    assert slugs(sam) == ["family", "engagement"]


def test_modules_are_put_in_order_by_their_arrows(editor: Client, course: Course):
    ids = list(course.modules.values_list("pk", flat=True))
    answer = editor.post(address(course, "outline"), {"row": ids, "move": f"{ids[0]}:down"}, follow=True)
    assert "The new order is saved" in answer.content.decode()
    assert list(course.modules.values_list("pk", "order")) == [(ids[1], 1), (ids[0], 2), (ids[2], 3)]


def test_an_order_that_names_what_is_not_there_moves_nothing_else(editor: Client, course: Course):
    other = make_course("other")
    trauma = Module.objects.get(key="trauma")
    before = list(Lesson.objects.values_list("pk", "order"))
    for rows in (["x", "9" * 30, "0"], [str(lesson("coercion/fear").pk)], []):
        editor.post(address(course, "outline"), {"module": trauma.pk, "row": rows, "move": "1e3:up"})
    assert list(Lesson.objects.values_list("pk", "order")) == before
    assert editor.post(address(other, "outline"), {"module": trauma.pk, "row": []}).status_code == 404
    assert editor.get(reverse("admin:courses_course_outline", args=[999])).status_code == 404


def test_the_outline_tells_the_state_of_each_lesson(editor: Client, course: Course):
    page = editor.get(address(course, "outline")).content.decode()
    assert "Lesson manners" in page
    assert "Not written yet" in page
    assert "0 of 1 published" in page


# --- Around the course -----------------------------------------------------------------------------------------------


def test_words_and_contacts_are_added_with_a_key_and_changed(editor: Client):
    editor.post(reverse("admin:courses_glossaryterm_add"), {"term": "Cuckooing", "definition": "Taking over a home."})
    term = GlossaryTerm.objects.get()
    assert (term.key, term.term) == ("cuckooing", "Cuckooing")
    doubled = editor.post(reverse("admin:courses_glossaryterm_add"), {"term": "Cuckooing", "definition": "Again."})
    assert set(errors(doubled)) == {"term"}
    form = {"name": "Helpline", "description": "", "phone": "0800", "url": "javascript:alert(1)", "order": "0"}
    assert set(errors(editor.post(reverse("admin:courses_supportcontact_add"), form))) == {"url"}
    editor.post(reverse("admin:courses_supportcontact_add"), {**form, "url": "https://example.org"})
    assert SupportContact.objects.get().key == "helpline"


# --- Deleting --------------------------------------------------------------------------------------------------------


def test_what_records_depend_on_is_not_deleted_and_the_reason_names_nobody(editor: Client, sam: User, course: Course):
    fear = lesson("coercion/fear")
    complete_lesson(Enrolment.objects.get().pk, fear.pk, fear.live_id, How.READ)
    for row, reason in (
        (fear, "progress in a lesson"),
        (fear.module, "lesson"),
        (course, "enrolment"),
    ):
        answer = editor.post(address(row, "delete"), {"post": "yes"})
        page = answer.content.decode()
        assert f"1 × {reason}" in page
        assert "anary" not in page
        assert type(row).objects.filter(pk=row.pk).exists()


def test_what_nobody_has_begun_can_be_deleted_with_its_texts(editor: Client, sam: User):
    fear = lesson("coercion/fear")
    assert editor.post(address(fear, "delete"), {"post": "yes"}).status_code == 302
    assert not LessonRevision.objects.filter(lesson__key="coercion/fear").exists()
    assert signed_in(sam).get("/learn/induction/coercion/fear/").status_code == 404


def test_nothing_is_deleted_by_the_dozen(editor: Client, course: Course):
    assert "delete_selected" not in editor.get(reverse("admin:courses_lesson_changelist")).content.decode()


# --- The course's files ----------------------------------------------------------------------------------------------


def test_loading_the_files_again_leaves_an_edit_alone_and_says_so(
    editor: Client, edda: User, capsys: pytest.CaptureFixture[str]
):
    call_command("import_course")
    key = "coercive-control/fear-and-danger"
    save(editor, lesson(key), aim="The editor’s own words.")
    module = Module.objects.get(key="trauma")
    editor.post(address(module), {"title": "Trauma, anew", "slug": "trauma", "domain": "knowledge", "summary": ""})
    capsys.readouterr()
    call_command("import_course")
    told = capsys.readouterr().out
    assert f"left alone: lessons {key}" in told
    assert "left alone: module trauma" in told
    assert told.count("left alone:") == 2
    assert lesson(key).live.aim == "The editor’s own words."
    assert lesson(key).live.created_by == edda


def test_saving_every_published_lesson_unchanged_is_no_edit(editor: Client, tmp_path: Path):
    call_command("import_course")
    before = LessonRevision.objects.count()
    for each in Lesson.objects.published().select_related("live", "draft", "module"):
        assert save(editor, each).status_code == 302
    assert LessonRevision.objects.count() == before
    call_command("export_course", str(tmp_path))
    written = {path.name: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    assert written == {path.name: path.read_bytes() for path in (settings.BASE_DIR / "fixtures").rglob("*.yaml")}
