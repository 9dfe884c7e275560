"""Input about people and teams, cleaned."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.arranging import check_place
from accounts.joining import check_joining
from accounts.models import Team, User
from accounts.registering import whose_is
from accounts.validators import validate_bare_address, validate_one_line, validate_plain_text

LONGEST_NAME = User._meta.get_field("name").max_length


class TeamField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The teams as a tree, as deep as it is from the highest of them."""

    highest = 0

    def label_from_instance(self, team: Team) -> str:
        return f"{'— ' * (team.depth - self.highest)}{team.name}"


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    joins = TeamField(
        label=_("Joins the team"),
        queryset=Team.objects.all(),
        required=False,
        help_text=_("To move somebody, choose their new team. What they belong to until then ends on that day."),
    )
    joins_on = forms.DateField(
        label=_("From"), required=False, widget=AdminDateWidget, help_text=_("Today, if you leave it empty.")
    )

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
        if whose_is(email) not in (None, self.instance):
            raise ValidationError(_("Somebody with this e-mail address is already here."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("joins_on") and not cleaned.get("joins"):
            self.add_error("joins", _("Choose the team that they join on that day."))
        elif cleaned.get("joins") and self.instance.pk:
            try:
                check_joining(self.instance, cleaned.get("joins_on") or timezone.localdate())
            except ValidationError as refusal:
                self.add_error("joins_on", refusal)
        return cleaned


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]
    parent = TeamField(
        label=_("Belongs to"),
        queryset=Team.objects.all(),
        required=False,
        empty_label=_("No other: it stands at the top"),
        help_text=_("Who supervises that team also sees the people of this one."),
    )

    class Meta:
        model = Team
        fields = ["name", "parent"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "parent" in cleaned:
            check_place(self.instance, cleaned["parent"])
        return cleaned


class InviteForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"),
        max_length=LONGEST_NAME,
        validators=[validate_one_line],
        help_text=_("They can put it right when they accept."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    address = forms.EmailField(
        label=_("Work e-mail address"),
        max_length=254,
        help_text=_(
            "The invitation goes there, and they sign in with it. Who has an account already gets a note instead, "
            "and nothing changes for them."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    team = TeamField(label=_("Team"), queryset=Team.objects.none(), empty_label=_("Choose a team"))
    supervises = forms.BooleanField(
        label=_("As a supervisor of this team"),
        required=False,
        help_text=_("They see the training of everybody in it, and in the teams beneath it."),
    )
    for_induction = forms.BooleanField(
        label=_("Put them on the induction"),
        required=False,
        initial=True,
        help_text=_("They can begin as soon as they accept."),
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        team = self.fields["team"]
        assert isinstance(team, TeamField)
        team.queryset = Team.objects.invitable_by(by)
        choices = list(team.queryset)
        team.highest = min((choice.depth for choice in choices), default=0)
        if by.invites_anywhere():
            team.required = False
            team.empty_label = _("No team yet")
        elif len(choices) == 1:
            team.initial = choices[0]

    def clean_address(self) -> str:
        address = User.objects.normalize_email(self.cleaned_data["address"])
        validate_bare_address(address)
        return address

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("supervises") and "team" in cleaned and cleaned["team"] is None:
            self.add_error("team", _("Choose the team that this person is to supervise."))
        return cleaned


class AcceptForm(forms.Form):
    name = forms.CharField(
        label=_("Your full name"),
        max_length=LONGEST_NAME,
        validators=[validate_one_line],
        help_text=_("As it is to stand on your certificate."),
    )
    password1 = forms.CharField(label=_("Password"), strip=False, max_length=1000, validators=[validate_plain_text])
    password2 = forms.CharField(label=_("The same once more"), strip=False, max_length=1000)

    def __init__(self, *args: Any, address: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.address = address

    @property
    def password_rules(self) -> list[str]:
        return [str(rule) for rule in password_validators_help_texts()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first:
            try:
                get_adapter().clean_password(first, User(email=self.address, name=cleaned.get("name", "")))
            except ValidationError as refusal:
                self.add_error("password1", refusal)
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        return cleaned
