"""The question list's ways in and out, as an editor uses them, without any script."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from assessments.exchange import FORMATS
from assessments.models import Question, QuestionVersion
from assessments.writing import write_version
from tests.assessments.building import course_with_quiz, options, text
from tests.assessments.exchange.building import single
from tests.courses.building import make_person

pytestmark = pytest.mark.django_db

LIST = "/administration/assessments/question/"
EXPORT, IMPORT = f"{LIST}export/", f"{LIST}import/"
GIFT = "::fear-1::What of fear?{=Stay#Good. ~Go#No.}\n\n::Doors::Which door?{=Green ~Red}\n"


@pytest.fixture(autouse=True)
def bank(db: None) -> Any:
    return course_with_quiz()


def member(name: str, group: str = "", **fields: Any) -> User:
    person = make_person(name, is_staff=True, **fields)
    person.groups.set(Group.objects.filter(name=group))
    return person


@pytest.fixture
def edith() -> User:
    return member("Edith", "Editor")


@pytest.fixture
def editor(client: Client, edith: User) -> Client:
    client.force_login(edith)
    return client


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def keys(answer: Any, key: str) -> set[str]:
    return {entry.key for entry in FORMATS[key].read(answer.content).entries}


def look(editor: Client, pasted: str = GIFT, lesson: str = "coercion/fear") -> Any:
    return editor.post(IMPORT, {"pasted": pasted, "lesson": lesson})


def seal_in(answer: Any) -> str:
    found = re.search(r'name="seal" value="([^"]*)"', answer.content.decode())
    return unescape(found.group(1)) if found else ""


FEAR, THREATS = ({f"{slug}-{number}" for number in range(1, 6)} for slug in ("fear", "threats"))


# --- Out --------------------------------------------------------------------------------------------------------------


def test_the_list_leads_out_and_in(editor: Client) -> None:
    page = editor.get(f"{LIST}?state__exact=live").content.decode()
    assert f'href="{EXPORT}?state__exact=live"' in page
    assert f'href="{IMPORT}"' in page


@pytest.mark.parametrize("key", list(FORMATS))
def test_what_is_filtered_goes_out(editor: Client, key: str) -> None:
    Question.objects.filter(key__in=["fear-1", "threats-2"]).update(state="retired")
    answer = editor.get(f"{EXPORT}{key}/?state__exact=retired")
    assert keys(answer, key) == {"fear-1", "threats-2"}
    assert re.fullmatch(rf'attachment; filename="questions-[\d-]+{FORMATS[key].ending}"', answer["Content-Disposition"])
    assert "no-store" in answer["Cache-Control"]
    assert keys(editor.get(f"{EXPORT}{key}/?q=threats&p=7"), key) == THREATS
    assert keys(editor.get(f"{EXPORT}{key}/"), key) == FEAR | THREATS


def test_what_is_chosen_goes_out(editor: Client) -> None:
    chosen = list(Question.objects.filter(key__in=["fear-2", "fear-4"]).values_list("pk", flat=True))
    form = {"action": "export_chosen", "_selected_action": chosen}
    answer = editor.post(LIST, form, follow=True)
    assert "2 questions, as the list shows them now." in text(answer)
    address = re.search(r'href="([^"]+export/csv/[^"]*)"', answer.content.decode())
    assert keys(editor.get(unescape(address.group(1))), "csv") == {"fear-2", "fear-4"}


def test_all_that_the_filter_finds_can_be_chosen(editor: Client) -> None:
    first = Question.objects.get(key="threats-1")
    form = {"action": "export_chosen", "_selected_action": [first.pk], "select_across": "1"}
    answer = editor.post(f"{LIST}?q=threats", form)
    assert answer["Location"] == f"{EXPORT}?q=threats"


def test_what_a_format_leaves_out_is_listed_before_the_download(editor: Client) -> None:
    steps = [{"text": each, "feedback": ""} for each in ("One", "Two", "Three")]
    write_version(Question.objects.get(key="fear-3"), kind="ordering", stem="In which order?", choices=steps)
    Question.objects.create(key="fear-empty", lesson=Question.objects.get(key="fear-1").lesson)
    page = text(editor.get(EXPORT))
    assert "10 questions, as the list shows them now. 1 more has no words yet, and is left out." in page
    assert "1 question is left out: fear-3 GIFT has no question of this type." in page
    assert "Download 9 questions as GIFT" in page and "Download 10 questions as Excel" in page
    assert keys(editor.get(f"{EXPORT}gift/"), "gift") == (FEAR | THREATS) - {"fear-3"}


@pytest.mark.parametrize("asked", ["?state__exact=nonsense&x=1", "?lesson__live__created_by__password__startswith=a"])
def test_an_address_that_means_nothing_is_no_error(editor: Client, asked: str) -> None:
    assert editor.get(f"{EXPORT}{asked}").status_code in (400, 404)
    assert editor.get(f"{EXPORT}docx/").status_code == 404


# --- In ---------------------------------------------------------------------------------------------------------------


def test_the_dry_run_shows_what_would_be_and_changes_nothing(editor: Client) -> None:
    page = text(look(editor))
    assert "It was read as GIFT." in page
    assert "1 new question Which door?" in page and "fear-6 · Lesson fear · Single best answer · Draft" in page
    assert "1 question changes What of fear?" in page and "What of fear-1? What of fear?" in page
    assert (Question.objects.count(), QuestionVersion.objects.count()) == (10, 10)


def test_what_was_shown_is_imported_and_written_down(editor: Client, edith: User) -> None:
    answer = editor.post(IMPORT, {"seal": seal_in(look(editor))}, follow=True)
    assert "Imported: 1 new question, 1 changed." in text(answer)
    changed, new = (Question.objects.get(key=key).live for key in ("fear-1", "fear-6"))
    assert (changed.number, changed.stem, changed.created_by) == (2, "What of fear?", edith)
    assert (new.number, new.stem, new.question.state) == (1, "Which door?", "draft")
    told = LogEntry.objects.order_by("object_repr").values_list("user__name", "object_repr", "action_flag")
    assert list(told) == [("Edith", "fear-1", 2), ("Edith", "fear-6", 1)]


@pytest.mark.parametrize("key", list(FORMATS))
def test_a_file_of_each_format_is_taken(editor: Client, key: str) -> None:
    content = FORMATS[key].write([single("fear-9")])
    for name in (f"questions{FORMATS[key].ending}", "questions"):
        answer = editor.post(IMPORT, {"file": SimpleUploadedFile(name, content)})
        assert f"It was read as {FORMATS[key].label}." in text(answer)
        assert seal_in(answer)


def test_what_is_wrong_is_told_by_its_line_and_nothing_can_be_confirmed(editor: Client) -> None:
    answer = look(editor, GIFT + "\nSay.{}\n\nWho?{~A ~B =C =D}")
    page = text(answer)
    assert "2 things are wrong." in page
    assert "Line 5: Its answer would be written freely." in page
    assert "Line 7: Mark exactly one option as right." in page
    assert seal_in(answer) == ""
    assert unescape(answer.content.decode()).count("Say.{}") == 1


def test_a_table_counts_rows(editor: Client) -> None:
    page = text(look(editor, "question,option,right\nWho?,A,yes\n,B,perhaps\n"))
    assert "Row 3: “right” is yes or no, not “perhaps”." in page


def test_what_is_here_already_is_nothing_to_import(editor: Client) -> None:
    answer = look(editor, editor.get(f"{EXPORT}csv/").content.decode("utf-8-sig"))
    assert "There is nothing to import" in text(answer) and "10 questions stay as they are" in text(answer)
    assert seal_in(answer) == ""


def test_what_has_changed_since_is_shown_anew(editor: Client) -> None:
    seal = seal_in(look(editor))
    write_version(Question.objects.get(key="fear-1"), kind="single", stem="Theirs?", choices=options("b"))
    answer = editor.post(IMPORT, {"seal": seal})
    assert "Nothing was imported" in text(answer) and "Theirs? What of fear?" in text(answer)
    assert Question.objects.count() == 10
    editor.post(IMPORT, {"seal": seal_in(answer)})
    assert (Question.objects.count(), Question.objects.get(key="fear-1").live.number) == (11, 3)


def test_a_seal_is_good_for_whoever_looked_and_unchanged(editor: Client) -> None:
    seal = seal_in(look(editor))
    edith = User.objects.get(name="Edith")
    for person, sent in ((member("Eve", "Editor"), seal), (edith, seal[:-2]), (edith, "")):
        answer = signed_in(person).post(IMPORT, {"seal": sent}, follow=True)
        assert "Send the file once more." in text(answer)
    assert Question.objects.count() == 10


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "one of the two"),
        ({"pasted": GIFT, "file": SimpleUploadedFile("a.gift", b"A?{=a ~b}")}, "one of the two"),
        ({"pasted": "// nothing"}, "There are no questions in it."),
        ({"file": SimpleUploadedFile("a.gift", b"")}, "There is nothing in it."),
        ({"file": SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0")}, "Save it as .xlsx"),
        ({"pasted": "A\0?{=a ~b}"}, "Null characters are not allowed."),
        ({"pasted": GIFT, "lesson": "coercion/nothing"}, "Select a valid choice"),
        ({"pasted": "w" * 2_000_001}, "larger than 2 MB"),
    ],
)
def test_what_cannot_be_taken_is_told(editor: Client, sent: dict[str, Any], why: str) -> None:
    answer = editor.post(IMPORT, sent)
    assert answer.status_code == 200
    assert why in text(answer)
    assert seal_in(answer) == ""


@pytest.mark.parametrize("key", list(FORMATS))
def test_a_template_can_be_had_and_imported(editor: Client, key: str) -> None:
    content = editor.get(f"{IMPORT}template/{key}/").content
    answer = editor.post(IMPORT, {"file": io.BytesIO(content)})
    assert ("4" if key == "gift" else "5") + " new questions" in text(answer)


def test_what_is_written_in_a_question_is_only_words(editor: Client) -> None:
    page = look(editor, "::fear-1::<script>alert(1)</script>?{=<img onerror\\=alert(1)> ~b#<b>}").content.decode()
    assert "<script>alert(1)" not in page and "<img onerror" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;?" in page and "&lt;img onerror=alert(1)&gt;" in page


# --- Who --------------------------------------------------------------------------------------------------------------

PAGES = [EXPORT, f"{EXPORT}csv/", IMPORT, f"{IMPORT}template/csv/"]


def test_who_may_not_see_questions_gets_none(edith: User) -> None:
    for person in (member("Pat", "People administrator"), member("Nobody")):
        client = signed_in(person)
        assert [client.get(page).status_code for page in PAGES] == [403] * 4
        assert client.post(IMPORT, {"pasted": GIFT, "lesson": "coercion/fear"}).status_code == 403
        assert client.post(IMPORT, {"seal": seal_in(look(signed_in(edith)))}).status_code == 403
    assert Question.objects.count() == 10


def test_who_only_looks_may_take_out_and_put_nothing_in() -> None:
    looker = member("Lou")
    looker.user_permissions.set(Permission.objects.filter(codename__in=["view_question", "add_question"]))
    client = signed_in(looker)
    assert [client.get(page).status_code for page in PAGES] == [200, 200, 403, 403]
    assert IMPORT not in client.get(LIST).content.decode()
    assert client.post(IMPORT, {"pasted": GIFT}).status_code == 403


def test_learners_and_strangers_are_sent_away() -> None:
    for client in (signed_in(make_person("Sam")), Client()):
        assert {client.get(page).status_code for page in PAGES} == {302}
        assert client.post(IMPORT, {"pasted": GIFT}).status_code == 302


def test_a_form_from_elsewhere_imports_nothing(edith: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(edith)
    seal = seal_in(look(signed_in(edith)))
    assert client.post(IMPORT, {"seal": seal}).status_code == 403
    assert Question.objects.count() == 10


def test_more_text_than_any_form_may_hold_is_refused_in_words(editor: Client) -> None:
    answer = editor.post(IMPORT, {"pasted": "w" * 10_000_000})
    assert answer.status_code == 400
    assert "a large text goes in as a file" in text(answer)
