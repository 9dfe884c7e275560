"""What needs attention, on the front page of the administration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import SiteSettings, User
from assessments.models import Question
from courses.models import Lesson
from media_links.models import MediaLink

register = template.Library()


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to see to, and where. What is urgent concerns a child's safety."""

    text: str
    url: str
    urgent: bool = False


@register.inclusion_tag("admin/attention.html", takes_context=True)
def attention(context: Context) -> dict[str, Any]:
    viewer = context["request"].user
    return {"concerns": [*_about_the_service(viewer), *_about_content(viewer)]}


def _about_the_service(viewer: User | AnonymousUser) -> list[Concern]:
    if not viewer.has_perm("accounts.change_sitesettings") or SiteSettings.load().has_safeguarding_route:
        return []
    text = _("Your safeguarding route is empty: staff who worry about a child see a general text and 999.")
    return [Concern(text, reverse("admin:accounts_sitesettings_changelist"), urgent=True)]


def _about_content(viewer: User | AnonymousUser) -> list[Concern]:
    concerns = []
    if viewer.has_perm("media_links.view_medialink"):
        links = reverse("admin:media_links_medialink_changelist")
        played = MediaLink.objects.hosted()
        gone = played.filter(health=MediaLink.Health.GONE).count()
        said = ngettext("%(n)d recording is gone", "%(n)d recordings are gone", gone)
        concerns.append((gone, said, f"{links}?health__exact=gone"))
        concerns += _unconfirmed(viewer, links)
        unread = MediaLink.objects.without_transcript().count()
        said = ngettext("%(n)d recording has no transcript", "%(n)d recordings have no transcript", unread)
        concerns.append((unread, said, f"{links}?transcript=no"))
        unseen = MediaLink.objects.without_known_captions().count()
        said = ngettext("%(n)d video has no captions that anybody knows of",
                        "%(n)d videos have no captions that anybody knows of", unseen)  # fmt: skip
        concerns.append((unseen, said, f"{links}?captions=no"))
    if viewer.has_perm("courses.view_lesson"):
        lessons = reverse("admin:courses_lesson_changelist")
        unpublished = Lesson.objects.filter(live=None).count()
        said = ngettext("%(n)d lesson isn’t published", "%(n)d lessons aren’t published", unpublished)
        concerns.append((unpublished, said, f"{lessons}?state=unpublished"))
        missing = Lesson.objects.without_wanted_note().count()
        said = ngettext("%(n)d lesson waits for your service’s own procedure",
                        "%(n)d lessons wait for your service’s own procedure", missing)  # fmt: skip
        concerns.append((missing, said, f"{lessons}?procedure=missing"))
        due = Lesson.objects.due_for_review(timezone.localdate()).count()
        said = ngettext("%(n)d lesson is due for a practitioner’s review",
                        "%(n)d lessons are due for a practitioner’s review", due)  # fmt: skip
        concerns.append((due, said, f"{lessons}?review=due"))
        unread = Lesson.objects.published().filter(reviews=None).count()
        said = ngettext("%(n)d lesson has not been reviewed by a practitioner",
                        "%(n)d lessons have not been reviewed by a practitioner", unread)  # fmt: skip
        concerns.append((unread, said, f"{lessons}?review=never"))
        drafts = Lesson.objects.filter(draft__isnull=False, live__isnull=False).count()
        said = ngettext("%(n)d published lesson has a newer draft", "%(n)d published lessons have newer drafts", drafts)
        concerns.append((drafts, said, f"{lessons}?state=draft"))
    if viewer.has_perm("assessments.view_question"):
        poor = Question.objects.with_poor_figures().count()
        said = ngettext("%(n)d question has poor figures", "%(n)d questions have poor figures", poor)
        questions = reverse("admin:assessments_question_changelist")
        concerns.append((poor, said, f"{questions}?figures=poor"))
    return [Concern(said % {"n": number}, url) for number, said, url in concerns if number]


def _unconfirmed(viewer: User | AnonymousUser, links: str) -> list[tuple[int, str, str]]:
    """Those of the toolkit are looked at side by side, since a wrong one is seldom alone."""
    unsure = MediaLink.objects.hosted().filter(pairing_confirmed=False)
    together = MediaLink.objects.of_the_toolkit() if viewer.has_perm("media_links.change_medialink") else unsure.none()
    screen = unsure.filter(pk__in=together.order_by().values("pk")).count()
    single = unsure.exclude(pk__in=together.order_by().values("pk")).count()
    pairs = ngettext("%(n)d recording of the toolkit has a title that nobody has confirmed",
                     "%(n)d recordings of the toolkit have titles that nobody has confirmed", screen)  # fmt: skip
    others = ngettext("%(n)d recording has a title that nobody has confirmed",
                      "%(n)d recordings have titles that nobody has confirmed", single)  # fmt: skip
    return [
        (screen, pairs, reverse("admin:media_links_medialink_pairing")),
        (single, others, f"{links}?pairing_confirmed__exact=0"),
    ]
