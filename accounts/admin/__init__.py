"""People, teams and the service's own settings, as administrators change them."""

import allauth.account.admin  # registers what is unregistered below
import allauth.mfa.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

from accounts.admin import door, invitations, people, site, teams

__all__ = ["door", "invitations", "people", "site", "teams"]

# allauth's own pages would show the secrets of second factors, and let an address be verified for the wrong person.
admin.site.unregister([EmailAddress, Authenticator])
