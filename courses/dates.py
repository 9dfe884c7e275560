"""Days as people say them."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def from_today(day: date) -> str:
    """How far a day is: “today”, “in 5 days”, “3 weeks from today”, “2 days ago”."""
    days = (day - timezone.localdate()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days < 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}
    if days < 14 or days % 7:
        if days < 14:
            return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
        return _("about %(weeks)d weeks from today") % {"weeks": round(days / 7)}
    return _("%(weeks)d weeks from today") % {"weeks": days // 7}
