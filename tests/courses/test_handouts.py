"""Pages beside the lessons, and the file that a service may put beside one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.models import Handout
from tests.courses.building import make_person
from tests.courses.editors import signed_in, with_role

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a sheet"
PAGE = "/library/handouts/what-matters/"


@pytest.fixture
def sheet(settings: Any, tmp_path: Path) -> Handout:
    settings.MEDIA_ROOT = tmp_path
    return Handout.objects.create(
        key="what-matters", slug="what-matters", title="What matters to you?", body="<p>Ask kindly.</p>", is_form=True
    )


@pytest.fixture
def editor() -> Client:
    return signed_in(with_role("Eddie", "Editor"))


def upload(editor: Client, sheet: Handout, name: str, content: bytes, **changes: str) -> Any:
    data = {"title": sheet.title, "slug": sheet.slug, "body": sheet.body, "is_form": "on", "order": "0"}
    file = SimpleUploadedFile(name, content)
    return editor.post(f"/administration/courses/handout/{sheet.pk}/change/", {**data, **changes, "original": file})


def test_everybody_who_is_signed_in_reads_it_and_nobody_else(sheet: Handout, client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    client.force_login(make_person("Sam"))
    page = client.get(PAGE).content.decode()
    assert "Ask kindly." in page
    assert "Download the original" not in page
    assert client.get(f"{PAGE}original/").status_code == 404
    assert client.get("/library/handouts/another/").status_code == 404


def test_it_stands_in_the_library(sheet: Handout, client: Client) -> None:
    client.force_login(make_person("Sam"))
    assert f'href="{PAGE}"' in client.get("/library/").content.decode()


def test_the_services_own_file_is_downloaded_as_it_was_and_never_shown(
    sheet: Handout, editor: Client, client: Client
) -> None:
    assert upload(editor, sheet, "our sheet.pdf", PDF).status_code == 302
    client.force_login(make_person("Sam"))
    assert "Download the original (PDF," in client.get(PAGE).content.decode()
    answer = client.get(f"{PAGE}original/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="what-matters.pdf"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("sheet.html", b"<script>alert(1)</script>", "Choose a PDF"),
        ("sheet.svg", b"<svg onload='alert(1)'>", "Choose a PDF"),
        ("sheet.pdf", b"<script>alert(1)</script>", "not what its name says"),
        ("sheet.pdf", b"%PD", "not what its name says"),
        ("sheet", PDF, "Choose a PDF"),
        ("sheet.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_what_is_no_sheet_is_refused_and_what_was_typed_stays(
    sheet: Handout, editor: Client, name: str, content: bytes, said: str
) -> None:
    answer = upload(editor, sheet, name, content, title="A title half typed")
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "A title half typed" in answer.content.decode()
    sheet.refresh_from_db()
    assert not sheet.original


def test_a_file_that_went_missing_on_the_disk_is_not_found(sheet: Handout, editor: Client) -> None:
    upload(editor, sheet, "sheet.pdf", PDF)
    sheet.refresh_from_db()
    Path(sheet.original.path).unlink()
    assert editor.get(f"{PAGE}original/").status_code == 404
