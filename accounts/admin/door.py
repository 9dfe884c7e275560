"""The way in."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class NoSignInHere(AdminAuthenticationForm):
    """Refuses everybody. The admin's own sign-in page would ask for no second factor and count no failed attempts."""

    def clean(self) -> dict[str, Any]:
        raise ValidationError(_("Sign in on the site’s own page."))


admin.site.login_form = NoSignInHere
