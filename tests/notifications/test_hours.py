"""Reminders come by day, on the clock on the wall, also when that clock is changed."""

from datetime import UTC, datetime

import pytest

from notifications.hours import LONDON, london_date, next_opening, start_of


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        (london(2026, 12, 1, 7, 59, 59), london(2026, 12, 1, 8)),
        (london(2026, 12, 1, 8), london(2026, 12, 1, 8)),
        (london(2026, 12, 1, 17, 59, 59), london(2026, 12, 1, 17, 59, 59)),
        (london(2026, 12, 1, 18), london(2026, 12, 2, 8)),
        (london(2026, 12, 31, 23, 59), london(2027, 1, 1, 8)),
        # In summer, eight o’clock is seven in Greenwich.
        (datetime(2026, 7, 1, 6, 59, tzinfo=UTC), datetime(2026, 7, 1, 7, tzinfo=UTC)),
        (datetime(2026, 7, 1, 17, 0, tzinfo=UTC), datetime(2026, 7, 2, 7, tzinfo=UTC)),
        # The clocks go forward on 28 March 2027 at one: the night has eleven hours and a day less one.
        (datetime(2027, 3, 27, 18, 0, tzinfo=UTC), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), datetime(2027, 3, 28, 7, tzinfo=UTC)),
        # They go back on 25 October 2026 at two: one o’clock comes twice.
        (datetime(2026, 10, 24, 17, 0, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 8, tzinfo=UTC)),
    ],
)
def test_the_next_moment_at_which_a_reminder_may_leave(moment: datetime, opening: datetime):
    assert next_opening(moment).astimezone(UTC) == opening.astimezone(UTC)


def test_the_day_is_the_one_in_london():
    assert london_date(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)).isoformat() == "2026-07-02"
    assert london_date(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)).isoformat() == "2026-12-01"


@pytest.mark.parametrize(
    ("day", "begins"), [("2027-03-28", "2027-03-28T00:00"), ("2027-03-29", "2027-03-28T23:00"),
                        ("2026-10-25", "2026-10-24T23:00"), ("2026-10-26", "2026-10-26T00:00")],
)  # fmt: skip
def test_a_day_begins_at_midnight_in_london(day: str, begins: str):
    found = start_of(datetime.fromisoformat(day).date()).astimezone(UTC)
    assert found == datetime.fromisoformat(begins).replace(tzinfo=UTC)
