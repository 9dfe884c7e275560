"""One's own certificates, and the public page where anybody can check one."""

from http import HTTPStatus

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certificates.forms import NameForm
from certificates.models import Certificate
from certificates.rendering import render_pdf
from certificates.verifying import look_up, name_matches

# Twenty names a minute are enough for a person with a pile of paper, and few for one who tries out a list.
RATES = {"look_up": "60/m/ip", "check_name": "20/m/ip,300/d/ip"}


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    certificates = Certificate.objects.visible_to(request.user).filter(holder=request.user.pk)
    return render(request, "certificates/list.html", {"certificates": certificates, "section": "certificates"})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    context = {"certificate": certificate, "state": certificate.state(), "section": "certificates"}
    return render(request, "certificates/detail.html", context)


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    certificate = get_object_or_404(Certificate.objects.visible_to(request.user), pk=pk)
    return HttpResponse(
        render_pdf(certificate.facts()),
        content_type="application/pdf",
        headers={
            # The serial number, not the person: file names end up in places where others look.
            "Content-Disposition": f'attachment; filename="certificate-{certificate.serial}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, public_id: str) -> HttpResponse:
    response = _limited(request) or _answer(request, public_id)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _limited(request: HttpRequest) -> HttpResponse | None:
    """A page that asks for patience, where this address has asked too often. The counts are shared by all processes.
    Allauth's public function knows its own actions only, and no limit on GET."""
    action = "check_name" if request.method == "POST" else "look_up"
    if ratelimit.consume(request, app="certificates", action=action, config=RATES, limit_get=True):
        return None
    response = render(request, "certificates/too_many.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = "60"
    return response


def _answer(request: HttpRequest, public_id: str) -> HttpResponse:
    certificate = look_up(public_id)
    if certificate is None:
        return render(request, "certificates/verify_unknown.html", status=HTTPStatus.NOT_FOUND)
    form = NameForm(request.POST if request.method == "POST" else None)
    matches = form.is_valid() and name_matches(certificate, form.cleaned_data["name"])
    context = {"certificate": certificate, "state": certificate.state(), "form": form, "matches": matches}
    return render(request, "certificates/verify.html", context)
