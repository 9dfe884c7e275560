"""Nobody meets an attempt that isn't theirs."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from assessments.models import Attempt, Quiz
from tests.assessments.building import (
    answers_to,
    at,
    learner_of,
    text,
)
from tests.courses.building import make_person

pytestmark = pytest.mark.django_db

PLACES = [("get", ""), ("post", "answers/"), ("get", "submit/"), ("post", "submit/"), ("get", "result/")]


@pytest.mark.parametrize(("method", "where"), PLACES)
@pytest.mark.parametrize(
    "who", ["Robin, on the same course", "Jaya, who sees everyone", "Super, who may do everything"]
)
@pytest.mark.parametrize("submitted", [False, True])
def test_somebody_else_s_attempt_is_as_one_that_does_not_exist(
    client: Client, quiz: Quiz, attempt: Attempt, method: str, where: str, who: str, submitted: bool
) -> None:
    if submitted:
        client.post(at(attempt, "submit/"), answers_to(attempt, right=5))
    if who.startswith("Robin"):
        viewer = learner_of(quiz, "Robin")[0]
    else:
        viewer = make_person("Other", is_staff=True, is_superuser=who.startswith("Super"))
        viewer.user_permissions.add(Permission.objects.get(codename="view_everyone"))
    client.force_login(viewer)
    before = list(Attempt.objects.values())
    theirs = getattr(client, method)(at(attempt, where), {})
    nobody_s = getattr(client, method)(f"/attempts/999999/{where}", {})
    assert theirs.status_code == nobody_s.status_code == 404
    assert text(theirs) == text(nobody_s)
    assert list(Attempt.objects.values()) == before


@pytest.mark.parametrize(("method", "where"), PLACES)
@pytest.mark.parametrize("number", [f"{10**30}", "9" * 5000, "1%00", "-1", "١"])
def test_an_impossible_number_is_not_found(client: Client, sam: User, method: str, where: str, number: str) -> None:
    assert getattr(client, method)(f"/attempts/{number}/{where}").status_code == 404
    assert client.post(f"/quizzes/{number}/start/").status_code == 404


@pytest.mark.parametrize(("method", "where"), PLACES)
def test_who_is_not_signed_in_is_asked_to(client: Client, attempt: Attempt, method: str, where: str) -> None:
    client.logout()
    answer = getattr(client, method)(at(attempt, where))
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")
