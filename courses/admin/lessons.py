"""A lesson with its text in one form: saved as a draft, or published."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.admin.reviews import LessonReviewInline, LocalNoteFilter, ReviewFilter, save_reviews
from courses.admin.state import StateFilter, state_of
from courses.editing import add_lesson, discard_draft, publish_edit, save_draft, unpublish
from courses.forms import LessonForm, name_of_kind
from courses.models import Lesson, LessonMedia, LessonReview
from courses.publishing import announce_change
from media_links.content_admin import ContentAdmin, only_to_choose

OWN_FIELDS = (
    "title", "slug", "required", "first_week", "wants_local_note", "local_note", "local_note_checked_by",
    "local_note_checked_on",
)  # fmt: skip


class LessonMediaFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def save_new(self, form: Any, commit: bool = True) -> LessonMedia:
        """A new one stands last, unless it was given a place."""
        if "order" not in form.changed_data:
            orders = LessonMedia.objects.filter(lesson=self.instance).values_list("order", flat=True)
            form.instance.order = max(orders, default=-1) + 1
        row: LessonMedia = super().save_new(form, commit)
        return row


class LessonMediaInline(admin.TabularInline):  # type: ignore[type-arg]
    model = LessonMedia
    formset = LessonMediaFormSet
    template = "admin/courses/lesson/recordings.html"
    extra = 0
    fields = ["order", "link", "required"]
    autocomplete_fields = ["link"]
    verbose_name = _("recording or document")
    verbose_name_plural = _("Recordings")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return only_to_choose(super().formfield_for_dbfield(db_field, request, **kwargs))


@admin.register(Lesson)
class LessonAdmin(ContentAdmin):
    form = LessonForm
    list_display = ["title", "module", "state", "required", "recordings"]
    list_filter = [StateFilter, LocalNoteFilter, ReviewFilter, "kind", "required", "module"]
    list_select_related = ["module"]
    search_fields = ["title", "live__aim", "live__body", "module__title"]
    search_help_text = _("Finds words in titles, aims and published texts.")
    inlines = [LessonMediaInline, LessonReviewInline]
    text_fieldsets: list[Any] = [
        (_("Text"), {"fields": ["aim", "summary", "body", "key_points", "practice", "prompt", "seen"]}),
        (_("Before they start"), {"fields": ["content_notes", "minutes"]}),
    ]
    local_fieldset: Any = (
        _("How we do it here"),
        {"fields": ["wants_local_note", "local_note", ("local_note_checked_by", "local_note_checked_on")]},
    )
    fieldsets = [
        (None, {"fields": ["place", "title", "slug", ("required", "first_week"), "state"]}),
        *text_fieldsets,
        local_fieldset,
    ]
    add_fieldsets = [
        (None, {"fields": ["module", "kind", "title", "slug", ("required", "first_week")]}),
        *text_fieldsets,
        local_fieldset,
    ]
    readonly_fields = ["place", "state"]

    # --- Lists and columns ------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lesson]:
        rows = super().get_queryset(request).select_related("module__course", "live", "draft")
        return rows.annotate(used_media=Count("lesson_media", distinct=True))

    @admin.display(description=_("state"))
    def state(self, lesson: Lesson) -> Promise:
        return state_of(lesson)

    @admin.display(description=_("recordings"), ordering="used_media")
    def recordings(self, lesson: Any) -> int:
        return int(lesson.used_media)

    @admin.display(description=_("module and kind"))
    def place(self, lesson: Lesson) -> SafeString:
        address = reverse("admin:courses_module_change", args=[lesson.module_id])
        return format_html('<a href="{}">{}</a> · {}', address, lesson.module, name_of_kind(lesson.kind))

    # --- The form ---------------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Lesson | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Lesson | None:
        """Held while it is saved, so that of two editors one is told of the other's text."""
        found: Lesson | None = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        Lesson.objects.select_for_update().filter(pk=found.pk).first()
        held: Lesson | None = super().get_object(request, object_id, from_field)
        return held

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        own = [
            path("<int:pk>/unpublish/", guarded(self.unpublish_view), name="courses_lesson_unpublish"),
            path("<int:pk>/discard/", guarded(self.discard_view), name="courses_lesson_discard"),
        ]
        return [*own, *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Lesson, form: Any, change: bool) -> None:
        if change:
            # Only what the form holds: somebody else may have published a text meanwhile.
            obj.save(update_fields=[name for name in OWN_FIELDS if name in form.cleaned_data])
        else:
            add_lesson(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is LessonReview:
            save_reviews(formset, self._editor(request))
        else:
            super().save_formset(request, form, formset, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        # The text comes first: a review that is recorded with it is one of this text.
        request.lesson_told = self._save_text(form, self._editor(request))  # type: ignore[attr-defined]
        super().save_related(request, form, formsets, change)
        announce_change(form.instance.module.course_id)

    def _save_text(self, form: Any, writer: User) -> Promise:
        """Publish the text or keep it as a draft. Returns what the editor is told."""
        if form.publishes:
            changed = publish_edit(form.instance, form.text(), writer, form.cleaned_data["change_kind"])
            return _("Published: learners read it from now on.") if changed else _("Saved. Its text is as it was.")
        if save_draft(form.instance, form.text(), writer):
            return _("The text is saved as a draft. Learners don’t see it until you publish it.")
        return _("Saved. Its text is as it was.")

    def response_add(self, request: HttpRequest, obj: Lesson, post_url_continue: str | None = None) -> HttpResponse:
        return self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: Lesson) -> HttpResponse:
        return self._stay(request, obj)

    def _stay(self, request: HttpRequest, lesson: Lesson) -> HttpResponse:
        """Back to the same page, as in a word processor, saying what was done."""
        told = getattr(request, "lesson_told", "")
        link = format_html('<a href="{}">{}</a>', self.get_view_on_site_url(lesson), _("See it as a learner"))
        messages.success(request, format_html("{} {}", told, link))
        return redirect("admin:courses_lesson_change", lesson.pk)

    def get_view_on_site_url(self, obj: Lesson | None = None) -> str | None:
        if obj is None:
            return None
        # A form that was refused may have left the lesson without its address.
        slug = Lesson.objects.values_list("slug", flat=True).get(pk=obj.pk)
        return reverse("courses:lesson", args=[obj.module.course.slug, obj.module.slug, slug])

    def delete_model(self, request: HttpRequest, obj: Lesson) -> None:
        course = obj.module.course_id
        super().delete_model(request, obj)
        announce_change(course)

    # --- Taking back ------------------------------------------------------------------------------------------------

    def unpublish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._confirmed(
            request,
            pk,
            verb=lambda lesson: unpublish(lesson, self._editor(request)),
            title=_("Unpublish this lesson?"),
            text=_(
                "Learners will get “not found” on its page, and it won’t count towards its module. Its text is kept as "
                "a draft, and whoever has completed it has still completed it."
            ),
            action=_("Unpublish"),
            told=_("Unpublished. Its text is kept as a draft."),
        )

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._confirmed(
            request,
            pk,
            verb=discard_draft,
            title=_("Throw the draft away?"),
            text=_("What is published stays as it is. The draft can’t be brought back."),
            action=_("Throw the draft away"),
            told=_("The draft is gone."),
        )

    def _editor(self, request: HttpRequest) -> User:
        assert isinstance(request.user, User)
        return request.user

    def _confirmed(self, request: HttpRequest, pk: int, *, verb: Any, told: Any, **words: Any) -> HttpResponse:
        """Asks first; does it when the question was answered."""
        lesson = get_object_or_404(Lesson.objects.select_related("module"), pk=pk)
        if not self.has_change_permission(request, lesson):
            raise PermissionDenied
        if request.method == "POST":
            with transaction.atomic():
                verb(Lesson.objects.select_for_update().get(pk=pk))
            self.log_change(request, lesson, str(told))
            messages.success(request, told)
            return redirect("admin:courses_lesson_change", lesson.pk)
        context = {**self.admin_site.each_context(request), "opts": self.opts, "original": lesson, **words}
        return TemplateResponse(request, "admin/courses/lesson/confirm.html", context)
