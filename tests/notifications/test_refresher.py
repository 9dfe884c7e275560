"""The mail of a refresher: one, gentle, of nothing heavy, and silent about what anybody does with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Absence, User
from assessments.models import Question, Quiz, Refresher, RefresherQuestion
from assessments.refreshing.answering import finish_refresher, open_refresher
from assessments.refreshing.choosing import pause, switch_off
from assessments.tasks import make_refreshers
from courses.content_notes import CONTENT_NOTES
from courses.models import Enrolment, Lesson, Module
from notifications.composing import compose
from notifications.delivering import deliver_due
from notifications.models import Delivery, Notice
from notifications.planning import plan
from tests.assessments.building import course_with_quiz, learner_of, post, text
from tests.assessments.refreshing.building import PASSED, pass_quiz
from tests.courses.editors import signed_in, with_role
from tests.notifications.conftest import Sink

pytestmark = pytest.mark.django_db

TEN = PASSED + timedelta(days=7, hours=-2)
HEAVY = re.compile(
    r"exploit|child|criminal|abus|violen|traum|drug|harm|danger|coerc|control|threat|race|racis|weapon|knife|gang|"
    r"overdue|fail|wrong|score|must",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def ten_in_the_morning():
    with time_machine.travel(TEN, tick=False) as clock:
        yield clock


@pytest.fixture
def quiz() -> Quiz:
    """Of a module whose every title is heavy."""
    quiz = course_with_quiz()
    Module.objects.update(title="Canary of Violence")
    Lesson.objects.update(title="Canary of Drugs")
    return quiz


@pytest.fixture
def refresher(quiz: Quiz) -> Refresher:
    """Made last night for Sam, who has been here for long, so that nothing else is to be told."""
    pass_quiz(quiz, settled(quiz, "Sam"))
    make_refreshers()
    return Refresher.objects.get()


def settled(quiz: Quiz, name: str) -> Enrolment:
    enrolment = learner_of(quiz, name)[1]
    Enrolment.objects.filter(pk=enrolment.pk).update(assigned_at=TEN - timedelta(days=60))
    return enrolment


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="refresher").order_by("person__name", "pk")
    return list(rows.values_list("person__name", "key"))


def written() -> EmailMessage:
    return message_from_bytes(compose(Delivery.objects.select_related("person").get()), policy=default)


def words_of(message: EmailMessage) -> str:
    """Subject and both bodies, as somebody reads them."""
    html = re.sub(r"<style>.*?</style>|<[^>]+>", " ", message.get_body(("html",)).get_content(), flags=re.DOTALL)
    return "\n".join([message["Subject"], message.get_body(("plain",)).get_content(), html])


def titles() -> set[str]:
    """Of all modules and lessons of the course, as its files have them."""
    found: set[str] = set()
    for path in Path(settings.BASE_DIR, "fixtures", "themes").glob("*.yaml"):
        theme = yaml.safe_load(path.read_text())
        found |= {theme["title"], *(lesson["title"] for lesson in theme["lessons"])}
    return found


# --- What it says ------------------------------------------------------------------------------------------------


def test_it_names_no_theme_no_lesson_and_nothing_heavy(refresher: Refresher) -> None:
    plan()
    said = words_of(written())
    assert len(titles()) > 60
    named = {
        title
        for title in {*titles(), *map(str, CONTENT_NOTES.values()), "Canary"}
        if re.search(rf"\b{re.escape(title)}\b", said, re.IGNORECASE)
    }
    assert named == set()
    assert HEAVY.findall(said) == []
    assert not any(question.live.stem in said for question in Question.objects.all())


def test_it_says_how_many_how_to_leave_it_and_how_to_have_no_more(refresher: Refresher) -> None:
    plan()
    message = written()
    assert message["Subject"] == "A few questions, if you have two minutes"
    for body in (message.get_body((kind,)).get_content() for kind in ("plain", "html")):
        assert "There are 5 short questions for you, from a quiz you passed a short while ago." in body
        assert "You need not answer, and nothing depends on it." in body
        assert f"http://127.0.0.1:8000/refreshers/{refresher.pk}/" in body
        assert re.search(r"http://127.0.0.1:8000/refreshers/[\s\"]", body)
        assert "{{" not in body and "{%" not in body
    assert "&amp;" not in message.get_body(("plain",)).get_content()


def test_its_links_change_nothing_when_a_scanner_follows_them(refresher: Refresher) -> None:
    plan()
    links = set(re.findall(r'href="http://127.0.0.1:8000([^"]+)"', written().get_body(("html",)).get_content()))
    assert links == {f"/refreshers/{refresher.pk}/", "/refreshers/"}
    before = [list(table.objects.values()) for table in (Refresher, RefresherQuestion)]
    for client in (Client(), signed_in(refresher.enrolment.learner)):
        for link in links:
            assert client.get(link).status_code in {200, 302}
            assert client.head(link).status_code in {200, 302}
    assert [list(table.objects.values()) for table in (Refresher, RefresherQuestion)] == before


# --- To whom, and when -------------------------------------------------------------------------------------------


def test_one_mail_for_a_refresher_however_often_it_is_planned(refresher: Refresher, sink: Sink) -> None:
    for _round in range(3):
        plan()
        deliver_due()
    assert told() == [("Sam", str(refresher.pk))]
    assert sink.recipients() == ["sam@example.org"]
    with time_machine.travel(TEN + timedelta(days=3), tick=False):
        plan()
        deliver_due()
    assert len(sink.mails()) == 1


def test_it_waits_for_the_day(quiz: Quiz, ten_in_the_morning: time_machine.Traveller, sink: Sink) -> None:
    pass_quiz(quiz, settled(quiz, "Sam"))
    ten_in_the_morning.move_to(datetime(2026, 3, 9, 4, 30, tzinfo=UTC))
    make_refreshers()
    plan()
    assert deliver_due() == 0
    ten_in_the_morning.move_to(datetime(2026, 3, 9, 8, 1, tzinfo=UTC))
    deliver_due()
    assert sink.recipients() == ["sam@example.org"]


def finished(refresher: Refresher) -> None:
    finish_refresher(refresher.pk, post({}))


def opened(refresher: Refresher) -> None:
    open_refresher(refresher.pk)


def let_go(refresher: Refresher) -> None:
    Refresher.objects.all().withhold("left", timezone.now())


def off(refresher: Refresher) -> None:
    switch_off(refresher.enrolment.learner)


def paused(refresher: Refresher) -> None:
    pause(refresher.enrolment.learner, date(2026, 3, 10))


def away(refresher: Refresher) -> None:
    Absence.objects.create(person=refresher.enrolment.learner, starts=date(2026, 3, 9), ends=date(2026, 3, 9))


def deactivated(refresher: Refresher) -> None:
    User.objects.filter(pk=refresher.enrolment.learner_id).update(is_active=False)


def closed(refresher: Refresher) -> None:
    Enrolment.objects.update(closed_at=timezone.now(), closed_why="left")


REASONS: list[Callable[[Refresher], None]] = [finished, opened, let_go, off, paused, away, deactivated, closed]
reasons = pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.__name__)


@reasons
def test_nobody_is_told_of_what_they_do_not_wait_for(quiz: Quiz, refresher: Refresher, reason: Any) -> None:
    reason(refresher)
    pass_quiz(quiz, settled(quiz, "Robin"))  # the control: the same, with nothing against it
    if reason is not closed:
        make_refreshers()
    plan()
    assert [name for name, _key in told()] == ([] if reason is closed else ["Robin"])


@reasons
def test_a_mail_that_waits_is_checked_again_and_says_nothing_of_why(
    refresher: Refresher, sink: Sink, reason: Any
) -> None:
    plan()
    reason(refresher)
    deliver_due()
    assert sink.mails() == []
    mail = Delivery.objects.get()
    # Whatever happened, administrators read the same: whether somebody answered, or wants none, is not theirs to know.
    assert (mail.state, mail.withheld_why) == (Delivery.State.WITHHELD, "It no longer holds.")
    assert Notice.objects.get().withheld_why == "It no longer holds."


def test_who_was_away_is_told_when_they_are_back(
    refresher: Refresher, ten_in_the_morning: time_machine.Traveller
) -> None:
    away(refresher)
    plan()
    assert told() == []
    ten_in_the_morning.shift(timedelta(days=1))
    plan()
    assert told() == [("Sam", str(refresher.pk))]


def test_the_outbox_shows_the_same_of_who_answered_and_of_who_wants_none(refresher: Refresher) -> None:
    plan()
    admin = signed_in(with_role("Ada", "Administrator"))

    def pages() -> list[str]:
        deliver_due()
        mail = Delivery.objects.get(kind="reminder")
        return [
            text(admin.get(f"/administration/notifications/{page}"))
            for page in ("delivery/", f"delivery/{mail.pk}/change/", "notice/")
        ]

    finished(refresher)
    after_answering = pages()
    Refresher.objects.update(finished_at=None, opened_at=None)
    Notice.objects.update(withheld_why="")
    Delivery.objects.update(state="pending", withheld_why="", due_at=timezone.now(), tries=0, claims=0)
    off(refresher)
    assert pages() == after_answering
    assert "It no longer holds." in after_answering[0]
