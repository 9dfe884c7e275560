"""Two kinds of lesson: a quiz, which passing completes, and a scenario, which working through completes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.attempting import time_limit
from assessments.history import history_from, history_of
from assessments.interchange.quizzes import describe_quiz, load_quiz
from assessments.interchange.scenarios import describe_scenario, load_scenario
from assessments.models import Quiz, QuizSlot
from assessments.walking import read_tree, scene_of, walk
from courses.kinds import LessonKind, Reading
from courses.models import How, Lesson
from courses.outline import LessonOutline
from courses.pages import lesson_page
from courses.panels import Panel
from courses.places import Place


def _length(place: Place) -> str:
    """How long it takes to do, which is more than reading."""
    minutes = place.lesson.revision.minutes
    return ngettext("About %(minutes)d minute", "About %(minutes)d minutes", minutes) % {"minutes": minutes}


def limit_in_minutes(quiz: Quiz, learner_id: int) -> int | None:
    """For this person, and rounded down to what the page can promise."""
    limit = time_limit(quiz, learner_id)
    return int(limit.total_seconds() // 60) if limit else None


def _unread(place: Place) -> list[LessonOutline]:
    """The readings of the module that somebody has not completed, and would be done with by passing now."""
    readings = [lesson for lesson in place.module.required if lesson.kind == Reading.key]
    return [lesson for lesson in readings if lesson.pk not in place.steps.completed]


class QuizLesson(LessonKind):
    key = "quiz"
    together = False

    def page(self, request: HttpRequest, place: Place, panels: list[Panel] | None = None) -> HttpResponse:
        """What the quiz asks, and how one's attempts went. Opening it starts nothing."""
        slots = list(QuizSlot.objects.filter(quiz__lesson=place.lesson.pk).select_related("quiz").with_available())
        context: dict[str, Any] = {"number": sum(min(slot.count, slot.available) for slot in slots)}
        if slots:
            quiz = slots[0].quiz
            enrolment = None if place.is_preview else place.enrolment
            history = history_of(quiz, enrolment, request.user) if enrolment else history_from(quiz)
            context |= {
                "quiz": quiz,
                "history": history,
                "waits_until": history.waits_until(),
                "limit": limit_in_minutes(quiz, enrolment.learner_id if enrolment else 0),
                "unread": _unread(place) if quiz.may_come_first else [],
            }
        return lesson_page(
            request,
            place,
            "assessments/quiz.html",
            panels=[],
            length=_length(place),
            together=self.together,
            **context,
        )

    def how_completed(self, place: Place, data: Any) -> How | None:
        """Never by a form: only passing completes it."""
        return None

    def may_come_first(self, lesson: LessonOutline) -> bool:
        return Quiz.objects.filter(lesson=lesson.pk, may_come_first=True).exists()

    def counted(self, number: int) -> str:
        return ngettext("a quiz", "%(number)d quizzes", number) % {"number": number}

    def describe(self, lesson: Lesson) -> dict[str, Any]:
        return describe_quiz(lesson)

    def load(self, lesson: Lesson, data: dict[str, Any]) -> None:
        load_quiz(lesson, data)


class ScenarioLesson(LessonKind):
    key = "scenario"
    completes_with = gettext_lazy("I have worked through it")

    def page(self, request: HttpRequest, place: Place, panels: list[Panel] | None = None) -> HttpResponse:
        """The situation that the path leads to: the address's, or that of a form that could not be kept. Nothing of
        what somebody picks is stored."""
        sent = request.POST if request.method == "POST" else request.GET
        walked = walk(read_tree(place.lesson.pk), sent.get("path", ""))
        if walked is None:
            messages.info(request, _("That place in the scenario could not be found, so here is its beginning."))
            return redirect(place.lesson.url())
        scene = scene_of(walked, going_on="on" in request.GET)
        # What it speaks of is told before the first choice, not again at each.
        said_once: dict[str, Any] = {"note": None} if scene.path else {}
        return lesson_page(
            request,
            place,
            "assessments/scenario.html",
            panels=panels if scene.ends else [],
            completes_with=self.completes_with,
            length=_length(place),
            scene=scene,
            **said_once,
        )

    def how_completed(self, place: Place, data: Any) -> How | None:
        """By the whole path, from the first step to an end."""
        walked = walk(read_tree(place.lesson.pk), data.get("path", ""))
        return How.WORKED_THROUGH if walked and walked.is_over else None

    def counted(self, number: int) -> str:
        return ngettext("a scenario", "%(number)d scenarios", number) % {"number": number}

    def describe(self, lesson: Lesson) -> dict[str, Any]:
        return describe_scenario(lesson)

    def load(self, lesson: Lesson, data: dict[str, Any]) -> None:
        load_scenario(lesson, data)
