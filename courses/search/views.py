"""The page of what was found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.search.searching import search


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    found = search(request.user, request.GET.get("q", ""))
    return render(request, "courses/search.html", {"section": "search", "results": found})
