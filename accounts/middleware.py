"""What holds for every page: a second factor where it is required, and nothing personal left in a browser's cache."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponse]

# What somebody who must still set up a second factor can reach: setting it up, what that asks for on the way (the
# password again, a verified address), and the way out. Pages that need no sign-in stay open besides.
OPEN_WITHOUT_SECOND_FACTOR = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_change_password",
    "account_set_password",
    "account_logout",
    "worried",
    "healthz",
}


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether the person must set up a second factor before anything else: they can see other people's records, or
    change the site, and have none. Costs no query, for the person was loaded with the answers."""
    user = request.user
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
        return False
    return (user.is_staff or user.supervises_somebody() or user.sees_everyone()) and not user.has_second_factor


def second_factor_required(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        # By the full name: the admin has addresses of its own called `logout` and `login`.
        if match and match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if not getattr(view, "login_required", True) or not needs_second_factor(request):
            return None
        messages.info(
            request, _("People who see others’ records sign in with a second step. Set it up here, then go on.")
        )
        return redirect("mfa_index")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def personal_pages_are_not_stored(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


def browsers_forget_who_signed_out(get_response: Handler) -> Handler:
    """Asks the browser to drop what pages keep in it, such as drafts, once somebody has signed out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        was_signed_in = request.method == "POST" and SESSION_KEY in request.session
        response = get_response(request)
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response

    return middleware
