"""One screen for the pairs of labels and addresses: looked at by GET, with a preview of each change; done by POST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_links.models import MediaLink
from media_links.pairing import Moves, Stale, WrongMoves, back, confirm, move, state_of
from media_links.pairing_forms import CONFIRM, MOVE, UNCONFIRM, PairingForm
from media_links.playing import playable
from media_links.titles import ALIKE, likeness

if TYPE_CHECKING:
    from media_links.admin import MediaLinkAdmin

HERE = "admin:media_links_medialink_pairing"


def pairing_view(link_admin: MediaLinkAdmin, request: HttpRequest) -> HttpResponse:
    if not link_admin.has_change_permission(request):
        raise PermissionDenied
    links = list(MediaLink.objects.of_the_toolkit())
    if request.method == "POST":
        return _do(request, PairingForm(request.POST, links))
    context = {
        **link_admin.admin_site.each_context(request),
        "title": _("Do titles and recordings belong together?"),
        "opts": link_admin.opts,
        "state": state_of(links),
        "rows": [_row(link, link) for link in links],
        "knows_titles": any(link.owner_title for link in links),
    }
    if "do" in request.GET:
        form = PairingForm(request.GET, links)
        if _refuse(request, form, state_of(links)):
            return redirect(HERE)
        context["preview"] = _preview(form)
    return TemplateResponse(request, "admin/media_links/medialink/pairing.html", context)


def _row(link: MediaLink, source: MediaLink) -> dict[str, Any]:
    """`link` as it would stand with the address of `source`."""
    alike = likeness(link.title, source.owner_title, link.label)
    return {
        "link": link,
        "source": source,
        "opens": playable(source).watch_url,
        "is_alike": alike >= ALIKE,
        "is_told": bool(source.owner_title),
    }


def _refuse(request: HttpRequest, form: PairingForm, state: str) -> bool:
    """Whether it can't be done; says why."""
    if not form.is_valid():
        told = form.non_field_errors() or [_("That could not be understood. Please try again from this page.")]
        messages.error(request, str(told[0]))
    elif form.cleaned_data["state"] != state:
        _say_stale(request)
    else:
        return False
    return True


def _say_stale(request: HttpRequest) -> None:
    messages.error(
        request,
        _("Somebody changed these recordings since you opened the page. Nothing was changed now: please look again."),
    )


def _preview(form: PairingForm) -> dict[str, Any]:
    by_pk = {link.pk: link for link in form.links}
    do = MOVE if form.moves else form.cleaned_data["do"]
    sources = form.moves or {pk: pk for pk in form.rows}
    rows = [_row(link, by_pk[sources[link.pk]]) for link in form.links if link.pk in sources]
    return {
        "do": do,
        "moves": [f"{pk}-{source}" for pk, source in form.moves.items()],
        "rows": rows,
        "title": _said(do, len(rows)),
        "unconfirms": sum(row["link"].pairing_confirmed for row in rows) if do == MOVE else 0,
    }


def _said(do: str, number: int) -> str:
    """What the change is called before it is done."""
    if do == CONFIRM:
        said = ngettext("Confirm %(n)d title?", "Confirm %(n)d titles?", number)
    elif do == UNCONFIRM:
        said = ngettext(
            "Take back that %(n)d title is confirmed?", "Take back that %(n)d titles are confirmed?", number
        )
    else:
        said = ngettext("Move %(n)d address?", "Move %(n)d addresses?", number)
    return said % {"n": number}


def _do(request: HttpRequest, form: PairingForm) -> HttpResponse:
    if not form.is_valid():
        _refuse(request, form, "")
        return redirect(HERE)
    do, state = form.cleaned_data["do"], form.cleaned_data["state"]
    try:
        if do in {CONFIRM, UNCONFIRM}:
            confirm(form.rows, state, do == CONFIRM)
            _log(request, form.rows, _("Title confirmed.") if do == CONFIRM else _("Title no longer confirmed."))
            messages.success(request, _("Saved. Learners see it from now on."))
        else:
            after = move(form.moves, state)
            _log(request, form.moves, _("Has the address of another recording."))
            messages.success(request, _moved(form.moves, after))
    except Stale:
        _say_stale(request)
    except WrongMoves:
        messages.error(request, _("Nothing was changed: each address has to stand in one place."))
    return redirect(HERE)


def _moved(moves: Moves, state: str) -> str:
    undo = QueryDict(mutable=True)
    undo.update({"do": MOVE, "state": state})
    undo.setlist("move", [f"{pk}-{source}" for pk, source in back(moves).items()])
    return format_html(
        '{} <a href="{}?{}">{}</a>',
        _("Moved. Titles that were confirmed there have to be confirmed again."),
        reverse(HERE),
        undo.urlencode(),
        _("Undo it"),
    )


def _log(request: HttpRequest, pks: Any, message: str) -> None:
    assert request.user.pk
    LogEntry.objects.log_actions(request.user.pk, MediaLink.objects.filter(pk__in=list(pks)), CHANGE, message)
