"""What a learner sees of a course."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from courses.choosing import choose_ways
from courses.completing import EnrolmentClosed, complete_lesson, revision_read
from courses.enrolling import start as start_enrolment
from courses.kinds import kind_of
from courses.library import library_for
from courses.models import Handout, SupportContact
from courses.module_ways import choices_for
from courses.outline import outline_of
from courses.overview import module_overview
from courses.panels import keep_panels, panels_for
from courses.places import Place, find_lesson, find_module, own_enrolments, steps_of
from courses.players import played_so_far
from courses.reaching import reach
from courses.returning import lesson_path, support_url
from courses.watch_reports import NotAReport, read_report
from courses.watching import note_watching
from courses.ways import Way, offered

NO_SUCH_WAY = gettext_lazy("That is not one of the choices here. Please choose again.")


@require_safe
def course(request: HttpRequest, course: str) -> HttpResponse:
    """Nobody links here but people who shorten addresses."""
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_POST
def start(request: HttpRequest, course: str) -> HttpResponse:
    enrolment = get_object_or_404(own_enrolments(request.user).filter(course__slug=course)[:1])
    start_enrolment(enrolment)
    lesson = steps_of(enrolment, request.user).next_in_course(outline_of(enrolment.course))
    return redirect(lesson.url() if lesson else settings.LOGIN_REDIRECT_URL)


@require_safe
def module(request: HttpRequest, course: str, module: str) -> HttpResponse:
    place = find_module(request.user, course, module)
    return render(request, "courses/module.html", module_overview(place))


@require_safe
def lesson(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    place = find_lesson(request.user, course, module, lesson)
    reach(place)
    return kind_of(place.lesson.kind).page(request, place)


@require_POST
def complete(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    place = find_lesson(request.user, course, module, lesson)
    if place.enrolment is None or place.is_preview:
        raise Http404
    kind = kind_of(place.lesson.kind)
    how = kind.how_claimed(place, request.POST)
    if how is None:
        messages.error(request, _("That did not complete the lesson. Please go through it to its end."))
        return redirect(place.lesson.url())
    panels = panels_for(request, place)
    if not keep_panels(panels):
        return kind.page(request, place, panels)
    revision = revision_read(place.lesson.pk, request.POST.get("revision"), place.lesson.revision)
    try:
        complete_lesson(place.enrolment.pk, place.lesson.pk, revision, how)
    except EnrolmentClosed:
        raise Http404 from None
    return redirect(_onward(place))


@require_POST
def watched(request: HttpRequest, course: str, module: str, lesson: str, recording: int) -> HttpResponse:
    """What the player’s script reports while a recording plays. Answers with JSON."""
    place = find_lesson(request.user, course, module, lesson)
    if place.enrolment is None or place.is_preview or place.lesson.recording(recording) is None:
        raise Http404
    revision = revision_read(place.lesson.pk, request.POST.get("revision"), place.lesson.revision)
    may_complete = bool(kind_of(place.lesson.kind).claims)
    try:
        report = read_report(request.POST.get("report", ""))
        seen = note_watching(place.enrolment.pk, place.lesson, recording, report, revision if may_complete else None)
    except NotAReport:
        return JsonResponse({"problem": _("This is no report of a player.")}, status=400)
    except EnrolmentClosed:
        raise Http404 from None
    said = played_so_far(seen.intervals, seen.length)
    return JsonResponse({"said": said, "whole": seen.is_whole, "complete": seen.lesson_is_complete})


@require_safe
def code(request: HttpRequest, course: str, module: str, lesson: str, recording: int) -> HttpResponse:
    """A QR code that opens the recording at its provider, on a device in another network."""
    found = find_lesson(request.user, course, module, lesson).lesson.recording(recording)
    if found is None or not found.watch_url:
        raise Http404
    answer = HttpResponse(content_type="image/svg+xml")
    qr_code = segno.make(found.watch_url, error="m", micro=False)
    qr_code.save(answer, kind="svg", scale=4, light="#fff")  # type: ignore[arg-type]  # all it does is write bytes
    return answer


def _onward(place: Place) -> str:
    """The next lesson of the module, or the module's page, which says what was covered and what comes next."""
    following = place.next_lesson()
    return following.url() if following else place.module.url()


@require_POST
def choose(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """How somebody takes a lesson that speaks of something hard."""
    place = find_lesson(request.user, course, module, lesson)
    if place.is_preview:
        raise Http404
    way = _way_sent(request)
    if way is None or way not in offered([place.lesson], kind_of(place.lesson.kind).together):
        messages.error(request, NO_SUCH_WAY)
        return redirect(place.lesson.url())
    choose_ways(request.user, {place.lesson.pk: way})  # type: ignore[arg-type]
    if way == Way.LATER:
        messages.success(request, _("Kept for later: %(title)s.") % {"title": place.lesson.title})
        return redirect(_onward(place))
    return redirect(f"{place.lesson.url()}#{'before' if way == Way.TOGETHER else 'text'}")


@require_POST
def choose_module(request: HttpRequest, course: str, module: str) -> HttpResponse:
    """How somebody takes what is left of a module that speaks of something hard."""
    place = find_module(request.user, course, module)
    if place.enrolment is None:
        raise Http404
    way = _way_sent(request)
    ways = choices_for(place, way) if way else {}
    if not ways:
        messages.error(request, NO_SUCH_WAY)
        return redirect(place.module.url())
    choose_ways(request.user, ways)  # type: ignore[arg-type]
    if way == Way.LATER:
        messages.success(request, _("Kept for later: %(title)s.") % {"title": place.module.title})
    steps = steps_of(place.enrolment, request.user)
    following = steps.next_in_course(place.outline) if way == Way.LATER else steps.next_in(place.module)
    return redirect(following.url() if following and way != Way.TOGETHER else f"{place.module.url()}#before")


def _way_sent(request: HttpRequest) -> Way | None:
    sent = request.POST.get("way")
    return Way(sent) if sent in Way.values else None


@require_POST
def take_break(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """Keep what was typed so far and lead to where support is, from where a link leads back."""
    place = find_lesson(request.user, course, module, lesson)
    if place.is_preview:
        raise Http404
    panels = panels_for(request, place)
    if not keep_panels(panels):
        return kind_of(place.lesson.kind).page(request, place, panels)
    return redirect(support_url(request.POST.get("back", "")))


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    context = {"library": library_for(request.user, request.GET), "handouts": Handout.objects.all()}
    return render(request, "courses/library.html", context)


@login_not_required
@require_safe
def support(request: HttpRequest) -> HttpResponse:
    back = lesson_path(request.GET.get("back", ""))
    return render(request, "courses/support.html", {"contacts": SupportContact.objects.all(), "back": back})
