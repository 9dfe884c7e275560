"""A service with somebody in every state that a page can show, on the real course."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from accounts import inviting
from accounts.arranging import create_team
from accounts.joining import join_team, supervise
from accounts.models import Absence, Invitation, SiteSettings, Team, User
from accounts.registering import register_person
from assessments.attempting import save_answers, start_attempt
from assessments.grading import submit_attempt
from assessments.models import Attempt, AttemptQuestion, ExtraTime, Question, Quiz, ScenarioStep
from assessments.question_types.matching import partners
from assessments.question_types.ordering import in_order
from assessments.refreshing.answering import finish_refresher, open_refresher
from assessments.refreshing.making import refresh
from assessments.tasks import work_out_figures
from cce_lms.gallery import LONG_NAME
from cce_lms.roles import ADMINISTRATOR, EDITOR, PEOPLE_ADMINISTRATOR
from certificates.issuing import withdraw
from certificates.models import Certificate
from courses.completing import complete_lesson
from courses.editing import save_draft
from courses.enrolling import enrol
from courses.interchange.loading import load_course
from courses.models import Course, Enrolment, Handout, How, Lesson, Module
from courses.publishing import REVISION_FIELDS
from notifications.delivering import deliver_due
from notifications.models import Delivery
from notifications.planning import plan
from notifications.viewer.letters import letters
from reflection.models import JournalEntry

PASSWORD = "a long enough passphrase"
SECRET = "JBSWY3DPEHPK3PXP"
ONE_WORD = "Wilhelminaaleksandrafeatherstonehaughokonkwogruffyddrajasekharanszymańskiobrien"

# Each name, and who bears it.
CAST = {
    "sam": "Sam Half-Way",
    "fatima": "Fatima Finished",
    "noor": "Noor Nobody’s",
    "elis": "Elis Early",
    "wilma": LONG_NAME,
    "olu": ONE_WORD,
    "tomos": "Tomos Twostep",
    "sunita": "Sunita Supervisor",
    "mo": "Mo Manager",
    "eddie": "Eddie Editor",
    "petra": "Petra People",
    "ada": "Ada Administrator",
    "root": "Rhys Root",
}
ROLES = {"eddie": EDITOR, "petra": PEOPLE_ADMINISTRATOR, "ada": ADMINISTRATOR}


class World(SimpleNamespace):
    """Everything that a page of the table needs to be reached: people by name, rows, tokens."""

    people: dict[str, User]
    course: Course
    attempts: dict[str, Attempt]

    def module_of(self, lesson: Lesson) -> str:
        return f"/learn/{self.course.slug}/{lesson.module.slug}/"

    def path_of(self, lesson: Lesson) -> str:
        return f"{self.module_of(lesson)}{lesson.slug}/"

    def quiz_page(self, name: str) -> str:
        return self.path_of(self.attempts[name].quiz.lesson)

    def first(self, model: type[Model]) -> Any:
        """The row of the model whose form is looked at: one with much in it."""
        rows = model._default_manager.order_by("pk")
        return self.rows.get(model) or rows.first()

    def scenario(self, steps: int, ends: bool = False) -> str:
        """The address of the scenario after as many choices."""
        path, step = [], ScenarioStep.objects.filter(scenario__lesson=self.scenario_lesson).order_by("order").first()
        while step and (ends or len(path) < steps):
            options = step.options.order_by("order")
            option = options.filter(next_step=None).first() if ends else options.exclude(next_step=None).first()
            option = option or options.first()
            path.append(str(option.pk))
            step = option.next_step
        return f"{self.path_of(self.scenario_lesson)}?path={'.'.join(path)}"


def build() -> World:
    load_course(Path(settings.BASE_DIR) / "fixtures")
    world = World(course=Course.objects.get())
    world.people = {key: register_person(f"{key}@example.org", name, PASSWORD) for key, name in CAST.items()}
    _teams(world)
    _roles(world)
    _learning(world)
    _quizzes(world)
    _refreshers(world)
    work_out_figures()
    _writing(world)
    _second_step(world)
    _invitations(world)
    _mails(world)
    world.scenario_lesson = Lesson.objects.filter(kind="scenario", live__isnull=False).order_by("pk").first()
    world.drafted = drafted = Lesson.objects.get(key="coercive-control/fear-and-danger")
    world.rows = {User: world.people["sam"], Lesson: drafted, Quiz: world.attempts["open"].quiz}
    world.handout, world.question = Handout.objects.first(), Question.objects.first()
    text = {name: getattr(drafted.live, name) for name in REVISION_FIELDS}
    save_draft(drafted, {**text, "aim": "What a draft says."}, world.people["eddie"])
    return world


def _teams(world: World) -> None:
    people = world.people
    service = create_team("Exampleshire Youth Justice Service")
    world.east, world.empty_team = create_team("East team", service), create_team("A team with nobody in it", service)
    for key in ("sam", "fatima", "wilma", "olu", "tomos"):
        join_team(people[key], world.east)
    supervise(people["sunita"], world.east)
    supervise(people["mo"], world.empty_team)
    today = timezone.localdate()
    Absence.objects.create(person=people["tomos"], starts=today, ends=today + timedelta(days=20))
    SiteSettings.objects.create(pk=1, service_name=service.name, root_team=Team.objects.get(pk=service.pk))


def _roles(world: World) -> None:
    for key, role in ROLES.items():
        world.people[key].groups.add(Group.objects.get(name=role))
    User.objects.filter(email__in=[f"{key}@example.org" for key in [*ROLES, "root"]]).update(is_staff=True)
    User.objects.filter(email="root@example.org").update(is_superuser=True)


def _learning(world: World) -> None:
    """Sam is half-way and due soon, Fatima and Wilma have finished, Olu is late, Tomos away; Elis’s course is empty."""
    people, course = world.people, world.course
    world.enrolments = {key: enrol(people[key], course) for key in ("sam", "fatima", "wilma", "olu", "tomos")}
    empty = Course.objects.create(key="empty", slug="empty", title="A course without modules", hours=1)
    world.enrolments["elis"] = enrol(people["elis"], empty)
    modules = list(Module.objects.filter(course=course).order_by("order"))
    for module in modules[: len(modules) // 2]:
        _complete(world.enrolments["sam"], module.lessons.exclude(kind="quiz"))
    for key in ("fatima", "wilma"):
        _complete(world.enrolments[key], Lesson.objects.filter(module__course=course))
    today = timezone.localdate()
    for key, days in {"sam": 9, "olu": -6}.items():
        Enrolment.objects.filter(pk=world.enrolments[key].pk).update(due_on=today + timedelta(days=days))
    world.certificate = Certificate.objects.get(holder=people["fatima"])
    world.withdrawn = Certificate.objects.get(holder=people["wilma"])
    withdraw(world.withdrawn, "Issued to the wrong person.")


def _complete(enrolment: Enrolment, lessons: Any) -> None:
    for lesson in lessons.filter(live__isnull=False):
        complete_lesson(enrolment.pk, lesson.pk, lesson.live_id, How.READ)


def _quizzes(world: World) -> None:
    """Sam has passed one quiz, failed another, and is in the middle of a third."""
    enrolment = world.enrolments["sam"]
    quizzes = Quiz.objects.published().order_by("lesson__module__order")[:4]
    world.attempts = {
        name: start_attempt(quiz.pk, enrolment.pk)
        for name, quiz in zip(("passed", "failed", "open"), quizzes, strict=False)
    }
    ExtraTime.objects.create(learner=world.people["tomos"], percent=25)
    world.quiz_to_come = quizzes[3].lesson
    for name, right in {"passed": 99, "failed": 3}.items():
        submit_attempt(world.attempts[name].pk, _answers(world.attempts[name], right), confirmed=True)
    save_answers(world.attempts["open"].pk, _answers(world.attempts["open"], right=2, only=2))


def _answers(attempt: Attempt, right: int, only: int = 99) -> QueryDict:
    """What a browser posts: the first questions answered rightly, the next wrongly."""
    posted = QueryDict(mutable=True)
    for number, asked in enumerate(list(attempt.questions.as_paper())[:only]):
        answer = _right_answer(asked)
        wrong = [choice.pk for choice in asked.choices if choice.pk not in answer][:1] or answer[::-1]
        posted.setlist(asked.field_name, [str(pk) for pk in (answer if number < right else wrong)])
    return posted


def _right_answer(asked: AttemptQuestion) -> list[int]:
    """Whatever the type of the question."""
    if asked.type.key == "matching":
        name_of = {choice.match: choice.pk for choice in partners(asked.choices)}
        return [name_of[choice.match] for choice in asked.choices]
    if asked.type.key == "ordering":
        return [choice.pk for choice in in_order(asked.choices)]
    return [choice.pk for choice in asked.choices if choice.is_right]


def _refreshers(world: World) -> None:
    """A week after Sam passed, some questions come again; Olu has answered theirs."""
    passed = {
        "sam": world.attempts["passed"],
        "olu": start_attempt(world.quiz_to_come.quiz.pk, world.enrolments["olu"].pk),
    }
    submit_attempt(passed["olu"].pk, _answers(passed["olu"], 99), confirmed=True)
    Attempt.objects.filter(passed=True).update(submitted_at=timezone.now() - timedelta(days=7))
    today = timezone.localdate()
    world.refreshers = {key: refresh(world.people[key].pk, today) for key in passed}
    open_refresher(world.refreshers["olu"].pk)
    finish_refresher(world.refreshers["olu"].pk, QueryDict())


def _writing(world: World) -> None:
    for number, lesson in enumerate(Lesson.objects.filter(kind="reading", live__isnull=False).order_by("pk")[:23]):
        text = "What I would ask first, and whom I would ask to be there.\n\nAnd then?" if number else ONE_WORD * 4
        world.entry = JournalEntry.objects.create(
            writer=world.people["sam"], lesson=lesson, prompt=lesson.live.prompt, text=text
        )


def _second_step(world: World) -> None:
    """Tomos has an authenticator app, recovery codes and a passkey."""
    tomos = world.people["tomos"]
    TOTP.activate(tomos, SECRET)
    RecoveryCodes.activate(tomos)
    world.passkey = Authenticator.objects.create(
        user=tomos, type=Authenticator.Type.WEBAUTHN, data={"name": "Work laptop", "credential": _credential()}
    )


def _credential() -> dict[str, Any]:
    """What a browser sends when a passkey is added."""
    key = ES256({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    data = AuthenticatorData.create(bytes(32), 0x41, 0, AttestedCredentialData.create(Aaguid.NONE, b"passkey", key))
    answer = {
        "clientDataJSON": CollectedClientData.create("webauthn.create", b"challenge", "http://localhost"),
        "attestationObject": AttestationObject.create("none", data, {}),
    }
    name = websafe_encode(b"passkey")
    response = {key: websafe_encode(value) for key, value in answer.items()}
    return {"id": name, "rawId": name, "type": "public-key", "response": response}


def _invitations(world: World) -> None:
    petra = world.people["petra"]
    world.invitation = inviting.invite(petra, "nia@example.org", "Nia Newcomer", world.east)
    inviting.invite(petra, "late@example.org", ONE_WORD[:70], world.east, supervises=True)
    Invitation.objects.filter(address="late@example.org").update(expires_at=timezone.now() - timedelta(days=1))


def _mails(world: World) -> None:
    """Everything that is waiting is sent now, at whatever hour; what was sent is read back for its links."""
    Client().post(reverse("account_reset_password"), {"email": "sam@example.org"})
    plan()
    Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    with mock.patch("notifications.delivering.next_opening", lambda moment: moment):
        while deliver_due():
            pass
    world.mails = letters()
    texts = "\n".join(letter.text for letter in world.mails)
    # The later of the two invitations has expired by now.
    world.token = re.findall(r"/invitations/([\w-]+)/", texts)[-1]
    world.reset = re.search(r"/accounts/password/reset/key/[\w-]+/", texts).group()
    world.attached = next(letter.name for letter in world.mails if letter.attachments)
