"""Inviting people, and being invited."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import inviting
from accounts.forms import AcceptForm, InviteForm
from accounts.models import Invitation, User

View = Callable[..., HttpResponse]


def inviter(request: HttpRequest) -> User:
    """The person who is signed in. Raises PermissionDenied where they may invite nobody."""
    if not request.user.is_authenticated or not request.user.may_invite():
        raise PermissionDenied
    return request.user


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    by = inviter(request)
    form = InviteForm(request.POST or None, by=by)
    if request.method == "POST" and form.is_valid():
        if too_many := consume_or_429(request, action="invite"):
            return too_many
        try:
            invitation = inviting.invite(by, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, sent(invitation))
            return redirect("accounts:invitations")
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    viewer = inviter(request)
    actable = Invitation.objects.actable_by(viewer).filter(pk=OuterRef("pk"))
    rows = (
        Invitation.objects.visible_to(viewer)
        .unfinished()
        .with_backing()
        .annotate(is_actable=Exists(actable))
        .select_related("team", "invited_by")
    )
    return render(request, "accounts/invitations.html", {"page": Paginator(rows, 50).get_page(request.GET.get("page"))})


@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    by = inviter(request)
    invitation = invitation_to_act_on(by, pk)
    if too_many := consume_or_429(request, action="invite"):
        return too_many
    try:
        messages.success(request, sent(inviting.invite_again(invitation, by)))
    except inviting.NoLongerHolds:
        messages.info(request, _("This invitation has been accepted or withdrawn in the meantime."))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("accounts:invitations")


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = invitation_to_act_on(inviter(request), pk)
    if request.method == "GET":
        return render(request, "accounts/withdraw.html", {"invitation": invitation})
    if inviting.withdraw(invitation):
        messages.success(request, _("The invitation is withdrawn. Its link no longer works."))
    else:
        messages.info(request, _("This invitation has been accepted or withdrawn in the meantime."))
    return redirect("accounts:invitations")


def invitation_to_act_on(by: User, pk: int) -> Invitation:
    """404 for an invitation one can't see, 403 for one that one can see and could not give."""
    invitation = get_object_or_404(Invitation.objects.visible_to(by).select_related("team"), pk=pk)
    if not Invitation.objects.actable_by(by).filter(pk=pk).exists():
        raise PermissionDenied
    return invitation


def sent(invitation: Invitation) -> str:
    """The same words whoever the address belongs to: they tell nobody who is here already."""
    return _("The invitation to %(address)s is on its way. Its link works for two weeks.") % {
        "address": invitation.address
    }


def keeps_its_address_to_itself(view: View) -> View:
    """For a page whose address opens an account: neither kept by the browser nor told to where a link leads. With
    `no-referrer` a browser would not say where a form comes from, and the form would be refused."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return wrapped


@login_not_required
@sensitive_post_parameters("password1", "password2")
@keeps_its_address_to_itself
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in an invitation leads. To look changes nothing."""
    invitation = inviting.find(token)
    if invitation is None:
        return no_longer_works(request)
    if request.user.is_authenticated:
        return render(request, "accounts/sign_out_first.html", {"invitation": invitation})
    form = AcceptForm(request.POST or None, initial={"name": invitation.name}, address=invitation.address)
    if request.method == "POST" and form.is_valid():
        try:
            person = inviting.accept(token, form.cleaned_data["name"], form.cleaned_data["password1"])
        except inviting.NoLongerHolds:
            return no_longer_works(request)
        return perform_login(request, person)
    context = {"invitation": invitation, "form": form}
    return render(request, "accounts/accept.html", context, status=422 if form.errors else 200)


def no_longer_works(request: HttpRequest) -> HttpResponse:
    """One page whether the link was used, withdrawn, too old or made up. Whoever tries many is slowed down."""
    too_many = consume_or_429(request, action="invitation", limit_get=True)
    return too_many or render(request, "accounts/no_longer_works.html", status=404)
