"""What supervisors see of their people. Somebody else's person is nobody: 404."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from certificates.models import Certificate
from supervision.exports import EXPORTS
from supervision.pages import team_page
from supervision.record import read_courses, read_enrolments
from supervision.reports import REPORTS
from supervision.roster import people_of
from supervision.scope import scope_of


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user, request.GET)
    return render(request, "supervision/team.html", team_page(scope, request.GET.get("page")))


@require_safe
def export(request: HttpRequest, ending: str) -> StreamingHttpResponse:
    written = EXPORTS.get(ending)
    if written is None:
        raise Http404
    report = REPORTS["team"](request.user, request.GET)
    return StreamingHttpResponse(
        written.write(report),
        content_type=written.content_type,
        headers={"Content-Disposition": f'attachment; filename="{report.key}-{timezone.localdate()}.{written.key}"'},
    )


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    learner = get_object_or_404(people_of(request.user), pk=pk)
    enrolments = read_enrolments(request.user, learner)
    context = {
        "person": learner,
        "courses": read_courses(request.user, enrolments),
        "enrolments": enrolments,
        "certificates": Certificate.objects.visible_to(request.user).filter(holder=learner),
        "section": "team",
    }
    return render(request, "supervision/person.html", context)
