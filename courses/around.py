"""Views of what stands around the lessons: words explained, and handouts. Open to everybody who is signed in."""

from __future__ import annotations

from pathlib import PurePath

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.glossary import explained, read_terms
from courses.models import Handout


def _crumbs() -> list[dict[str, str]]:
    return [{"title": _("Library"), "url": reverse("courses:library")}]


@require_safe
def glossary(request: HttpRequest) -> HttpResponseBase:
    context = {"section": "library", "crumbs": _crumbs(), "terms": list(read_terms().values())}
    return render(request, "courses/glossary.html", context)


@require_safe
def handout(request: HttpRequest, handout: str) -> HttpResponseBase:
    found = get_object_or_404(Handout, slug=handout)
    context = {
        "section": "library",
        "crumbs": _crumbs(),
        "handout": found,
        # Words are explained on pages of lessons; here they are plain.
        "body": explained(found.body, {})[0],
        "original_kind": PurePath(found.original.name or "").suffix.lstrip(".").upper(),
    }
    return render(request, "courses/handout.html", context)


@require_safe
def handout_original(request: HttpRequest, handout: str) -> HttpResponseBase:
    """Always as a download, whatever it is: nothing that was uploaded is shown as a page of this site."""
    found = get_object_or_404(Handout.objects.exclude(original=""), slug=handout)
    try:
        file = found.original.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"{found.slug}{PurePath(found.original.name or '').suffix}"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
