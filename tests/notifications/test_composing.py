"""What a mail says when it leaves, and that it says nothing that no longer holds."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils.html import escape
from pypdf import PdfReader

from accounts.models import SiteSettings, User
from certificates.facts import Facts
from certificates.issuing import withdraw
from certificates.models import Certificate
from certificates.rendering import render_pdf
from courses.models import Enrolment, LessonProgress, ModuleProgress
from notifications import delivering
from notifications.composing import Withheld, compose
from notifications.delivering import deliver_due
from notifications.models import Delivery, Notice
from notifications.planning import plan
from tests.notifications.cast import LONG_AGO, TEN, away, began, course, day, finish, learner, person
from tests.notifications.conftest import Sink

pytestmark = pytest.mark.django_db

# What has no place where it is read over a shoulder, or on a locked telephone.
HEAVY = re.compile(r"exploit|child|criminal|abuse|violen|trauma|overdue|late|fail", re.IGNORECASE)


@pytest.fixture(autouse=True)
def ten_in_the_morning():
    with time_machine.travel(TEN, tick=False) as clock:
        yield clock


def mail_of(name: str) -> Delivery:
    return Delivery.objects.select_related("person").get(person__name=name)


def written(name: str):
    return message_from_bytes(compose(mail_of(name)), policy=default)


def part(message, kind: str) -> str:
    return message.get_body((kind,)).get_content()


def everybody() -> list[str]:
    """One person for each of the mails."""
    welcome = learner("Abi Newcomer", assigned_at=TEN, due_on=day(56))
    learner("Bryn <script>", due_on=day(12))
    learner("Cai", due_on=day(2), **began(30))
    learner("Dai", due_on=day(-4))
    learner("Elin", **began(30))
    finish(learner("Ffion"))
    plan()
    return [welcome.learner.name, "Bryn <script>", "Cai", "Dai", "Elin", "Ffion"]


def test_every_mail_is_whole_and_kind_and_leads_to_the_site():
    SiteSettings.objects.create(pk=1, service_name="Exampleshire & Sons")
    for name in everybody():
        message = written(name)
        text, html = part(message, "plain"), part(message, "html")
        assert "\n" not in message["Subject"] and 0 < len(message["Subject"]) < 60
        assert not HEAVY.search(message["Subject"])
        assert not any(word in message["Subject"] for word in name.split())
        assert message["To"] == mail_of(name).address
        assert message["Message-ID"] == mail_of(name).message_id
        assert message["Auto-Submitted"] == "auto-generated"
        assert f"Hello {name.split()[0]}," in text and f"Hello {escape(name.split()[0])}," in html
        assert "Exampleshire & Sons" in text and "Exampleshire &amp; Sons" in html
        assert "http://127.0.0.1:8000/" in text and 'href="http://127.0.0.1:8000/' in html
        # Readable without pictures, and nothing is fetched that would tell that it was read.
        assert not re.search(r"<img|<link|<script|@import|url\(", html)
        assert "{{" not in text + html and "{%" not in text + html
        assert "&amp;" not in text and "&quot;" not in text and "\n\n\n" not in text.strip()


def learning() -> list[list[dict[str, object]]]:
    """All that is known of anybody's learning."""
    return [list(model.objects.order_by("pk").values()) for model in (Enrolment, LessonProgress, ModuleProgress)]


def test_the_links_of_a_mail_change_nothing_when_a_scanner_follows_them():
    names = everybody()
    before = learning()
    for name in names:
        message = written(name)
        links = set(re.findall(r'href="([^"]+)"', part(message, "html")))
        assert links
        signed_in = Client()
        signed_in.force_login(User.objects.get(name=name))
        for link in links:
            path = link.removeprefix("http://127.0.0.1:8000")
            for client in (Client(), signed_in):
                assert client.get(path).status_code in {200, 302}
                assert client.head(path).status_code in {200, 302, 405}
    assert [
        list(model.objects.order_by("pk").values()) for model in (Enrolment, LessonProgress, ModuleProgress)
    ] == before


def test_a_mail_says_how_far_one_has_come_and_tells_it_once():
    learner("Abi", due_on=day(9), assigned_at=TEN - timedelta(days=8))
    plan()
    text = part(written("Abi"), "plain")
    assert "Thursday 10 December, in 9 days" in text
    assert "It begins with “Lesson family”." in text
    assert set(Notice.objects.values_list("kind", flat=True)) == {"welcome", "due-soon"}
    assert text.count("Lesson family") == 1
    assert text.count("http://127.0.0.1:8000/") == 1


