"""The course in git: to the byte there and back, and an editor's change is never lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from courses.arranging import order_lessons
from courses.interchange.loading import load_course
from courses.interchange.part import WrongFile
from courses.interchange.writing import write_course
from courses.models import Course, Lesson, LessonRevision, Module
from courses.publishing import REVISION_FIELDS, publish
from media_links.models import MediaLink

pytestmark = pytest.mark.django_db

FIXTURES = settings.BASE_DIR / "fixtures"
FEAR = "coercive-control/fear-and-danger"
THEME = "themes/06-coercive-control.yaml"
TRAUMA = "themes/03-trauma.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIXTURES, tmp_path / "fixtures"))


def texts(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def change(folder: Path, name: str, edit: Any) -> None:
    document = yaml.safe_load((folder / name).read_text())
    edit(document)
    (folder / name).write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))


def lesson_in(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(lesson for lesson in document["lessons"] if lesson["key"] == key)


def test_export_of_import_is_the_same_to_the_byte(tmp_path: Path) -> None:
    load_course(FIXTURES)
    write_course(tmp_path)
    assert texts(tmp_path) == texts(FIXTURES)


def test_the_whole_framework_is_there() -> None:
    load_course(FIXTURES)
    elements = Lesson.objects.filter(kind="reading").exclude(module__domain="around")
    counts = {domain: Module.objects.filter(domain=domain).count() for domain in ("knowledge", "skills", "values")}
    assert counts == {"knowledge": 7, "skills": 5, "values": 4}
    assert elements.count() == 80
    assert MediaLink.objects.filter(group__in=["discussion", "presentation"]).count() == 25


def test_loading_again_changes_nothing() -> None:
    first = load_course(FIXTURES)
    stamp = Course.objects.get().outline_stamp
    second = load_course(FIXTURES)
    assert (second.created, second.updated, second.kept) == ([], [], [])
    assert sorted(second.unchanged) == sorted(first.created)
    assert Course.objects.get().outline_stamp == stamp


def test_what_nobody_has_edited_follows_the_file_in_a_new_revision(folder: Path) -> None:
    load_course(folder)
    change(
        folder, THEME, lambda theme: lesson_in(theme, FEAR)["revision"].update(aim="After this you can see it anew.")
    )
    report = load_course(folder)
    assert report.updated == [f"lessons {FEAR}"]
    live = Lesson.objects.get(key=FEAR).live
    assert live
    assert (live.number, live.aim) == (2, "After this you can see it anew.")
    assert LessonRevision.objects.filter(lesson__key=FEAR).count() == 2


def test_what_an_editor_has_changed_is_left_alone_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load_course(folder)
    lesson = Lesson.objects.select_related("live", "module").get(key=FEAR)
    content = {name: getattr(lesson.live, name) for name in REVISION_FIELDS}
    publish(lesson, {**content, "aim": "The editor’s own words."})
    change(folder, THEME, lambda theme: lesson_in(theme, FEAR)["revision"].update(aim="The file’s new words."))
    call_command("import_course", str(folder))
    assert f"left alone: lessons {FEAR}" in capsys.readouterr().out
    lesson.refresh_from_db()
    assert lesson.live
    assert lesson.live.aim == "The editor’s own words."


def test_an_edit_that_the_file_takes_over_follows_the_file_again(folder: Path) -> None:
    load_course(folder)
    Module.objects.filter(key="trauma").update(summary="Better words.")
    change(folder, TRAUMA, lambda theme: theme.update(summary="Better words."))
    assert load_course(folder).kept == []
    change(folder, TRAUMA, lambda theme: theme.update(summary="Still better words."))
    assert load_course(folder).updated == ["module trauma"]


def test_an_editors_order_stays_and_what_only_shifted_follows_the_files(folder: Path) -> None:
    load_course(folder)
    theme = Module.objects.get(key="coercive-control")
    first, *rest = theme.lessons.order_by("order", "pk").values_list("pk", flat=True)
    order_lessons(theme, [*rest, first])
    change(
        folder, THEME, lambda theme: lesson_in(theme, FEAR)["revision"].update(aim="After this you can see it anew.")
    )
    report = load_course(folder)
    assert (report.kept, report.updated) == (["module coercive-control"], [f"lessons {FEAR}"])
    assert list(theme.lessons.order_by("order", "pk").values_list("pk", flat=True)) == [*rest, first]


def test_a_new_order_in_the_files_is_taken_over(folder: Path) -> None:
    load_course(folder)
    change(folder, THEME, lambda theme: theme["lessons"].insert(0, theme["lessons"].pop(1)))
    assert load_course(folder).updated == ["module coercive-control"]
    assert Lesson.objects.filter(module__key="coercive-control").order_by("order", "pk")[0].key == FEAR


def test_a_local_note_is_never_touched(folder: Path) -> None:
    load_course(folder)
    Lesson.objects.filter(key=FEAR).update(local_note="Ring the duty desk.")
    change(
        folder, THEME, lambda theme: lesson_in(theme, FEAR)["revision"].update(aim="After this you can see it anew.")
    )
    load_course(folder)
    assert Lesson.objects.get(key=FEAR).local_note == "Ring the duty desk."


def test_what_is_written_becomes_published_when_the_file_brings_it(folder: Path) -> None:
    key = "trauma/whole-family-impact"
    written = lesson_in(yaml.safe_load((folder / TRAUMA).read_text()), key)["revision"]
    change(folder, TRAUMA, lambda theme: lesson_in(theme, key).update(revision=None))
    load_course(folder)
    assert Lesson.objects.get(key=key).live is None
    change(folder, TRAUMA, lambda theme: lesson_in(theme, key).update(revision=written))
    assert load_course(folder).updated == [f"lessons {key}"]
    assert Lesson.objects.get(key=key).live is not None


@pytest.mark.parametrize(
    ("name", "edit", "says"),
    [
        (THEME, lambda theme: theme["lessons"][0].pop("title"), "missing: title"),
        (THEME, lambda theme: theme["lessons"][0].update(colour="red"), "unknown: colour"),
        (THEME, lambda theme: theme["lessons"][0].update(kind="dance"), "no kind of lesson 'dance'"),
        (THEME, lambda theme: theme["lessons"][0]["media"].append({"link": "video-99", "required": False}), "video-99"),
        (
            THEME,
            lambda theme: theme["lessons"][0]["revision"].update(body="<p onclick='x'>a</p>"),
            "not in canonical form",
        ),
        (THEME, lambda theme: theme.update(domain="wisdom"), "no domain 'wisdom'"),
        (THEME, lambda theme: theme.update(songs=[{"key": "a"}]), "no section 'songs'"),
        ("course.yaml", lambda course: course.update(songs=[]), "does not belong here"),
        ("course.yaml", lambda course: course["course"][0].update(valid_months=0), "one month at least"),
    ],
)
def test_a_wrong_file_is_refused_whole_and_says_where(folder: Path, name: str, edit: Any, says: str) -> None:
    change(folder, name, edit)
    with pytest.raises(WrongFile, match=says):
        load_course(folder)
    assert Course.objects.count() == 0


def test_a_file_that_is_no_yaml_is_told_in_one_line(folder: Path) -> None:
    (folder / THEME).write_text("key: [unclosed")
    with pytest.raises(CommandError, match=r"06-coercive-control.yaml"):
        call_command("import_course", str(folder))


def test_export_shows_what_an_editor_changed(folder: Path) -> None:
    load_course(folder)
    Module.objects.filter(key="trauma").update(summary="The editor’s own words.")
    write_course(folder)
    different = [name for name, text in texts(folder).items() if text != texts(FIXTURES)[name]]
    assert different == [TRAUMA]
