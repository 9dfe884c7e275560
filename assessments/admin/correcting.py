"""The page on which an editor has answers graded anew, after the key of a question was put right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.models import User
from assessments.models import Question
from assessments.regrading import correctable, preview, request_correction


def correct_view(model_admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Shows, for each earlier version with another key, how many would change; asks for one to be graded anew."""
    question = get_object_or_404(Question.objects.select_related("live", "lesson"), pk=pk)
    if not model_admin.has_change_permission(request, question):
        raise PermissionDenied
    versions = correctable(question)
    if request.method == "POST":
        asked = next((version for version in versions if str(version.pk) == request.POST.get("asked")), None)
        if asked is None or question.live is None:
            messages.error(request, _("That was asked for already, or the question has changed. Look again below."))
            return redirect(request.path)
        assert isinstance(request.user, User)
        request_correction(asked, question.live, request.user)
        model_admin.log_change(
            request, question, f"Version {asked.number} is graded by version {question.live.number}."
        )
        messages.success(request, _("Asked for. The answers are graded anew within minutes, and nobody loses a pass."))
        return redirect(request.path)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Grade anew after a key was corrected"),
        "opts": model_admin.opts,
        "original": question,
        "rows": [(version, preview(version, question.live)) for version in versions if question.live],
        "corrections": question.corrections.select_related("asked", "key"),
    }
    return TemplateResponse(request, "admin/assessments/question/correct.html", context)
