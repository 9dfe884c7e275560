"""Pages that draw on everything, and those that belong to the service as a whole."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assessments.models import Refresher
from cce_lms.gallery import examples
from certificates.models import Certificate
from courses.dates import from_today
from courses.outline import LessonOutline, Outline, outline_of
from courses.overview import course_overview
from courses.pages import length_of, where_in_module
from courses.places import own_enrolments, steps_of
from media_links.gaps import gaps_in_recordings


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What to go on with. The open enrolment is what counts; without one, the last that was completed."""
    enrolment = own_enrolments(request.user).first()
    if enrolment is None:
        return render(request, "pages/home_empty.html", {"part_of_day": part_of_day()})
    outline = outline_of(enrolment.course)
    overview = course_overview(outline, steps_of(enrolment, request.user))
    context = {
        "part_of_day": part_of_day(),
        "enrolment": enrolment,
        "overview": overview,
        "due": from_today(enrolment.due_on) if enrolment.due_on and enrolment.is_open else "",
        "next": next_up(outline, overview.next),
        "refresher": Refresher.objects.owned_by(request.user).wanted(timezone.localdate()).with_number().first(),
        "section": "learning",
        "is_past_due": bool(enrolment.is_open and enrolment.due_on and enrolment.due_on < timezone.localdate()),
    }
    if enrolment.completed_at:
        own = Certificate.objects.visible_to(request.user).filter(holder=request.user.pk, enrolment=enrolment)
        context["certificate"] = own.current().first()
    return render(request, "pages/home.html", context)


def next_up(outline: Outline, lesson: LessonOutline | None) -> dict[str, Any] | None:
    """What the card at the top says of the lesson to go on with."""
    module = outline.module(lesson.module_slug) if lesson else None
    if lesson is None or module is None:
        return None
    return {
        "lesson": lesson,
        "module": module,
        "place": f"{module.title} · {where_in_module(module, lesson)}",
        "text": f"{lesson.revision.summary} {length_of(lesson)}.".strip(),
    }


def part_of_day() -> str:
    """morning, afternoon or evening."""
    hour = timezone.localtime().hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


@login_not_required
@require_safe
def worried(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/worried.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"gaps": gaps_in_recordings()})


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Each piece of the look in each state, for those who build and edit."""
    if not request.user.is_staff:
        raise PermissionDenied
    return render(request, "pages/gallery.html", examples())


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that this process answers, and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
