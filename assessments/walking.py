"""Walking through a scenario. The path, ids of the options chosen so far, stands in the address and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from assessments.models import ScenarioOption


@dataclass(frozen=True, slots=True)
class Option:
    pk: int
    text: str
    feedback: str
    next_step: int | None


@dataclass(frozen=True, slots=True)
class Step:
    pk: int
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """The steps by id, in their order: the first is where it begins."""

    steps: dict[int, Step] = field(default_factory=dict)

    @property
    def first(self) -> Step | None:
        return next(iter(self.steps.values()), None)


@dataclass(frozen=True, slots=True)
class Walk:
    """The steps met and the option chosen at each. `step` is where it leads: None at an end."""

    chosen: tuple[tuple[Step, Option], ...]
    step: Step | None

    @property
    def is_over(self) -> bool:
        return self.step is None and bool(self.chosen)


def read_tree(lesson_id: int) -> Tree:
    """The scenario of a lesson, in one query. A step without options can't be stood at, and isn't there."""
    options = (
        ScenarioOption.objects.filter(step__scenario__lesson=lesson_id)
        .select_related("step")
        .order_by("step__order", "step_id", "order", "id")
    )
    return Tree(
        {
            step.pk: Step(
                step.pk,
                step.text,
                tuple(Option(each.pk, each.text, each.feedback, each.next_step_id) for each in group),
            )
            for step, group in groupby(options, key=lambda option: option.step)
        }
    )


def walk(tree: Tree, path: str) -> Walk | None:
    """Follow a path from the first step. None where it does not lead through this tree."""
    chosen: list[tuple[Step, Option]] = []
    step = tree.first
    for name in path.split(".") if path else ():
        # Compared as text: whatever else was sent, however long, is simply no option of this step.
        option = next((each for each in step.options if str(each.pk) == name), None) if step else None
        if step is None or option is None:
            return None
        chosen.append((step, option))
        step = tree.steps.get(option.next_step) if option.next_step else None
    return Walk(tuple(chosen), step)


@dataclass(frozen=True, slots=True)
class Choosing:
    """One step of a scene: the path up to it, and the option that was picked there."""

    number: int
    step: Step
    before: str
    picked: Option | None

    def path_with(self, option: Option) -> str:
        return f"{self.before}.{option.pk}" if self.before else str(option.pk)

    @property
    def options(self) -> list[tuple[Option, str]]:
        """Each option with the path that picking it makes."""
        return [(option, self.path_with(option)) for option in self.step.options]


@dataclass(frozen=True, slots=True)
class Scene:
    """What one page of a scenario shows: what was met before, and where one stands now."""

    before: tuple[Choosing, ...]
    now: Choosing | None
    path: str
    ends: bool


def scene_of(walked: Walk, going_on: bool) -> Scene:
    """After a choice, its feedback; where somebody is `going_on` from there, the next situation."""
    met: list[Choosing] = []
    path = ""
    for number, (step, option) in enumerate(walked.chosen, start=1):
        met.append(Choosing(number, step, path, option))
        path = met[-1].path_with(option)
    if walked.step is not None and (going_on or not met):
        met.append(Choosing(len(met) + 1, walked.step, path, None))
    return Scene(tuple(met[:-1]), met[-1] if met else None, path, walked.is_over)
