"""Working through a scenario: any way one likes, nothing kept of it, completed only from its beginning to an end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from assessments.models import ScenarioOption, ScenarioStep
from assessments.walking import read_tree, scene_of, walk
from courses.models import How, Lesson, LessonProgress
from tests.assessments.building import make_scenario, path_of
from tests.courses.building import make_course, make_person, put_on

pytestmark = pytest.mark.django_db

SCENARIO = "/learn/induction/calm/scenario/"


@pytest.fixture
def lesson() -> Lesson:
    return make_scenario(make_course())


@pytest.fixture
def sam(client: Client, lesson: Lesson) -> User:
    sam = make_person("Sam")
    put_on(lesson.module.course, sam)
    client.force_login(sam)
    return sam


def page(client: Client, path: str = "", on: bool = False) -> str:
    answer = client.get(SCENARIO, {"path": path} | ({"on": "1"} if on else {}))
    assert answer.status_code == 200
    return answer.content.decode()


def ways(html: str) -> list[str]:
    """Where the options lead."""
    return re.findall(r'class="choice" href="\?path=([\d.]+)#feedback"', html)


def completed() -> list[str]:
    return list(LessonProgress.objects.filter(completed_at__isnull=False).values_list("how", flat=True))


def test_it_begins_with_the_first_situation_and_its_options(client: Client, sam: User) -> None:
    html = page(client)
    assert "Alex looks at the door." in html
    assert "Alex comes back." not in html
    assert ways(html) == [path_of("Wait"), path_of("Leave")]
    assert "might do." not in html


def test_a_choice_shows_its_own_feedback_and_the_others_to_try(client: Client, sam: User) -> None:
    html = page(client, path_of("Wait"))
    assert re.findall(r"What “(\w+)” might do", html) == ["Wait"]
    assert ways(html) == [path_of("Leave")]
    assert f"?path={path_of('Wait')}&amp;on=1" in html
    assert "Alex comes back." not in html


def test_going_on_shows_the_next_situation_and_a_way_back(client: Client, sam: User) -> None:
    html = page(client, path_of("Wait"), on=True)
    assert "Alex comes back." in html
    assert ways(html) == [path_of("Wait", "Listen"), path_of("Wait", "Talk")]
    assert 'href="?path=&amp;on=1#situation"' in html


@pytest.mark.parametrize("texts", [("Leave",), ("Wait", "Listen"), ("Wait", "Talk")])
def test_every_way_comes_to_an_end_that_completes_it(client: Client, sam: User, texts: tuple[str, ...]) -> None:
    html = page(client, path_of(*texts))
    assert "The end of this scenario" in html
    assert f'name="path" value="{path_of(*texts)}"' in html
    assert client.post(f"{SCENARIO}complete/", {"path": path_of(*texts), "reflection": ""}).status_code == 302
    assert completed() == [How.WORKED_THROUGH]


def test_a_reflection_that_cannot_be_kept_stays_with_the_end_of_the_way(client: Client, sam: User) -> None:
    path = path_of("Wait", "Listen")
    answer = client.post(SCENARIO + "complete/", {"path": path, "reflection": "x" * 20_001})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in html
    assert f'name="path" value="{path}"' in html
    assert completed() == []


def test_before_the_end_there_is_nothing_to_complete_it_with(client: Client, sam: User) -> None:
    for html in (page(client), page(client, path_of("Wait")), page(client, path_of("Wait"), on=True)):
        assert "complete/" not in html


def bad_paths() -> list[str]:
    wait, leave, listen = (path_of(text) for text in ("Wait", "Leave", "Listen"))
    return [
        listen,  # not of the first step
        f"{leave}.{listen}",  # beyond an end
        f"{wait}.{leave}",  # of another step
        f"{wait}.",
        f".{wait}",
        f"{wait}.{10**30}",
        f"{wait}\x00",
        "-1",
        "start",
        "1." * 4000,
    ]


@pytest.mark.parametrize("number", range(10))
def test_a_path_that_leads_nowhere_goes_back_to_the_beginning_and_completes_nothing(
    client: Client, sam: User, number: int
) -> None:
    path = bad_paths()[number]
    answer = client.get(SCENARIO, {"path": path})
    assert (answer.status_code, answer["Location"]) == (302, SCENARIO)
    client.post(f"{SCENARIO}complete/", {"path": path})
    assert completed() == []


@pytest.mark.parametrize("texts", [(), ("Wait",)])
def test_half_the_way_does_not_complete_it(client: Client, sam: User, texts: tuple[str, ...]) -> None:
    client.post(f"{SCENARIO}complete/", {"path": path_of(*texts)})
    client.post(f"{SCENARIO}complete/", {})
    assert completed() == []


def test_another_scenario_s_options_lead_nowhere(client: Client, sam: User, lesson: Lesson) -> None:
    tree = read_tree(lesson.pk)
    make_scenario_again = ScenarioOption.objects.filter(text="Leave").get()
    other_step = ScenarioStep.objects.create(scenario=lesson.scenario, key="apart", order=9, text="<p>Apart.</p>")
    apart = ScenarioOption.objects.create(step=other_step, text="Apart", feedback="Apart.")
    assert walk(tree, str(apart.pk)) is None
    assert walk(tree, str(make_scenario_again.pk)) is not None


def test_nothing_is_written_of_what_somebody_picks(client: Client, sam: User) -> None:
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client, path_of("Wait"))
        page(client, path_of("Wait"), on=True)
        page(client, path_of("Wait", "Talk"))
    assert [each["sql"] for each in queries if not each["sql"].startswith("SELECT")] == []


def test_a_scenario_without_steps_says_so(client: Client, sam: User) -> None:
    ScenarioStep.objects.all().delete()
    assert "no steps yet" in page(client)
    assert walk(read_tree(0), "") == walk(read_tree(0), "")


def test_the_scene_knows_every_step_on_the_way(lesson: Lesson) -> None:
    walked = walk(read_tree(lesson.pk), path_of("Wait", "Talk"))
    assert walked
    scene = scene_of(walked, going_on=True)
    assert scene.ends
    assert scene.path == path_of("Wait", "Talk")
    assert [(met.number, met.before, met.picked.text) for met in scene.before if met.picked] == [(1, "", "Wait")]
    assert scene.now
    assert scene.now.picked
    assert (scene.now.number, scene.now.picked.text) == (2, "Talk")


def test_a_scenario_keeps_to_a_lesson_s_budget(client: Client, sam: User, django_assert_max_num_queries: Any) -> None:
    client.get("/learn/induction/calm/")  # the process has read the outline
    with django_assert_max_num_queries(7):
        page(client)
    end = path_of("Wait", "Talk")
    with django_assert_max_num_queries(7):
        page(client, end)
