"""Refreshers, for the person whose they are. Anybody else finds nothing."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from assessments.attempting import NoLongerOpen
from assessments.models import Refresher, RefresherChoice
from assessments.question_types import Refused
from assessments.refreshing.answering import finish_refresher, open_refresher, read_questions
from assessments.refreshing.forms import ChoiceForm, way_of
from assessments.refreshing.pages import heading, result_context

# So many of those that are done stand on the page of choices.
SHOWN = 10


def own_refresher(request: HttpRequest, pk: int) -> Refresher:
    """The viewer's own refresher. Raises Http404."""
    made = Refresher.objects.owned_by(request.user).filter(ready_on__isnull=False)
    return get_object_or_404(made.select_related("quiz__lesson__module", "enrolment__course"), pk=pk)


@require_safe
def refresher(request: HttpRequest, pk: int) -> HttpResponse:
    """All its questions, on one page."""
    refresher = own_refresher(request, pk)
    if refresher.is_finished:
        return redirect("assessments:refresher_result", refresher.pk)
    if refresher.is_over:
        return _gone(request)
    return _questions_page(request, refresher)


def _questions_page(request: HttpRequest, refresher: Refresher, refused: bool = False) -> HttpResponse:
    context = {**heading(refresher), "paper": read_questions(refresher), "refused": refused}
    return render(request, "assessments/refresher.html", context, status=400 if refused else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("That refresher is over. Nothing is lost by it: the lessons are still there."))
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    refresher = own_refresher(request, pk)
    open_refresher(refresher.pk)
    return redirect("assessments:refresher", refresher.pk)


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    refresher = own_refresher(request, pk)
    try:
        finish_refresher(refresher.pk, request.POST)
    except Refused:
        return _questions_page(request, refresher, refused=True)
    except NoLongerOpen:
        return _gone(request)
    return redirect("assessments:refresher_result", refresher.pk)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    refresher = own_refresher(request, pk)
    if not refresher.is_finished:
        return redirect("assessments:refresher", refresher.pk)
    return render(request, "assessments/refresher_result.html", result_context(refresher, read_questions(refresher)))


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Whether one wants them; and those one has done."""
    assert isinstance(request.user, User)
    choice = RefresherChoice.objects.owned_by(request.user).first()
    form = ChoiceForm(request.POST or None, initial=way_of(choice))
    if request.method == "POST" and form.is_valid():
        form.save(request.user)
        messages.success(request, _("Saved."))
        return redirect("assessments:refreshers")
    done = Refresher.objects.owned_by(request.user).exclude(finished_at=None).select_related("quiz__lesson__module")
    context = {"form": form, "done": done.order_by("-finished_at")[:SHOWN], "section": "account"}
    return render(request, "assessments/refreshers.html", context, status=422 if form.errors else 200)
