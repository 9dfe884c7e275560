"""What a lesson may speak of that somebody would want to know beforehand."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CONTENT_NOTES = {
    "violence": gettext_lazy("violence"),
    "sexual-violence": gettext_lazy("sexual violence"),
    "threats-to-life": gettext_lazy("threats to children’s lives"),
    "domestic-abuse": gettext_lazy("domestic abuse"),
    "coercive-control": gettext_lazy("coercive control"),
    "drugs": gettext_lazy("drugs"),
    "self-harm": gettext_lazy("self-harm"),
    "racism": gettext_lazy("racism"),
}


def spoken_of(keys: Iterable[str]) -> str:
    """The notes as one phrase, “violence, drugs and racism”, or an empty string."""
    names = [str(CONTENT_NOTES[key]) for key in CONTENT_NOTES if key in set(keys)]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