@pytest.mark.django_db(transaction=True)
def test_a_certificate_comes_as_a_pdf_that_is_made_outside_of_any_transaction(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    finish(learner("Abi Example"))
    in_a_transaction = []

    def watched(facts: Facts) -> bytes:
        in_a_transaction.append(connection.in_atomic_block)
        return render_pdf(facts)

    monkeypatch.setattr("notifications.reminders.certificate.render_pdf", watched)
    assert deliver_due() == 1
    assert in_a_transaction == [False]
    [attached] = sink.mails()[0].iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == f"certificate-{Certificate.objects.get().serial}.pdf"
    assert attached.get_payload(decode=True)[:5] == b"%PDF-"
    assert Delivery.objects.get().payload is None


def test_the_certificate_is_the_persons_own(sink: Sink, tmp_path):
    for name in ("Abi", "Bryn"):
        enrolment = learner_kept(name)
        finish(enrolment)
    deliver_due()
    for mail in sink.mails():
        file = tmp_path / "certificate.pdf"
        file.write_bytes(next(mail.iter_attachments()).get_payload(decode=True))
        said = PdfReader(file).pages[0].extract_text()
        own, other = ("Abi", "Bryn") if mail["To"] == "abi@example.org" else ("Bryn", "Abi")
        assert own in said and other not in said


def learner_kept(name: str) -> Enrolment:
    return Enrolment.objects.create(learner=person(name), course=course(), assigned_at=LONG_AGO)


# --- Checked again when it is sent ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("completed", "The course was completed."),
        ("closed", "The enrolment was closed."),
        ("inactive", "The person is no longer active."),
        ("away", "The person is away."),
        ("moved", "It no longer holds."),
        ("another day", "The date was changed."),
        ("deleted", "What it tells of is no longer there."),
    ],
)
def test_what_changed_meanwhile_is_withheld_with_the_reason(sink: Sink, change: str, reason: str):
    abi = learner("Abi", due_on=day(-5))
    learner_again = Enrolment.objects.filter(pk=abi.pk)
    plan()
    if change == "completed":
        learner_again.update(started_at=LONG_AGO, completed_at=TEN)
    elif change == "closed":
        learner_again.update(closed_at=TEN, closed_why="left")
    elif change == "inactive":
        User.objects.filter(pk=abi.learner_id).update(is_active=False)
    elif change == "away":
        away(abi.learner, day(0), day(0))
    elif change == "moved":
        learner_again.update(due_on=day(20))
    elif change == "another day":
        learner_again.update(due_on=day(-9))
    else:
        learner_again.delete()
    assert deliver_due() == 0
    row = Delivery.objects.get()
    assert (row.state, row.withheld_why) == ("withheld", reason)
    assert Notice.objects.get().withheld_why == reason
    assert sink.received == []
    plan()
    deliver_due()
    assert sink.received == [] if change != "another day" else len(sink.received) == 1


def test_what_still_holds_is_told_without_what_does_not(sink: Sink):
    abi = learner("Abi", due_on=day(-5))
    Notice.objects.create(person=abi.learner, kind="due-soon", key=f"{abi.pk}:2026-11-26")
    plan()
    assert deliver_due() == 1
    assert sink.mails()[0]["Subject"] == "More time for your induction?"
    assert dict(Notice.objects.values_list("kind", "withheld_why")) == {
        "overdue": "",
        "due-soon": "It no longer holds.",
    }


def test_a_certificate_that_was_withdrawn_meanwhile_is_not_sent(sink: Sink):
    finish(learner("Abi"))
    withdraw(Certificate.objects.get(), "A mistake")
    deliver_due()
    assert (Delivery.objects.get().state, sink.received) == ("withheld", [])
    with pytest.raises(Withheld, match="no longer valid"):
        compose(Delivery.objects.get())


def test_a_reminder_that_missed_the_day_waits_for_the_next(sink: Sink, ten_in_the_morning):
    learner("Abi", due_on=day(-5))
    plan()
    ten_in_the_morning.move_to(datetime(2026, 12, 1, 18, tzinfo=UTC))
    assert deliver_due() == 0
    row = Delivery.objects.get()
    assert (row.state, row.tries, row.due_at) == ("pending", 0, datetime(2026, 12, 2, 8, tzinfo=UTC))
    ten_in_the_morning.move_to(datetime(2026, 12, 2, 8, tzinfo=UTC))
    assert deliver_due() == 1


def test_one_that_is_put_off_is_not_tried_again_by_night(sink: Sink, ten_in_the_morning):
    sink.answers["RCPT"] = "450 Mailbox busy"
    learner("Abi", due_on=day(-5))
    plan()
    ten_in_the_morning.move_to(datetime(2026, 12, 1, 17, 59, 30, tzinfo=UTC))
    deliver_due()
    assert Delivery.objects.get().due_at == datetime(2026, 12, 2, 8, tzinfo=UTC)


def test_it_goes_to_the_address_that_the_person_has_now(sink: Sink):
    abi = learner("Abi", due_on=day(-5))
    plan()
    User.objects.filter(pk=abi.learner_id).update(email="abi.new@example.org")
    deliver_due()
    assert sink.recipients() == ["abi.new@example.org"]
    assert sink.mails()[0]["To"] == "abi.new@example.org"
    assert Delivery.objects.get().address == "abi.new@example.org"


def test_a_mail_that_cannot_be_written_holds_up_nobody(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    learner("Abi", due_on=day(-5))
    Notice.objects.create(person=person("Bryn"), kind="overdue", key="not-a-number:2026-11-26")
    plan()
    assert deliver_due() == 1
    assert sink.recipients() == ["abi@example.org"]
    row = mail_of("Bryn")
    assert (row.state, row.server_answer) == ("retry", "It could not be written: ValueError")


def test_in_a_crowd_what_somebody_waits_for_goes_first(sink: Sink, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delivering, "BATCH", 2)
    for name in ("Abi", "Bryn", "Cai"):
        learner_kept(name)
    Enrolment.objects.update(due_on=day(-5))
    plan()
    finish(Enrolment.objects.get(learner__name="Cai"))
    Delivery.objects.filter(kind="certificate").update(due_at=TEN)
    Delivery.objects.filter(kind="reminder").update(due_at=TEN - timedelta(hours=1))
    deliver_due()
    assert "cai@example.org" in sink.recipients()
    assert len(sink.received) == 2
