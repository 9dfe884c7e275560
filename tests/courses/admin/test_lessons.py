"""A lesson in the administration: what an editor writes, and what learners then read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from courses.models import Course, Lesson, LessonRevision, Module
from media_links.models import MediaLink
from tests.courses.building import CONTENT, lesson, make_person, small_course
from tests.courses.editors import address, errors, lesson_form, save, seen_by, signed_in

pytestmark = pytest.mark.django_db


SCRIPT = "<p>Read this.</p><script>alert(1)</script>"


# --- A lesson's text -------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_what_an_editor_publishes_learners_read_on_the_next_request(editor: Client, edda: User, sam: User):
    fear = lesson("coercion/fear")
    assert "Said anew." not in seen_by(sam)
    answer = save(
        editor, fear, title="Fear, and what it does", body="<p>Said anew.</p>", key_points="First\r\n\r\n Second \r\n",
        change_kind="tell",
    )  # fmt: skip
    assert answer.status_code == 302
    page = seen_by(sam)
    assert "Said anew." in page
    assert "Fear, and what it does" in page
    live = lesson("coercion/fear").live
    assert live
    assert (live.number, live.created_by, live.change_kind) == (2, edda, "tell")
    assert (live.body, live.key_points) == ("<p>Said anew.</p>", ["First", "Second"])
    assert LessonRevision.objects.get(lesson=fear, number=1).body == CONTENT["body"]


def test_the_same_text_again_makes_no_new_revision(editor: Client, course: Course):
    fear = lesson("coercion/fear")
    assert save(editor, fear).status_code == 302
    assert save(editor, fear, title="Another title").status_code == 302
    assert fear.revisions.count() == 1
    assert lesson("coercion/fear").title == "Another title"


def test_the_order_in_which_notes_are_ticked_changes_nothing(editor: Client, course: Course):
    fear = lesson("coercion/fear")
    save(editor, fear, content_notes=["violence", "drugs"])
    assert fear.revisions.count() == 1
    save(editor, fear, content_notes=["violence"])
    assert lesson("coercion/fear").live.content_notes == ["violence"]


def test_a_draft_is_kept_from_learners_until_it_is_published(editor: Client, sam: User):
    save(editor, lesson("coercion/fear"), "_draft", body="<p>Half a thought.</p>")
    assert "Half a thought." not in seen_by(sam)
    fear = lesson("coercion/fear")
    assert fear.draft
    assert "Half a thought." in editor.get(address(fear)).content.decode()
    save(editor, fear)
    assert "Half a thought." in seen_by(sam)
    fear = lesson("coercion/fear")
    assert (fear.draft, fear.revisions.count()) == (None, 2)


def test_a_draft_can_be_thrown_away(editor: Client, course: Course):
    save(editor, lesson("coercion/fear"), "_draft", body="<p>Half a thought.</p>")
    fear = lesson("coercion/fear")
    asked = editor.get(address(fear, "discard"))
    assert "can’t be brought back" in asked.content.decode()
    assert lesson("coercion/fear").draft
    editor.post(address(fear, "discard"))
    assert lesson("coercion/fear").draft is None
    assert [each.body for each in fear.revisions.all()] == [CONTENT["body"]]


def test_a_lesson_that_is_new_is_written_and_published_with_a_key_for_good(editor: Client, sam: User):
    trauma = Module.objects.get(key="trauma")
    form = lesson_form(
        title="Safe at last", module=trauma.pk, kind="reading", required="on", body="<p>You are safe.</p>"
    )
    answer = editor.post(reverse("admin:courses_lesson_add"), {**form, "_publish": "1"})
    assert answer.status_code == 302
    made = Lesson.objects.get(title="Safe at last")
    assert (made.key, made.slug, made.order) == ("trauma/safe-at-last", "safe-at-last", 2)
    assert "You are safe." in seen_by(sam, "trauma/safe-at-last")


def test_a_lesson_that_is_new_can_begin_as_a_draft(editor: Client, sam: User):
    form = lesson_form(title="Later", module=Module.objects.get(key="trauma").pk, kind="reflection", required="on")
    assert editor.post(reverse("admin:courses_lesson_add"), {**form, "_draft": "1"}).status_code == 302
    assert Lesson.objects.get(title="Later").live is None
    assert signed_in(sam).get("/learn/induction/trauma/later/").status_code == 404


@pytest.mark.both_databases
def test_unpublishing_is_asked_first_takes_it_from_learners_and_keeps_its_text(editor: Client, sam: User):
    fear = lesson("coercion/fear")
    assert "Learners will get “not found”" in editor.get(address(fear, "unpublish")).content.decode()
    assert lesson("coercion/fear").live
    editor.post(address(fear, "unpublish"))
    assert signed_in(sam).get("/learn/induction/coercion/fear/").status_code == 404
    fear = lesson("coercion/fear")
    assert fear.live is None
    assert fear.draft.body == CONTENT["body"]
    assert save(editor, fear).status_code == 302
    assert "What the toolkit says." in seen_by(sam)


def test_who_saves_over_a_newer_text_is_told_once_and_keeps_what_they_typed(editor: Client, course: Course):
    mine = lesson_form(lesson("coercion/fear"), body="<p>My words.</p>", _publish="1")
    save(editor, lesson("coercion/fear"), body="<p>Their words.</p>")
    answer = editor.post(address(lesson("coercion/fear")), mine)
    assert "has been changed since you opened it" in errors(answer)["__all__"][0]
    assert "My words." in answer.content.decode()
    assert lesson("coercion/fear").live.body == "<p>Their words.</p>"
    again = {**mine, "seen": answer.context["adminform"].form["seen"].value()}
    assert editor.post(address(lesson("coercion/fear")), again).status_code == 302
    assert lesson("coercion/fear").live.body == "<p>My words.</p>"


def test_the_local_note_is_shown_with_who_checked_it_and_makes_no_revision(editor: Client, sam: User):
    save(
        editor, lesson("coercion/fear"), local_note="Ring the duty desk.", local_note_checked_by="The duty manager",
        local_note_checked_on="2026-11-01",
    )  # fmt: skip
    page = seen_by(sam)
    assert "Ring the duty desk." in page
    assert "The duty manager" in page
    assert LessonRevision.objects.filter(lesson__key="coercion/fear").count() == 1


def test_a_recording_is_added_to_a_lesson_as_its_last_and_shown(editor: Client, sam: User):
    first, second = (
        MediaLink.objects.create(
            key=f"video-{number}", kind="video", group="further", title=f"Film {number}", provider="youtube",
            external_id=f"{number}" * 11,
        )
        for number in (1, 2)
    )  # fmt: skip
    for link in (second, first):
        fear = lesson("coercion/fear")
        form = lesson_form(fear)
        number = form["lesson_media-TOTAL_FORMS"]
        form |= {"lesson_media-TOTAL_FORMS": number + 1, f"lesson_media-{number}-link": link.pk}
        form |= {f"lesson_media-{number}-lesson": fear.pk, f"lesson_media-{number}-order": 0, "_publish": "1"}
        assert editor.post(address(fear), form).status_code == 302
    page = seen_by(sam)
    assert page.index("Film 2") < page.index("Film 1")
    assert fear.revisions.count() == 1


# --- Bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (SCRIPT, "a script"),
        ('<p onclick="x()">Read this.</p>', "runs a script when somebody presses"),
        ('<p><a href=" java&#10;script:x()">Read this.</a></p>', "(javascript:)"),
        ('<iframe src="https://example.org"></iframe><p>Read this.</p>', "embedded from elsewhere"),
    ],
)
@pytest.mark.parametrize("field", ["body", "practice"])
def test_what_could_run_is_refused_at_its_field_and_nothing_typed_is_lost(
    editor: Client, course: Course, field: str, body: str, says: str
):
    answer = save(editor, lesson("coercion/fear"), **{field: body, "aim": "A new aim."})
    found = errors(answer)
    assert set(found) == {field}
    assert says in found[field][0]
    page = answer.content.decode()
    assert "Read this." in page
    assert "A new aim." in page
    assert lesson("coercion/fear").revisions.count() == 1


def test_what_word_leaves_behind_is_cleaned_without_a_word(editor: Client, course: Course):
    pasted = '<p class="MsoNormal" style="margin:0"><b>Bold</b> <span lang="EN-GB">and plain<o:p></o:p></span></p>'
    assert save(editor, lesson("coercion/fear"), body=pasted).status_code == 302
    assert lesson("coercion/fear").live.body == "<p>Bold and plain</p>"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"slug": "not an address!"}, "slug"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "9" * 30}, "minutes"),
        ({"body": ""}, "body"),
        ({"body": "<p>a\x1bb</p>"}, "body"),
        ({"body": "x" * 100_001}, "body"),
        ({"prompt": "x" * 1001}, "prompt"),
        ({"aim": "x" * 301}, "aim"),
        ({"content_notes": ["dragons"]}, "content_notes"),
        ({"change_kind": "silent"}, "change_kind"),
        ({"local_note_checked_on": "31/31/2026"}, "local_note_checked_on"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    editor: Client, course: Course, changes: dict[str, Any], field: str
):
    assert set(errors(save(editor, lesson("coercion/fear"), **changes))) == {field}
    assert lesson("coercion/fear").live.body == CONTENT["body"]


def test_an_address_that_another_lesson_of_the_module_has_is_refused(editor: Client, course: Course):
    assert set(errors(save(editor, lesson("trauma/engagement"), slug="family"))) == {"slug"}
    assert save(editor, lesson("trauma/engagement"), slug="fear").status_code == 302


def test_an_empty_address_is_made_from_the_title_and_never_doubles(editor: Client, course: Course):
    trauma = Module.objects.get(key="trauma")
    for expected in ("what-helps", "what-helps-2"):
        form = lesson_form(title="What helps?", module=trauma.pk, kind="reading")
        editor.post(reverse("admin:courses_lesson_add"), {**form, "_draft": "1"})
        assert Lesson.objects.filter(slug=expected, key=f"trauma/{expected}").exists()


@pytest.mark.parametrize("kind", ["quiz", "scenario", "dance"])
def test_a_kind_that_needs_more_than_its_text_cannot_be_added_here(editor: Client, course: Course, kind: str):
    form = lesson_form(title="More", module=Module.objects.get(key="trauma").pk, kind=kind)
    answer = editor.post(reverse("admin:courses_lesson_add"), {**form, "_draft": "1"})
    assert set(errors(answer)) == {"kind"}


def test_a_form_without_title_and_address_says_so_and_does_not_fail(client: Client) -> None:
    small_course()
    client.force_login(make_person("Ada", is_staff=True, is_superuser=True))
    family = lesson("trauma/family")
    answer = client.post(f"/administration/courses/lesson/{family.pk}/change/", {"title": "", "slug": ""})
    assert answer.status_code == 200
    assert "title" in answer.context["adminform"].form.errors
