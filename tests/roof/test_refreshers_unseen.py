"""Whether, when and how somebody does refreshers shows on nobody else's page: those are the same before and after."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.arranging import create_team
from accounts.joining import join_team, supervise
from accounts.models import User
from assessments.models import Refresher
from assessments.refreshing.answering import finish_refresher, open_refresher
from assessments.refreshing.choosing import switch_off
from assessments.tasks import make_refreshers
from cce_lms.roles import ROLES
from courses.models import Enrolment, Lesson
from tests.assessments.building import course_with_quiz, learner_of, post
from tests.assessments.refreshing.building import PASSED, answers, pass_quiz
from tests.courses.building import make_person
from tests.courses.editors import signed_in, with_role

pytestmark = pytest.mark.django_db


def admin_pages(sam: User) -> list[str]:
    """Every list of the administration, and each page that is about Sam or about a lesson."""
    found = [reverse("admin:index")]
    for model in admin.site._registry:
        try:
            found.append(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        except NoReverseMatch:
            continue
    enrolment = Enrolment.objects.get(learner=sam)
    for lesson in Lesson.objects.all():
        found.append(reverse("admin:courses_lesson_change", args=[lesson.pk]))
    for name, pk in (("accounts_user", sam.pk), ("courses_enrolment", enrolment.pk)):
        found += [reverse(f"admin:{name}_{page}", args=[pk]) for page in ("change", "history", "delete")]
    return found


def learner_pages(sam: User) -> list[str]:
    own = ["/", "/learn/induction/coercion/", "/learn/induction/coercion/quiz/", "/library/", "/journal/"]
    return [*own, "/certificates/", "/refreshers/", "/team/", "/team/export.csv", f"/team/{sam.pk}/"]


def body_of(client: Client, page: str) -> tuple[int, str]:
    answer = client.get(page)
    content = answer.getvalue() if answer.streaming else answer.content
    return answer.status_code, re.sub(r'(csrf|nonce)[^>]*value="[^"]*"|nonce="[^"]*"', "", content.decode())


def onlookers() -> dict[str, Client]:
    """Everybody who might look, with Sam and Robin learning in the team East."""
    quiz = course_with_quiz()
    team = create_team("East")
    for name in ("Sam", "Robin"):
        learner, enrolment = learner_of(quiz, name)
        join_team(learner, team)
        pass_quiz(quiz, enrolment)
    farah = make_person("Farah")
    supervise(farah, team)
    people = {"Robin": User.objects.get(name="Robin"), "Farah": farah}
    people |= {role: with_role(role.replace(" ", ""), role) for role in ROLES}
    people["Super"] = make_person("Super", is_staff=True, is_superuser=True)
    return {name: signed_in(person) for name, person in people.items()}


@time_machine.travel(PASSED + timedelta(days=7), tick=False)
def test_what_somebody_does_with_refreshers_shows_to_nobody_else() -> None:
    clients = onlookers()
    sam = User.objects.get(name="Sam")
    make_refreshers()
    refresher = Refresher.objects.get(enrolment__learner=sam)
    pages = [*learner_pages(sam), *admin_pages(sam)]

    def seen() -> dict[tuple[str, str], tuple[int, str]]:
        return {(name, page): body_of(client, page) for name, client in clients.items() for page in pages}

    own = signed_in(sam)
    seen()  # each page once, so that what a first visit writes is there
    before = seen()
    assert sum(status == 200 for status, _body in before.values()) > 60
    own_before = body_of(own, "/")
    open_refresher(refresher.pk)
    finish_refresher(refresher.pk, post(answers(refresher, right=1, wrong=3)))
    switch_off(sam)
    # The control: on Sam's own page something did change.
    assert body_of(own, "/") != own_before
    after = seen()
    assert [place for place in before if before[place] != after[place]] == []
    # Nor do the pages that delete the person or the enrolment tell that there are any, or how many.
    deleting = {
        place: body for place, (status, body) in after.items() if place[1].endswith("/delete/") and status == 200
    }
    assert {name for name, _page in deleting} == {"People administrator", "Administrator", "Super"}
    told = [place for place, body in deleting.items() if re.search(r"of (a )?refresher|[× ]refresher", body)]
    assert told == []
    assert not [place for place, (_status, body) in after.items() if f"/refreshers/{refresher.pk}/" in body]
