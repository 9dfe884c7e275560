"""The pages of a refresher, for its owner alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from accounts.models import Absence, User
from assessments.models import Question, Quiz, Refresher, RefresherQuestion
from assessments.refreshing.choosing import pause, switch_off
from assessments.writing import write_version
from courses.models import Enrolment, Lesson
from tests.assessments.building import learner_of, text
from tests.assessments.refreshing.building import PASSED, answers, pass_quiz, refresher_of
from tests.courses.building import make_person

pytestmark = pytest.mark.django_db


def at(refresher: Refresher, where: str = "") -> str:
    return f"/refreshers/{refresher.pk}/{where}"


def rows() -> list[Any]:
    return [list(table.objects.order_by("pk").values()) for table in (Refresher, RefresherQuestion)]


# --- The page, and what comes of it ----------------------------------------------------------------------------------


def test_all_questions_stand_on_one_page_and_give_nothing_away(client: Client, refresher: Refresher) -> None:
    page = client.get(at(refresher))
    assert text(page).count("What of ") == 5
    assert "Question 5 of 5" in text(page)
    assert "whose quiz you passed a short while ago" in text(page)
    assert "Just so" not in page.content.decode()
    assert "Kindly, not that" not in page.content.decode()


def test_reading_it_changes_nothing_and_starting_it_does(client: Client, refresher: Refresher) -> None:
    before = rows()
    for where in ("", "result/", "start/", "finish/"):
        client.get(at(refresher, where))
        client.head(at(refresher, where))
    client.get("/")
    client.get("/refreshers/")
    assert rows() == before
    assert client.get(at(refresher, "start/")).status_code == 405
    assert client.get(at(refresher, "finish/")).status_code == 405
    answer = client.post(at(refresher, "start/"))
    assert (answer.status_code, answer["Location"]) == (302, at(refresher))
    refresher.refresh_from_db()
    assert refresher.opened_at == timezone.now()


def test_its_result_explains_and_leads_kindly_to_the_lessons(client: Client, refresher: Refresher) -> None:
    page = client.post(at(refresher, "finish/"), answers(refresher, right=2, wrong=2), follow=True)
    missed = [asked.version.question.lesson for asked in refresher.questions.filter(place__in=[3, 4])]
    said = text(page)
    assert "Everybody forgets some of it." in said
    assert said.count("Correct") >= 2
    assert said.count("Not quite") == 2
    assert said.count("Not answered") == 1
    html = page.content.decode()
    summary = html[html.index("how-title") : html.index("</section>")]
    linked = {lesson for lesson in Lesson.objects.all() if f"/learn/induction/coercion/{lesson.slug}/" in summary}
    assert linked == set(missed)
    for harsh in ("fail", "wrong", "score", "%", "Not passed"):
        assert harsh not in said[said.index("Your refresher") :]


def test_all_right_says_so_and_names_no_lesson_to_read_again(client: Client, refresher: Refresher) -> None:
    said = text(client.post(at(refresher, "finish/"), answers(refresher, right=5), follow=True))
    assert "You still know this" in said
    assert "worth another look" not in said


def test_nothing_answered_is_fine_too(client: Client, refresher: Refresher) -> None:
    said = text(client.post(at(refresher, "finish/"), {}, follow=True))
    assert "Nothing answered this time" in said
    assert "That is fine." in said
    assert "worth another look" not in said


def test_what_was_retired_and_unpublished_since_is_still_explained(client: Client, refresher: Refresher) -> None:
    for question in Question.objects.all():
        write_version(question, kind="single", stem="Later?", choices=_others(), state="retired")
    client.post(at(refresher, "finish/"), answers(refresher, right=0, wrong=5))
    Lesson.objects.filter(slug__in=["fear", "threats"]).update(live=None)
    quiz = refresher.quiz
    quiz.lesson.module.course.outline_stamp = "00000000-0000-4000-8000-000000000000"
    quiz.lesson.module.course.save()
    page = client.get(at(refresher, "result/"))
    assert page.status_code == 200
    assert text(page).count("What of ") == 5
    assert "Later?" not in text(page)
    assert "/learn/induction/coercion/fear/" not in page.content.decode()


def _others() -> list[dict[str, Any]]:
    return [{"text": name, "is_right": name == "a", "feedback": name} for name in "abc"]


def test_finished_its_page_leads_to_the_result_and_not_finished_the_other_way(
    client: Client, refresher: Refresher
) -> None:
    assert client.get(at(refresher, "result/"))["Location"] == at(refresher)
    client.post(at(refresher, "finish/"), answers(refresher, right=5))
    assert client.get(at(refresher))["Location"] == at(refresher, "result/")
    assert client.post(at(refresher, "start/"), follow=True).redirect_chain[-1][0] == at(refresher, "result/")


def test_what_was_never_offered_is_refused_in_words(client: Client, refresher: Refresher) -> None:
    before = rows()
    page = client.post(at(refresher, "finish/"), {"question-1": "999999"})
    assert page.status_code == 400
    assert "not one of the answers offered here" in text(page)
    assert rows() == before


@pytest.mark.parametrize("why", ["left", "closed"])
def test_one_that_is_over_says_so_at_home(client: Client, refresher: Refresher, why: str) -> None:
    if why == "left":
        Refresher.objects.all().withhold("left", timezone.now())
    else:
        Enrolment.objects.update(closed_at=timezone.now(), closed_why="left")
    for answer in (client.get(at(refresher)), client.post(at(refresher, "finish/"), {})):
        assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "That refresher is over." in text(client.get("/"))


def test_pages_take_few_queries(client: Client, refresher: Refresher, django_assert_max_num_queries: Any) -> None:
    client.get("/learn/induction/coercion/")  # the process has read the outline
    with django_assert_max_num_queries(9):
        assert "questions to refresh" in home(client)
    with django_assert_max_num_queries(6):
        assert client.get(at(refresher)).status_code == 200
    posted = answers(refresher, right=3)
    with django_assert_max_num_queries(12):
        client.post(at(refresher, "finish/"), posted)
    with django_assert_max_num_queries(7):
        assert client.get(at(refresher, "result/")).status_code == 200
    with django_assert_max_num_queries(6):
        assert client.get("/refreshers/").status_code == 200


# --- Whose it is -----------------------------------------------------------------------------------------------------

PLACES = [("get", ""), ("post", "start/"), ("post", "finish/"), ("get", "result/")]


@pytest.mark.parametrize(("method", "where"), PLACES)
@pytest.mark.parametrize(
    "who", ["Robin, on the same course", "Jaya, who sees everyone", "Super, who may do everything"]
)
@pytest.mark.parametrize("finished", [False, True])
def test_somebody_else_s_refresher_is_as_one_that_does_not_exist(
    client: Client, quiz: Quiz, refresher: Refresher, method: str, where: str, who: str, finished: bool
) -> None:
    if finished:
        client.post(at(refresher, "finish/"), answers(refresher, right=5))
    if who.startswith("Robin"):
        viewer = learner_of(quiz, "Robin")[0]
    else:
        viewer = make_person("Other", is_staff=True, is_superuser=who.startswith("Super"))
        viewer.user_permissions.add(Permission.objects.get(codename="view_everyone"))
    client.force_login(viewer)
    before = rows()
    theirs = getattr(client, method)(at(refresher, where), {})
    nobody_s = getattr(client, method)(f"/refreshers/999999/{where}", {})
    assert theirs.status_code == nobody_s.status_code == 404
    assert text(theirs) == text(nobody_s)
    assert rows() == before


@pytest.mark.parametrize(("method", "where"), PLACES)
def test_one_that_was_never_made_is_not_found(
    client: Client, quiz: Quiz, enrolment: Enrolment, sam: User, method: str, where: str
) -> None:
    row = Refresher.objects.create(
        quiz=quiz, enrolment=enrolment, step=7, withheld_at=timezone.now(), withheld_why="away"
    )
    assert getattr(client, method)(at(row, where)).status_code == 404
    for number in (f"{10**30}", "-1", "١"):
        assert getattr(client, method)(f"/refreshers/{number}/{where}").status_code == 404


@pytest.mark.parametrize(("method", "where"), [*PLACES, ("post", "../")])
def test_who_is_not_signed_in_is_asked_to(client: Client, refresher: Refresher, method: str, where: str) -> None:
    client.logout()
    address = "/refreshers/" if where == "../" else at(refresher, where)
    answer = getattr(client, method)(address)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")


# --- Home ------------------------------------------------------------------------------------------------------------


def home(client: Client) -> str:
    return text(client.get("/"))


def test_home_offers_it_and_its_button_starts_it(client: Client, refresher: Refresher) -> None:
    page = client.get("/")
    assert "5 questions to refresh today" in text(page)
    assert "Two minutes. From a quiz you passed a short while ago." in text(page)
    html = page.content.decode()
    form = html[html.index(f'action="{at(refresher, "start/")}"') :]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]
    assert f'href="{at(refresher)}"' not in html


def test_home_offers_it_no_longer_once_it_is_done_or_over(client: Client, refresher: Refresher, clock: Any) -> None:
    for days, offered in ((14, True), (15, False)):
        clock.move_to(PASSED + timedelta(days=7 + days))
        client.force_login(refresher.enrolment.learner)
        assert ("questions to refresh" in home(client)) is offered
    clock.move_to(PASSED + timedelta(days=7))
    client.post(at(refresher, "finish/"), {})
    assert "questions to refresh" not in home(client)


@pytest.mark.parametrize("why", ["off", "paused", "away"])
def test_home_leaves_in_peace_who_is_away_or_does_not_want_them(client: Client, refresher: Refresher, why: str) -> None:
    today = timezone.localdate()
    if why == "off":
        switch_off(refresher.enrolment.learner)
    elif why == "paused":
        pause(refresher.enrolment.learner, today + timedelta(days=1))
    else:
        Absence.objects.create(person=refresher.enrolment.learner, starts=today, ends=today)
    assert "questions to refresh" not in home(client)
    # Its own page still opens: who wants to may.
    assert client.get(at(refresher)).status_code == 200


def test_home_shows_one_s_own_alone(client: Client, quiz: Quiz, refresher: Refresher) -> None:
    robin, theirs = learner_of(quiz, "Robin")
    client.force_login(robin)
    assert "questions to refresh" not in home(client)
    pass_quiz(quiz, theirs)
    own = refresher_of(quiz, learner_of(quiz, "Cai")[1])
    client.force_login(own.enrolment.learner)
    html = client.get("/").content.decode()
    assert at(own, "start/") in html
    assert at(refresher, "start/") not in html
