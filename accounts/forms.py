"""Input about people and teams, cleaned."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.arranging import check_place
from accounts.models import Team, User


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ["name", "email", "is_active", "is_staff", "groups"]
        help_texts = {
            "name": _("As it is to stand on certificates."),
            "email": _("The person signs in with it, and mails go there. You vouch that it is theirs."),
            "is_active": _("Untick when somebody leaves, instead of deleting them."),
            "is_staff": _("For editors and administrators. Supervisors don’t need it."),
            "groups": _(
                "Editors change what is taught and see nobody’s record. People administrators look after people and "
                "teams, and see everyone’s record. Administrators do both."
            ),
        }

    def clean_email(self) -> str:
        email = User.objects.normalize_email(self.cleaned_data["email"])
        others = EmailAddress.objects.filter(email=email, verified=True).exclude(user=self.instance.pk)
        if others.exists() or User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Somebody with this e-mail address is already here."))
        return email


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Team
        fields = ["name", "parent"]
        help_texts = {
            "parent": _(
                "Who supervises that team also sees the people of this one. Leave it empty for the team at the top."
            ),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "parent" in cleaned:
            check_place(self.instance, cleaned["parent"])
        return cleaned
