"""Recording that a practitioner has read a lesson, on the lesson's own page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from courses.models import LessonReview
from courses.reviewing import record_review


class ReviewForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_reviewed_on(self) -> Any:
        day = self.cleaned_data["reviewed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day


class ReviewFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        if self.instance.live_id is None and any(form.has_changed() for form in self.forms):
            raise ValidationError(_("Nobody can have reviewed this yet: publish it first."))


class LessonReviewInline(admin.TabularInline):  # type: ignore[type-arg]
    """The text that is published when it is saved is the one that was reviewed."""

    model = LessonReview
    form = ReviewForm
    formset = ReviewFormSet
    extra = 0
    fields = ["reviewer", "reviewed_on", "next_review_on"]
    verbose_name_plural = _("Reviewed by a practitioner")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A review is a fact: one that was recorded by mistake is deleted, and recorded again."""
        return False


def save_reviews(formset: Any, by: User) -> None:
    """Record the new reviews of a formset, and delete those that were ticked."""
    for review in formset.save(commit=False):
        record_review(review, by)
    for review in formset.deleted_objects:
        review.delete()


class LocalNoteFilter(admin.SimpleListFilter):
    title = _("your own procedure")
    parameter_name = "procedure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("Wanted, and not written yet")), ("written", _("Written"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "missing":
                return queryset.without_wanted_note()
            case "written":
                return queryset.exclude(local_note="")
        return queryset


class ReviewFilter(admin.SimpleListFilter):
    title = _("review by a practitioner")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("due", _("Due again")), ("never", _("Never reviewed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "due":
                return queryset.due_for_review(timezone.localdate())
            case "never":
                return queryset.published().filter(reviews=None)
        return queryset
