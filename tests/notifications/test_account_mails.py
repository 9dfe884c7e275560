"""The mails about an account, every one of them: as text and in the site's look, in plain words."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import SiteSettings
from accounts.registering import register_person

pytestmark = pytest.mark.django_db

FOLDERS = ("account/email", "mfa/email")
OURS = Path(settings.BASE_DIR, "cce_lms", "templates")
THEIRS = Path(allauth.__file__).parent / "templates"
LINK = "https://training.example.org/a-link/?key=1&more=2"
CLUMSY = re.compile(
    r"example\\.com|ignore|listed below|You are receiving|Thank you for using|mail can be safely|username",
    re.IGNORECASE,
)


def names(root: Path) -> set[str]:
    """Each mail, by the beginning of its templates' names."""
    return {
        f"{folder}/{path.name.removesuffix('_subject.txt')}"
        for folder in FOLDERS
        for path in (root / folder).glob("*_subject.txt")
    }


@pytest.fixture(autouse=True)
def kept_in_memory(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def rendered(name: str, **more: str):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    request.session, request.user = SessionStore(), register_person("rhys@example.org", "Rhys Dafydd")
    values = {
        "user": request.user, "password_reset_url": LINK, "activate_url": LINK, "code": "", "timestamp": timezone.now(),
        "ip": "192.0.2.7", "user_agent": "Mozilla/5.0 (X11; Linux x86_64)", "from_email": "old@example.org",
        "to_email": "new@example.org", "deleted_email": "gone@example.org", **more,
    }  # fmt: skip
    with context.request_context(request):
        get_adapter().send_mail(name, "rhys@example.org", values)
    return mail.outbox[-1]


def html_of(message) -> str:
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    return html


def test_every_mail_that_could_be_sent_is_in_our_own_words():
    assert names(THEIRS) <= names(OURS)
    for name in names(OURS):
        for ending in ("_subject.txt", "_message.txt", "_message.html"):
            assert Path(OURS, name + ending).exists(), name + ending


@pytest.mark.parametrize("name", sorted(names(OURS)))
def test_each_mail_is_whole_in_text_and_in_html(name: str):
    SiteSettings.objects.create(pk=1, service_name="Exampleshire & Sons")
    message = rendered(name, code="XKCD-42" if "code" in name else "")
    html, text = html_of(message), message.body
    assert 0 < len(message.subject) < 60 and "\n" not in message.subject
    assert "Rhys" not in message.subject and "@" not in message.subject
    assert "Exampleshire & Sons" in text and "Exampleshire &amp; Sons" in html
    assert text.startswith("Hello,") and "<h1" in html and f">{message.subject}</h1>" in html
    assert not CLUMSY.search(text + html)
    assert not re.search(r"<img|<link|<script|url\(", html)
    assert "Mozilla" not in text + html
    # A text has no entities, and both say the same.
    assert not re.search(r"&(amp|quot|lt|#\w+);", text)
    assert (LINK in text) == (LINK.replace("&", "&amp;") in html)
    for word in ("XKCD-42", "192.0.2.7", "new@example.org", "gone@example.org"):
        assert (word in text) == (word in html)


@pytest.mark.parametrize(
    "name", ["password_reset_key", "email_confirmation", "email_confirmation_signup", "account_already_exists"]
)
def test_what_leads_somewhere_has_the_link(name: str):
    message = rendered(f"account/email/{name}")
    assert LINK in message.body
    assert f'href="{LINK.replace("&", "&amp;")}"' in html_of(message)


@pytest.mark.parametrize("name", ["password_reset_code", "login_code", "email_confirmation"])
def test_what_gives_a_code_has_it(name: str):
    message = rendered(f"account/email/{name}", code="XKCD-42")
    assert "XKCD-42" in message.body and "XKCD-42" in html_of(message)


def test_the_page_says_the_same_whether_there_is_an_account_or_not():
    register_person("sian@example.org", "Siân Llwyd")
    pages = []
    for address in ("sian@example.org", "nobody@example.org"):
        answer = Client().post(reverse("account_reset_password"), {"email": address}, follow=True)
        pages.append(re.sub(r"nonce-?=?\"?[\w=+/-]+", "", answer.content.decode().replace(address, "")))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [["sian@example.org"], ["nobody@example.org"]]
    assert "Siân" not in mail.outbox[1].body + html_of(mail.outbox[1])
