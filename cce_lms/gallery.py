"""Invented data for the gallery: every piece of the look in every state it can have."""

from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

LONG_NAME = "Wilhelmina Aleksandra Featherstonehaugh-Okonkwo-Gruffydd-Rajasekharan-Szymański"
DOMAINS = [("knowledge", _("Knowledge")), ("skills", _("Skills")), ("values", _("Values")), ("around", _("Around"))]


class ExampleForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=80, help_text=_("As it should stand on a certificate."))
    email = forms.EmailField(label=_("E-mail address"))
    team = forms.ChoiceField(label=_("Team"), choices=[("", _("Choose a team")), ("east", "East"), ("west", "West")])
    note = forms.CharField(label=_("Note"), widget=forms.Textarea, required=False)
    level = forms.ChoiceField(
        label=_("How do you see yourself here?"),
        choices=[("new", _("New to me")), ("finding", _("Finding my feet")), ("confident", _("Confident"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Days you work"),
        choices=[("mon", _("Monday")), ("tue", _("Tuesday"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label=_("I have read the notice about privacy"))

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError(_("Nothing has been saved yet: please look at what is marked below."))


class AccountForm(forms.Form):
    """For the lines of the account’s own pages, whose labels stand in the templates."""

    address = forms.EmailField()
    password = forms.CharField(help_text=_("Three or four words that you can remember make a good one."))
    code = forms.CharField(min_length=6)


def told() -> list[Message]:
    """One message of each level."""
    said = {
        constants.SUCCESS: _("Saved."),
        constants.INFO: _("That place could not be found, so here is the beginning."),
        constants.WARNING: _("Your invitation works until tomorrow."),
        constants.ERROR: _("Nothing has been saved yet."),
    }
    return [Message(level, str(text)) for level, text in said.items()]


def step(title: str, *, done: bool = False, current: bool = False, url: str = "#steps") -> dict[str, Any]:
    return {"title": title, "url": url, "done": done, "current": current}


def recording(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "audio",
        "label": "Audio 8",
        "title": "Why can’t children just leave?",
        "speaker": "",
        "confirmed": False,
        "embed_url": "https://www.youtube-nocookie.com/embed/00000000000?autoplay=1",
        "watch_url": "https://www.youtube.com/watch?v=00000000000",
        "provider_name": "YouTube",
        "transcript": "",
    } | changes


def players() -> list[dict[str, Any]]:
    """A recording before it is played, one that was stopped amid it, and one that this network blocks."""
    video = recording(kind="video", label="Video 3", title="What trust feels like", speaker="A speaker", confirmed=True)
    stopped = {"watched": "Played so far: 42 %", "resume": 200, "resume_at": "3:20", "resume_url": "#lesson"}
    blocked = {"is_blocked": True, "code_url": "/static/look/favicon.svg"}
    return [
        {"recording": recording(), "player": {}},
        {"recording": video | {"transcript": "What is said in it.\n\nAll of it."}, "player": stopped},
        {"recording": recording(label="", title="Something without a label"), "player": blocked},
    ]


def examples() -> dict[str, Any]:
    """The context of `pages/gallery.html`. Reads no rows and costs no query."""
    return {
        "long_name": LONG_NAME,
        "long_title": _("A Module Whose Title Goes On for Eighty Characters, as One in Forty of Them Does"),
        "domains": DOMAINS,
        "tones": ["ok", "soon", "late", "plain"],
        "bars": [(0, 7), (1, 7), (5, 7), (7, 7)],
        "percents": [0, 38, 100],
        "pages": [Paginator(range(60), 20).page(number) for number in (1, 2, 3)],
        "steps": [
            step("Children are Victims First", done=True),
            step("Fear and Danger", current=True),
            step("Process of Psychological Coercion"),
            step("Not published yet", url=""),
            step("Quiz: Coercive Control"),
        ],
        "points": [
            "Debt ties a child to the people who exploit them, and makes leaving dangerous.",
            "Coercion changes what feels dangerous: speaking to you may frighten a child more than staying.",
            "Not asking for help is not the same as not wanting it.",
        ],
        "players": players(),
        "ways": {"read": _("I have read the text"), "elsewhere": _("I watched it elsewhere")},
        "crumbs": [{"title": _("My learning"), "url": "/"}, {"title": "Coercive Control", "url": "#crumbs"}],
        "empty_form": ExampleForm(prefix="empty"),
        "account_form": AccountForm({"account-address": "amina@example.org", "account-code": "12"}, prefix="account"),
        "told": told(),
        "wrong_form": ExampleForm({"wrong-name": LONG_NAME * 2, "wrong-email": "amina"}, prefix="wrong"),
    }
