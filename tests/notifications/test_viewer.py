"""In development, what was sent can be read; anywhere else there is no such address."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from courses.models import Enrolment
from notifications.delivering import deliver_due
from notifications.models import Delivery
from notifications.planning import plan
from tests.notifications.cast import TEN, course, day, finish, learner, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.MAIL_URL = f"file://{tmp_path}/mail"
    return tmp_path / "mail"


@pytest.fixture
def names(folder: Path) -> dict[str, str]:
    """A reminder, then a certificate; each by the name of its file."""
    with time_machine.travel(TEN, tick=True):
        learner("Abi", due_on=day(-5))
        plan()
        finish(Enrolment.objects.create(learner=person("Ffion"), course=course()))
        deliver_due()
    kinds = Delivery.objects.values_list("kind", "message_id")
    return {kind: message_id.strip("<>").partition("@")[0] for kind, message_id in kinds}


def test_the_list_shows_the_newest_first_to_whom_and_when(client: Client, names: dict[str, str]):
    page = client.get("/mails/").content.decode()
    assert page.index("ffion@example.org") < page.index("abi@example.org")
    assert "More time for your induction?" in page and "1 attachment" in page
    assert "1 December 2026, 10:00" in page


def test_without_a_mail_it_says_what_to_do(client: Client):
    page = client.get("/mails/")
    assert page.status_code == 200
    assert "No mail has been sent yet" in page.content.decode()


def test_a_mail_is_shown_as_text_and_framed_and_says_what_was_sent(client: Client, names: dict[str, str]):
    answer = client.get(f"/mails/{names['reminder']}/")
    page = answer.content.decode()
    assert "Your induction was due on 26 November" in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert reverse("mails:html", args=[names["reminder"]]) in page
    assert "frame-src https://www.youtube-nocookie.com 'self'" in answer["Content-Security-Policy"]
    assert "Auto-Submitted" in page


def test_its_html_may_have_styles_and_nothing_else(client: Client, names: dict[str, str]):
    answer = client.get(f"/mails/{names['reminder']}/html/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in answer.content.decode()


def test_an_attachment_can_be_kept(client: Client, names: dict[str, str]):
    page = client.get(f"/mails/{names['certificate']}/").content.decode()
    answer = client.get(f"/mails/{names['certificate']}/attachments/0/")
    assert answer.content[:5] == b"%PDF-"
    assert answer["Content-Disposition"].startswith('attachment; filename="certificate-2')
    assert answer["Content-Disposition"].split('"')[1] in page
    assert client.get(f"/mails/{names['certificate']}/attachments/1/").status_code == 404


@pytest.mark.parametrize("name", ["..%2Fsecret", "secret", ".", "%00", "x" * 3000])
def test_no_name_leads_out_of_the_folder(client: Client, names: dict[str, str], folder: Path, name: str):
    (folder.parent / "secret.eml").write_text("Subject: Canary\n\nCanary")
    for path in (f"/mails/{name}/", f"/mails/{name}/html/", f"/mails/{name}/attachments/0/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert b"Canary" not in answer.content


def test_a_file_that_is_no_mail_spoils_nothing(client: Client, names: dict[str, str], folder: Path):
    (folder / "2.eml").write_bytes(b"\xff\x00 not a mail")
    (folder / "1.eml").write_bytes(b"")
    assert client.get("/mails/").status_code == 200
    assert client.get("/mails/2/").status_code == 200


def test_in_production_there_is_no_such_address():
    """In a process of its own, since addresses are read once."""
    look = """
import django; django.setup()
from django.urls import Resolver404, resolve
try:
    print(resolve("/mails/"))
except Resolver404:
    print("nowhere")
"""
    secret = "not-a-secret-but-long-enough-and-with-0123456789-ABCDEF"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cce_lms.settings", "DEVELOPMENT": "0", "SECRET_KEY": secret}
    run = [sys.executable, "-c", look]
    there = subprocess.run(run, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert there.stdout == "nowhere\n", there.stderr
    environment["DEVELOPMENT"] = "1"
    here = subprocess.run(run, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert "notifications.viewer.views.index" in here.stdout
