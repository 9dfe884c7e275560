"""A guided reflection is a lesson that saying “I have thought about it” completes. Blank is fine."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.kinds import LessonKind
from courses.models import How
from courses.places import Place


class GuidedReflection(LessonKind):
    key = "reflection"
    completes_with = _("I have thought about it, or talked it over")

    def how_completed(self, place: Place, data: Any) -> How | None:
        return How.REFLECTED

    def counted(self, number: int) -> str:
        return ngettext("a reflection", "%(number)d reflections", number) % {"number": number}
