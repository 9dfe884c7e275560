"""Quizzes, questions and scenarios for editors. Attempts are the learners' own: they are not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.initial import InitialIds
from assessments.admin.correcting import correct_view
from assessments.admin.exchange import ExchangeMixin
from assessments.admin.figures import (
    FiguresFilter,
    WithFigures,
    figures_of_version,
    quiz_in_figures,
    said_of,
    versions_in_figures,
)
from assessments.figures.rules import percent
from assessments.models import (
    Choice,
    Question,
    QuestionVersion,
    Quiz,
    QuizSlot,
    Scenario,
    ScenarioOption,
    ScenarioStep,
)
from assessments.question_types import question_types, type_of


class QuizSlotInline(admin.TabularInline):  # type: ignore[type-arg]
    model = QuizSlot
    extra = 0
    fields = ["order", "question", "lesson", "module", "count"]
    autocomplete_fields = ["question"]


@admin.register(Quiz)
class QuizAdmin(WithFigures):
    list_display = ["lesson", "module", "pass_mark", "attempts_allowed", "time_limit_minutes", "figures_say"]
    list_select_related = ["lesson__module", "figures"]
    readonly_fields = ["lesson"]
    inlines = [QuizSlotInline]
    figures_template = "admin/assessments/quiz_figures.html"

    def figures_of(self, row: Quiz) -> dict[str, Any]:
        return quiz_in_figures(row)

    @admin.display(description=_("figures"))
    def figures_say(self, quiz: Quiz) -> str:
        return str(quiz_in_figures(quiz)["says"])

    @admin.display(description=_("module"))
    def module(self, quiz: Quiz) -> str:
        return str(quiz.lesson.module)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Quiz | None = None) -> bool:
        return False


@admin.register(Question)
class QuestionAdmin(ExchangeMixin, WithFigures):
    """Which questions there are and whether they are in use. What they say is changed by adding a version."""

    list_display = ["key", "stem", "lesson", "state", "facility", "figures_say"]
    list_filter = ["state", FiguresFilter, "lesson__module"]
    list_select_related = ["lesson", "live__figures"]
    search_fields = ["key", "live__stem"]
    fields = ["key", "lesson", "state", "order", "wording", "grading_anew"]
    readonly_fields = ["key", "lesson", "wording", "grading_anew"]
    figures_template = "admin/assessments/question_figures.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.correct)
        return [path("<int:pk>/correct/", view, name="assessments_question_correct"), *super().get_urls()]

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        return correct_view(self, request, pk)

    @admin.display(description=_("was its key wrong?"))
    def grading_anew(self, question: Question) -> SafeString | str:
        if not question.pk:
            return ""
        address = reverse("admin:assessments_question_correct", args=[question.pk])
        return format_html('<a href="{}">{}</a>', address, _("Grade anew what was answered to an earlier version"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).prefetch_related("live__choices", "live__figures__key__choices")

    def figures_of(self, row: Question) -> dict[str, Any]:
        return {"versions": versions_in_figures(row)}

    @admin.display(description=_("points earned"), ordering="live__figures__facility")
    def facility(self, question: Question) -> str:
        row = figures_of_version(question.live)
        return f"{percent(row.facility)} %" if row and row.facility is not None else ""

    @admin.display(description=_("figures"), ordering="live__figures__verdict")
    def figures_say(self, question: Question) -> str:
        return said_of(question.live)

    @admin.display(description=_("question"))
    def stem(self, question: Question) -> str:
        return question.live.stem if question.live else ""

    @admin.display(description=_("version in use"))
    def wording(self, question: Question) -> str:
        return worded(question.live) if question.live else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return False


def worded(version: QuestionVersion) -> SafeString:
    """The wording with its options, for reading."""
    kind = type_of(version.kind)
    rows = kind.feedback(list(version.choices.all()), [])
    said = ((row.text, _("(right)") if row.right else "", row.feedback) for row in rows)
    options = format_html_join("", "<li><p>{} <strong>{}</strong></p><p>{}</p></li>", said)
    return format_html("<p>{}</p><ol>{}</ol>", version.stem, options)


class ChoiceFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        filled = [form for form in self.forms if form.has_changed()]
        for order, form in enumerate(filled):
            form.instance.order = order
        if problem := type_of(self.instance.kind).problem([form.instance for form in filled]):
            raise ValidationError(problem)


class ChoiceInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Choice
    formset = ChoiceFormSet
    fields = ["text", "is_right", "match", "feedback"]
    extra = 4

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VersionForm(forms.ModelForm):  # type: ignore[type-arg]
    kind = forms.ChoiceField(
        label=_("type"), choices=lambda: [(key, each.label) for key, each in question_types().items()]
    )

    class Meta:
        model = QuestionVersion
        fields = ["question", "kind", "stem", "shuffle"]


@admin.register(QuestionVersion)
class QuestionVersionAdmin(InitialIds, admin.ModelAdmin):  # type: ignore[type-arg]
    """A version is read, or added, which puts it in use; it is never changed, since somebody may have been asked it."""

    form = VersionForm
    list_display = ["question", "number", "stem", "created_by", "created_at"]
    list_select_related = ["question", "created_by"]
    search_fields = ["question__key", "stem"]
    autocomplete_fields = ["question"]
    inlines = [ChoiceInline]

    def has_change_permission(self, request: HttpRequest, obj: QuestionVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: QuestionVersion | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: QuestionVersion, form: Any, change: bool) -> None:
        # Held, so that two editors do not take the same number.
        question = Question.objects.select_for_update().get(pk=obj.question_id)
        last = question.versions.order_by("-number").first()
        obj.number = last.number + 1 if last else 1
        obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        Question.objects.filter(pk=form.instance.question_id).update(live=form.instance)


class ScenarioStepInline(admin.StackedInline):  # type: ignore[type-arg]
    model = ScenarioStep
    extra = 0
    fields = ["key", "order", "text"]
    show_change_link = True


@admin.register(Scenario)
class ScenarioAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["lesson"]
    readonly_fields = ["lesson"]
    inlines = [ScenarioStepInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Scenario | None = None) -> bool:
        return False


class OptionForm(forms.ModelForm):  # type: ignore[type-arg]
    """An option leads only to a later step of its own scenario, so that every way comes to an end."""

    def __init__(self, *args: Any, step: ScenarioStep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = ScenarioStep.objects.filter(scenario=step.scenario_id).exclude(pk=step.pk)
        self.fields["next_step"].queryset = later.filter(order__gte=step.order)  # type: ignore[attr-defined]


class ScenarioOptionInline(admin.StackedInline):  # type: ignore[type-arg]
    model = ScenarioOption
    form = OptionForm
    fk_name = "step"
    extra = 0
    fields = ["order", "text", "feedback", "next_step"]


@admin.register(ScenarioStep)
class ScenarioStepAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["scenario", "key", "order"]
    list_select_related = ["scenario__lesson"]
    readonly_fields = ["scenario"]
    inlines = [ScenarioOptionInline]

    def get_formset_kwargs(self, request: HttpRequest, obj: ScenarioStep, inline: Any, prefix: str) -> dict[str, Any]:
        return {**super().get_formset_kwargs(request, obj, inline, prefix), "form_kwargs": {"step": obj}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
