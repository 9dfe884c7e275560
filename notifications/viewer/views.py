"""What was sent, as its readers see it. Open without signing in: a reset link is read by somebody who can't."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from notifications.viewer.letters import Letter, folder, letter_called, letters

# A mail may have styles of its own and nothing else, be it opened in our frame or by itself: no script, no picture from
# elsewhere, no form. Given whole, for the decorators only change the policy of the pages.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@login_not_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/viewer/index.html", {"letters": letters(), "folder": folder()})


@login_not_required
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
@require_safe
def detail(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "notifications/viewer/detail.html", {"letter": find(name)})


@login_not_required
@never_cache
@xframe_options_sameorigin
@require_safe
def html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part alone, for a frame. Its links open outside of it."""
    framed = find(name).html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(framed, headers={"Content-Security-Policy": MAIL_POLICY})


@login_not_required
@never_cache
@require_safe
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    attachments = find(name).attachments
    if number >= len(attachments):
        raise Http404
    found = attachments[number]
    response = HttpResponse(found.content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{safe_name(found.name)}"'
    return response


def find(name: str) -> Letter:
    letter = letter_called(name)
    if letter is None:
        raise Http404
    return letter


def safe_name(name: str) -> str:
    return "".join(
        character for character in name if character.isascii() and (character.isalnum() or character in "-_.")
    )
