"""What people who can't hear are missing: counted, told to editors, and stated to everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from media_links.gaps import Gaps, gaps_in_recordings
from media_links.models import MediaLink
from tests.courses.editors import signed_in, with_role
from tests.media_links.building import recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def links(db: None) -> None:
    recording(1, captions="yes", transcript="Said aloud.")
    recording(2, captions="no")
    recording(3)
    recording(4, kind="audio", transcript="Said aloud.")
    recording(5, kind="audio")
    recording(6, kind="podcast")
    MediaLink.objects.create(key="page", kind="website", group="further", title="A page", url="https://example.org/")


def test_they_are_counted_from_the_rows(links: None) -> None:
    assert gaps_in_recordings() == Gaps(2, 1, 3, 1, 1)


def test_without_recordings_nothing_is_missing(db: None) -> None:
    assert gaps_in_recordings() == Gaps(0, 0, 0, 0, 0)


def test_the_accessibility_statement_states_them(
    client: Client, links: None, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        page = client.get(reverse("accessibility")).content.decode()
    assert "1 of 2 audio recordings has no transcript (WCAG 1.2.1)." in page
    assert "For 1 of 3 videos we do not know whether it has captions (WCAG 1.2.2)." in page
    assert "1 of 3 videos has no captions (WCAG 1.2.2)." in page
    MediaLink.objects.update(captions="yes", transcript="Said aloud.")
    page = client.get(reverse("accessibility")).content.decode()
    assert "WCAG 1.2" not in page


def test_editors_find_them_on_the_front_page_and_come_to_just_these(links: None) -> None:
    editor = signed_in(with_role("Edda", "Editor"))
    page = editor.get(reverse("admin:index")).content.decode()
    assert "4 recordings have no transcript" in page
    assert "2 videos have no captions that anybody knows of" in page
    listed = reverse("admin:media_links_medialink_changelist")
    for query, keys in {
        "transcript=no": {"video-2", "video-3", "video-5", "video-6"},
        "captions=no": {"video-2", "video-3"},
        "captions=yes": {"video-1"},
    }.items():
        assert f"{listed}?{query}" in page or query.endswith("yes")
        assert {row.key for row in editor.get(f"{listed}?{query}").context["cl"].queryset} == keys


def test_nobody_else_is_told_of_them(links: None) -> None:
    page = signed_in(with_role("Pia", "People administrator")).get(reverse("admin:index")).content.decode()
    assert "transcript" not in page
