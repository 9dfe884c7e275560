"""How much of a lesson people still know later: for editors, in shares of many people's points, and of nobody's."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from assessments.models import Refresher, RefresherQuestion

# Beneath so many different people, a share could tell of one of them.
FEWEST_PEOPLE = 10
# Shares are rounded to these steps, so that one more answer can't be read from the difference.
ROUNDED_TO = 5
LATER = (Refresher.Step.MONTH, Refresher.Step.QUARTER)


@dataclass(frozen=True, slots=True)
class Remembered:
    """`percent` is None where too few people have answered to say."""

    days: int
    percent: int | None


def remembered(lesson_id: int) -> list[Remembered]:
    """For 30 and for 90 days after passing: the share of points in what was answered about a lesson. One query."""
    rows = (
        RefresherQuestion.objects.answered()
        .filter(version__question__lesson=lesson_id, refresher__step__in=LATER)
        .order_by()
        .values_list("refresher__step")
        .annotate(people=Count("refresher__enrolment__learner", distinct=True), got=Sum("points"), of=Sum("maximum"))
    )
    shares = {step: rounded(got, of) for step, people, got, of in rows if people >= FEWEST_PEOPLE}
    return [Remembered(step.value, shares.get(step.value)) for step in LATER]


def rounded(points: int, maximum: int) -> int:
    return ROUNDED_TO * round(100 * points / maximum / ROUNDED_TO)
