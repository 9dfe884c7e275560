"""Figures on the pages of questions and quizzes, in plain words. Whoever may see those sees them; nobody is in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.figures.rules import (
    NEEDED_FOR_THIRDS,
    POOR,
    Missing,
    Verdict,
    of_alpha,
    of_attempts,
    percent,
    remarks,
    sentence,
    too_few_answers,
)
from assessments.models import FiguresRun, Question, QuestionFigures, QuestionVersion, Quiz
from assessments.models.figures import letter_of
from assessments.question_types import type_of
from assessments.working_out import wish_for_figures


class WithFigures(admin.ModelAdmin):  # type: ignore[type-arg]
    """A page with figures beneath its fields, and a button that asks for newer ones."""

    change_form_template = "admin/assessments/change_form_with_figures.html"
    figures_template = ""

    def figures_of(self, row: Any) -> dict[str, Any]:
        """What the template of the figures shows."""
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.work_out_again)
        return [path("<int:pk>/figures/", view, name=f"{self._named}_figures"), *super().get_urls()]

    @property
    def _named(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def work_out_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Writes down the wish, for the worker to fulfil."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        row = self.get_object(request, str(pk))
        if row is None or not self.has_change_permission(request, row):
            raise PermissionDenied
        wish_for_figures()
        messages.success(request, _("All figures are worked out again in the background. It takes a minute or two."))
        return redirect(f"admin:{self._named}_change", pk)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            again = reverse(f"admin:{self._named}_figures", args=[obj.pk])
            context |= {"figures_template": self.figures_template, "figures": self.figures_of(obj)}
            context |= {"figures_again": again, "figures_run": FiguresRun.load()}
        return super().render_change_form(request, context, add, change, form_url, obj)


class FiguresFilter(admin.SimpleListFilter):
    """By what is said of the wording in use."""

    title = gettext_lazy("figures")
    parameter_name = "figures"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("poor", gettext_lazy("Poor: worth a look")),
            *Verdict.choices,
            ("none", gettext_lazy("No figures yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        match self.value():
            case "poor":
                return queryset.filter(pk__in=Question.objects.with_poor_figures())
            case "none":
                return queryset.filter(live__figures=None)
            case value if value in Verdict.values:
                return queryset.filter(live__figures__verdict=value)
        return queryset


def figures_of_version(version: QuestionVersion | None) -> QuestionFigures | None:
    return getattr(version, "figures", None)


def said_of(version: QuestionVersion | None) -> str:
    """The sentence beside a question."""
    row = figures_of_version(version)
    return sentence(row.in_figures(), Verdict(row.verdict)) if row else too_few_answers(0)


def decimal(value: float) -> str:
    """With two places, and a minus that is one."""
    return f"{value:.2f}".replace("-", "−")


def version_in_figures(version: QuestionVersion) -> dict[str, Any]:
    """One wording's figures for its table; only what few answers allow to be shown."""
    row = figures_of_version(version)
    shown: dict[str, Any] = {"version": version, "row": row, "says": said_of(version)}
    if row is None or row.facility is None:
        return shown
    facts = row.in_figures()
    rows = type_of(version.kind).feedback(choices := row.graded_choices(), [])
    named = {
        choice.pk: {"letter": letter_of(place), "text": told.text, "right": told.right}
        for place, (choice, told) in enumerate(zip(choices, rows, strict=True))
    }
    return shown | {
        "facility": percent(row.facility),
        "guess": percent(row.guess or 0),
        "discrimination": None if row.discrimination is None else decimal(row.discrimination),
        "why_not": Missing(row.no_discrimination).label if row.no_discrimination else "",
        "is_poor": row.verdict in POOR,
        "remarks": remarks(facts),
        "picked_label": type_of(version.kind).picked_label,
        "has_thirds": row.has_thirds,
        "needed_for_thirds": NEEDED_FOR_THIRDS,
        "choices": [
            {
                "named": named.get(each["choice"]),
                **{name: percent(each[name]) for name in ("share", "upper", "middle", "lower") if name in each},
            }
            for each in row.choices
        ],
    }


def versions_in_figures(question: Question) -> list[dict[str, Any]]:
    """The wording in use first, then those before it that were asked."""
    rows = question.versions.select_related("figures").prefetch_related("choices", "figures__key__choices")
    versions = rows.order_by("-number")
    shown = [each for each in versions if each.pk == question.live_id or figures_of_version(each)]
    return [version_in_figures(each) for each in sorted(shown, key=lambda each: each.pk != question.live_id)]


def quiz_in_figures(quiz: Quiz) -> dict[str, Any]:
    row = getattr(quiz, "figures", None)
    if row is None or row.mean is None:
        return {"row": row, "says": of_attempts(row.number if row else 0, None)}
    return {
        "row": row,
        "says": of_attempts(row.number, row.median),
        "mean": percent(row.mean),
        "median": percent(row.median),
        "spread": round(row.spread * 100),
        "alpha": None if row.alpha is None else decimal(row.alpha),
        "alpha_says": of_alpha(row.alpha, row.no_alpha),
    }
