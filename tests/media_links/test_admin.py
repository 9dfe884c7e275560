"""What an editor can do with recordings and documents."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from courses.models import Coverage, LessonMedia
from media_links.models import MediaLink
from tests.courses.building import lesson, make_person, put_on, small_course
from tests.courses.editors import signed_in, with_role

pytestmark = pytest.mark.django_db

ID = "dQw4w9WgXcQ"
OTHER = "abcdefghijk"


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(with_role("Edda", "Editor"))


@pytest.fixture
def film(db: None) -> MediaLink:
    return MediaLink.objects.create(
        key="video-1", kind="video", group="discussion", label="Video 1", title="Being credible", provider="youtube",
        external_id=ID, pairing_confirmed=True,
    )  # fmt: skip


@pytest.fixture
def sam(film: MediaLink) -> User:
    """Sam learns a lesson that has the film."""
    course, sam = small_course(), make_person("Sam-Canary")
    put_on(course, sam)
    LessonMedia.objects.create(lesson=lesson("coercion/fear"), link=film)
    return sam


def form(link: MediaLink | None = None, **changes: Any) -> dict[str, Any]:
    data = {
        "kind": "video", "title": "Being credible", "address": f"https://www.youtube.com/watch?v={ID}", "label": "",
        "speaker": "", "group": "discussion", "note": "", "owner_title": "", "captions": "unknown", "transcript": "",
        "health": "unknown", "duration_seconds": "",
    }  # fmt: skip
    if link is not None:
        data |= {"label": link.label, "pairing_confirmed": "on" if link.pairing_confirmed else ""}
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def add(client: Client, **changes: Any) -> HttpResponse:
    return client.post(reverse("admin:media_links_medialink_add"), form(**changes))


def change(client: Client, link: MediaLink, **changes: Any) -> HttpResponse:
    return client.post(reverse("admin:media_links_medialink_change", args=[link.pk]), form(link, **changes))


def errors(answer: HttpResponse) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return dict(answer.context["adminform"].form.errors)


def seen_by(learner: User) -> str:
    return signed_in(learner).get("/learn/induction/coercion/fear/").content.decode()


def test_a_recording_is_added_from_its_address_under_a_key_for_good(editor: Client):
    assert (
        add(editor, address=f"https://youtu.be/{ID}?si=x", label="Video 9", duration_seconds="12:05").status_code == 302
    )
    link = MediaLink.objects.get()
    assert (link.provider, link.external_id, link.url) == ("youtube", ID, "")
    assert (link.key, link.order, link.duration_seconds) == ("video-9", 0, 725)
    add(editor, address=OTHER, label="Video 9")
    assert set(MediaLink.objects.values_list("key", "order")) == {("video-9", 0), ("video-9-2", 1)}


def test_a_page_elsewhere_is_kept_as_it_is(editor: Client):
    add(editor, kind="website", address="https://www.example.org/reading", title="A page")
    add(editor, kind="document", address="", title="A paper")
    assert list(MediaLink.objects.values_list("provider", "external_id", "url")) == [
        ("", "", "https://www.example.org/reading"),
        ("", "", ""),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"address": "https://vimeo.com/1"}, "address", "This is no address of a YouTube video"),
        ({"address": ""}, "address", "This is no address of a YouTube video"),
        ({"address": "https://www.youtube.com/playlist?list=1"}, "address", "a list of videos"),
        ({"kind": "audio", "address": "https://example.org/a.mp3"}, "address", "no address of a YouTube video"),
        ({"kind": "website", "address": "not an address"}, "address", "It begins with https://"),
        ({"kind": "website", "address": "javascript:alert(1)"}, "address", "It begins with https://"),
        ({"kind": "website", "address": "https://example.org/" + "a" * 600}, "address", "too long"),
        ({"title": ""}, "title", ""),
        ({"duration_seconds": "12 minutes"}, "duration_seconds", "12:30"),
        ({"kind": "dance"}, "kind", ""),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(editor: Client, changes: dict[str, str], field: str, says: str):
    found = errors(add(editor, **changes))
    assert field in found
    assert says in found[field][0]
    assert MediaLink.objects.count() == 0


def test_a_recording_that_is_here_already_is_refused_and_named(editor: Client, film: MediaLink):
    found = errors(add(editor, address=f"https://youtu.be/{ID}"))
    assert found == {"address": ["This recording is here already, as “Video 1: Being credible”."]}
    other = MediaLink.objects.create(
        key="b", kind="video", group="further", title="B", provider="youtube", external_id=OTHER
    )
    assert set(errors(change(editor, other, address=ID))) == {"address"}


def test_a_corrected_title_is_on_the_page_at_the_next_request(editor: Client, film: MediaLink, sam: User):
    assert "Being credible" in seen_by(sam)
    assert change(editor, film, title="Being a credible person").status_code == 302
    assert "Being a credible person" in seen_by(sam)


def test_another_address_is_another_recording_and_its_title_has_to_be_confirmed_again(editor: Client, film: MediaLink):
    page = editor.post(
        reverse("admin:media_links_medialink_change", args=[film.pk]), form(film, address=OTHER), follow=True
    )
    film.refresh_from_db()
    assert (film.external_id, film.pairing_confirmed) == (OTHER, False)
    assert "another address now" in page.content.decode()
    change(editor, film, address=f"https://www.youtube.com/watch?v={OTHER}", pairing_confirmed="on")
    film.refresh_from_db()
    assert film.pairing_confirmed


def test_what_was_learned_of_the_old_address_is_not_said_of_the_new(editor: Client, film: MediaLink):
    learned = {"owner_title": "What they call it", "health": "gone", "checked_at": timezone.now()}
    MediaLink.objects.update(**learned, unanswered_at=timezone.now())
    change(editor, film, address=OTHER, owner_title="What they call it", health="gone")
    told = ("owner_title", "health", "checked_at", "unanswered_at")
    assert MediaLink.objects.values_list(*told).get() == ("", "unknown", None, None)
    change(editor, film, address=ID, owner_title="Typed with it", health="alive")
    assert MediaLink.objects.values_list(*told).get() == ("Typed with it", "alive", None, None)


def test_saving_it_unchanged_changes_nothing(editor: Client, film: MediaLink):
    before = MediaLink.objects.values().get()
    assert change(editor, film).status_code == 302
    assert MediaLink.objects.values().get() == before


def test_a_recording_in_a_lesson_is_not_deleted_and_nobody_who_watched_it_is_named(
    editor: Client, film: MediaLink, sam: User
):
    Coverage.objects.create(learner=sam, link=film)
    delete = reverse("admin:media_links_medialink_delete", args=[film.pk])
    page = editor.post(delete, {"post": "yes"}).content.decode()
    assert "1 × recording of a lesson" in page
    LessonMedia.objects.all().delete()
    page = editor.post(delete, {"post": "yes"}).content.decode()
    assert "what is people’s own" in page
    assert "coverage" not in page
    assert "anary" not in page
    Coverage.objects.all().delete()
    assert editor.post(delete, {"post": "yes"}).status_code == 302
    assert MediaLink.objects.count() == 0


def test_recordings_are_found_and_filtered(editor: Client, film: MediaLink):
    MediaLink.objects.create(key="b", kind="audio", group="further", title="B", provider="youtube", external_id=OTHER)
    url = reverse("admin:media_links_medialink_changelist")
    found = {
        query: {row.key for row in editor.get(f"{url}?{query}").context["cl"].queryset}
        for query in ("q=credible", "q=abcdefghijk", "pairing_confirmed__exact=0", "transcript=no", "transcript=yes")
    }
    assert found == {
        "q=credible": {"video-1"},
        "q=abcdefghijk": {"b"},
        "pairing_confirmed__exact=0": {"b"},
        "transcript=no": {"video-1", "b"},
        "transcript=yes": set(),
    }


@pytest.mark.parametrize(("role", "status"), [("Editor", 200), ("People administrator", 403), ("Administrator", 200)])
def test_each_role_reaches_them_or_does_not(film: MediaLink, role: str, status: int):
    client = signed_in(with_role("Rhys", role))
    for page in ("changelist", "add", "change", "delete"):
        url = reverse(f"admin:media_links_medialink_{page}", args=[film.pk] if page in ("change", "delete") else [])
        assert client.get(url).status_code == status
    if status == 403:
        assert change(client, film, title="Taken over").status_code == 403


# --- The length -----------------------------------------------------------------------------------------------------


def page_of(client: Client, link: MediaLink) -> str:
    return client.get(reverse("admin:media_links_medialink_change", args=[link.pk])).content.decode()


def test_the_length_that_a_player_reports_is_taken_over_with_a_tick(editor: Client, film: MediaLink):
    assert "as a player reports it" not in page_of(editor, film)
    MediaLink.objects.update(reported_seconds=754)
    assert "Take over 12:34, as a player reports it" in page_of(editor, film)
    change(editor, film, title="Being a credible person")
    assert MediaLink.objects.get().duration_seconds is None
    change(editor, film, take_reported="on")
    assert MediaLink.objects.get().duration_seconds == 754
    assert "as a player reports it" not in page_of(editor, film)


def test_a_length_that_an_editor_types_is_confirmed_whatever_a_player_reports(editor: Client, film: MediaLink):
    MediaLink.objects.update(reported_seconds=754)
    change(editor, film, duration_seconds="12:30")
    assert MediaLink.objects.get().duration_seconds == 750
    assert "Take over 12:34" in page_of(editor, film)


def test_nothing_is_taken_over_where_no_player_reported_anything(editor: Client, film: MediaLink):
    change(editor, film, take_reported="on")
    assert MediaLink.objects.get().duration_seconds is None


def test_the_length_of_another_recording_is_not_kept(editor: Client, film: MediaLink):
    MediaLink.objects.update(reported_seconds=754, duration_seconds=750)
    change(editor, film, address=OTHER, duration_seconds="12:30", take_reported="on")
    assert list(MediaLink.objects.values_list("reported_seconds", "duration_seconds")) == [(None, None)]
    MediaLink.objects.update(reported_seconds=300)
    change(editor, film, address=ID, duration_seconds="3:00")
    assert list(MediaLink.objects.values_list("reported_seconds", "duration_seconds")) == [(None, 180)]
