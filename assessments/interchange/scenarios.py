"""A scenario in its lesson's entry: its steps, and where each option leads."""

from __future__ import annotations

from typing import Any

from assessments.models import Scenario, ScenarioOption, ScenarioStep
from courses.html import canonical
from courses.interchange.part import Data, WrongFile
from courses.models import Lesson

STEP_KEYS = ("key", "text", "options")
OPTION_KEYS = ("text", "feedback", "next")


def describe_scenario(lesson: Lesson) -> Data:
    steps = ScenarioStep.objects.filter(scenario__lesson=lesson).prefetch_related("options__next_step")
    if not steps:
        return {}
    return {"scenario": {"steps": [_describe_step(step) for step in steps]}}


def _describe_step(step: ScenarioStep) -> Data:
    options = [
        {"text": each.text, "feedback": each.feedback, "next": each.next_step.key if each.next_step else None}
        for each in step.options.all()
    ]
    return {"key": step.key, "text": step.text, "options": options}


def load_scenario(lesson: Lesson, data: Data) -> None:
    """Write the scenario of a lesson whose entry has one. Raises WrongFile.

    Left alone where it is so already: somebody may be in the middle of it.
    """
    if "scenario" not in data or describe_scenario(lesson).get("scenario") == data["scenario"]:
        return
    told = _checked(lesson, data["scenario"])
    scenario, _created = Scenario.objects.get_or_create(lesson=lesson)
    scenario.steps.all().delete()
    steps = {
        step["key"]: ScenarioStep.objects.create(scenario=scenario, key=step["key"], order=order, text=step["text"])
        for order, step in enumerate(told)
    }
    ScenarioOption.objects.bulk_create(
        ScenarioOption(
            step=steps[step["key"]],
            order=order,
            text=option["text"],
            feedback=option["feedback"],
            next_step=steps.get(option["next"]),
        )
        for step in told
        for order, option in enumerate(step["options"])
    )


def _checked(lesson: Lesson, told: Any) -> list[Data]:
    """The steps, each with what it needs. Raises WrongFile."""
    if not isinstance(told, dict) or tuple(told) != ("steps",) or not told["steps"]:
        raise WrongFile(f"{lesson.key}: a scenario has steps, and nothing else.")
    steps: list[Data] = told["steps"]
    for step in steps:
        _check_step(lesson, step)
    keys = [step["key"] for step in steps]
    if len(set(keys)) < len(keys):
        raise WrongFile(f"{lesson.key}: two steps have the same key.")
    # Leading only onward, a scenario ends whatever is chosen.
    for place, step in enumerate(steps):
        for option in step["options"]:
            if option["next"] is not None and option["next"] not in keys[place + 1 :]:
                raise WrongFile(
                    f"{lesson.key}: step {step['key']} leads to {option['next']!r}, which is no later step."
                )
    return steps


def _check_step(lesson: Lesson, step: Any) -> None:
    if not isinstance(step, dict) or tuple(step) != STEP_KEYS:
        raise WrongFile(f"{lesson.key}: a step has exactly {', '.join(STEP_KEYS)}, in this order.")
    where = f"{lesson.key}: step {step['key']}"
    if canonical(step["text"]) != step["text"]:
        raise WrongFile(f"{where}: text is not in canonical form: {canonical(step['text'])!r}")
    if len(step["options"]) < 2:
        raise WrongFile(f"{where}: give at least two options.")
    if any(not isinstance(option, dict) or tuple(option) != OPTION_KEYS for option in step["options"]):
        raise WrongFile(f"{where}: an option has exactly {', '.join(OPTION_KEYS)}, in this order.")
