"""What people type about certificates."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_one_line


class NameForm(forms.Form):
    """The name as it stands on the paper."""

    name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=150,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class WithdrawForm(forms.Form):
    """Why a certificate no longer holds. Its holder sees it; the public page does not show it."""

    why = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=200,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=_("One sentence. Its holder sees it; the public page doesn’t show it."),
    )
