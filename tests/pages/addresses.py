"""The site's addresses, and beside them one for each thing that can go wrong."""

from __future__ import annotations

from collections.abc import Callable

from allauth.core.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.csrf import csrf_failure

from cce_lms.urls import urlpatterns as urls_of_the_site


def bad_request(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def not_found(request: HttpRequest) -> HttpResponse:
    raise Http404


def fault(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def closed(request: HttpRequest) -> HttpResponse:
    return render(request, "503.html", status=503)


WRONG: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "400": bad_request,
    "403": forbidden,
    "403-csrf": csrf_failure,
    "404": not_found,
    "429": respond_429,
    "500": fault,
    "503": closed,
}
urlpatterns = [
    *[path(f"wrong/{name}/", login_not_required(view), name=f"wrong-{name}") for name, view in WRONG.items()],
    *urls_of_the_site,
]
