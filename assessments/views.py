"""Attempts at quizzes, for the person whose they are. Anybody else finds nothing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.attempting import NoLongerOpen, NothingToAsk, NotNow, read_paper, save_answers, start_attempt
from assessments.grading import submit_attempt
from assessments.models import Attempt, Quiz
from assessments.pages import answered_of, attempt_context
from assessments.question_types import Refused
from assessments.results import result_context
from courses.completing import EnrolmentClosed
from courses.places import own_enrolments


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    quiz = get_object_or_404(Quiz.objects.published().select_related("lesson__module__course"), pk=pk)
    lesson = quiz.lesson
    enrolment = get_object_or_404(own_enrolments(request.user).filter(course=lesson.module.course_id)[:1])
    try:
        attempt = start_attempt(quiz.pk, enrolment.pk)
    except EnrolmentClosed:
        raise Http404 from None
    except NotNow:
        # The lesson's page says why.
        return redirect("courses:lesson", lesson.module.course.slug, lesson.module.slug, lesson.slug)
    except NothingToAsk:
        messages.error(request, _("This quiz has no questions yet."))
        return redirect("courses:lesson", lesson.module.course.slug, lesson.module.slug, lesson.slug)
    return redirect("assessments:attempt", attempt.pk)


def own_attempt(request: HttpRequest, pk: int) -> Attempt:
    """The viewer's own attempt. Raises Http404."""
    return get_object_or_404(Attempt.objects.owned_by(request.user).with_lesson(), pk=pk)


@require_safe
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = own_attempt(request, pk)
    if attempt.is_submitted:
        return redirect("assessments:result", attempt.pk)
    return _attempt_page(request, attempt)


def _attempt_page(request: HttpRequest, attempt: Attempt, refused: bool = False) -> HttpResponse:
    context = {**attempt_context(attempt, read_paper(attempt)), "refused": refused}
    return render(request, "assessments/attempt.html", context, status=400 if refused else 200)


@require_POST
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep answers. The script of the page asks for JSON; without it, a button sends the form here."""
    attempt = own_attempt(request, pk)
    for_script = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    try:
        save_answers(attempt.pk, request.POST)
    except EnrolmentClosed:
        raise Http404 from None
    except Refused:
        if for_script:
            return JsonResponse(
                {"problem": _("That is not one of the answers offered, so it was not kept.")}, status=400
            )
        return _attempt_page(request, attempt, refused=True)
    except NoLongerOpen:
        url = reverse("assessments:attempt", args=[attempt.pk])
        return JsonResponse({"url": url}, status=409) if for_script else redirect(url)
    if for_script:
        return JsonResponse(answered_of(read_paper(attempt)))
    messages.success(request, _("Your answers are saved. You can go on whenever you like."))
    return redirect("assessments:attempt", attempt.pk)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Grade it. Where questions are unanswered, the GET asks first."""
    attempt = own_attempt(request, pk)
    if request.method == "POST":
        try:
            attempt = submit_attempt(attempt.pk, request.POST, confirmed="confirmed" in request.POST)
        except EnrolmentClosed:
            raise Http404 from None
        except Refused:
            return _attempt_page(request, attempt, refused=True)
        return redirect("assessments:result" if attempt.is_submitted else "assessments:submit", attempt.pk)
    if attempt.is_submitted:
        return redirect("assessments:result", attempt.pk)
    return render(request, "assessments/submit.html", attempt_context(attempt, read_paper(attempt)))


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    attempt = own_attempt(request, pk)
    if not attempt.is_submitted:
        return redirect("assessments:attempt", attempt.pk)
    return render(request, "assessments/result.html", result_context(attempt, request.user))
