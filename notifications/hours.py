"""When a reminder may reach somebody: by day, on the clock that hangs on their wall."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = time(8), time(18)


def next_opening(moment: datetime) -> datetime:
    """The moment itself where reminders may leave then, else the next at which they may."""
    local = moment.astimezone(LONDON)
    if OPENS <= local.time() < CLOSES:
        return moment
    day = local.date() if local.time() < OPENS else local.date() + timedelta(days=1)
    return datetime.combine(day, OPENS, LONDON)


def london_date(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The moment at which a day begins."""
    return datetime.combine(day, time(), LONDON)
