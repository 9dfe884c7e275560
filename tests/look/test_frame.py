"""What stands around every page, for those who are signed in and for those who are not."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.look.conftest import signed_in

SIGNED_OUT = {reverse(name) for name in ("home", "worried", "privacy", "accessibility")}
SIGNED_IN = SIGNED_OUT | {
    reverse(name)
    for name in (
        "courses:library",
        "reflection:journal",
        "certificates:list",
        "courses:support",
        "account_email",
        "account_change_password",
        "mfa_index",
        "assessments:refreshers",
    )
}


def own_links(html: str) -> set[str]:
    """The addresses that the frame links to: those outside <main>."""
    around = re.sub(r"<main\b.*</main>", "", html, flags=re.DOTALL)
    return set(re.findall(r"<a\b[^>]*href=\"(/[^\"]*)\"", around))


def current(html: str) -> list[str]:
    nav = re.search(r"<nav class=\"main-nav\".*?</nav>", html, flags=re.DOTALL)
    assert nav
    return [
        re.sub(r"<.*?>", "", inside).strip()
        for inside in re.findall(r"<a\b[^>]*aria-current=[^>]*>(.*?)</a>", nav.group(), flags=re.DOTALL)
    ]


def test_a_page_begins_with_a_way_past_the_navigation(amina: User) -> None:
    for client in (Client(), signed_in(amina)):
        html = client.get(reverse("worried")).content.decode()
        first = re.search(r"<a\b[^>]*>", html[html.index("<body") :])
        assert first
        assert 'href="#main"' in first.group()
        assert '<main id="main" tabindex="-1">' in html


def test_who_is_signed_out_sees_no_navigation_but_the_way_to_help(client: Client, db: None) -> None:
    html = client.get(reverse("privacy")).content.decode()
    assert own_links(html) == SIGNED_OUT
    assert "main-nav" not in html


def test_who_is_signed_in_finds_their_places_and_their_account(amina: User) -> None:
    html = signed_in(amina).get(reverse("privacy")).content.decode()
    assert own_links(html) == SIGNED_IN
    assert "amina@example.org" in html
    assert f'action="{reverse("account_logout")}"' in html


def test_only_staff_are_shown_the_way_to_the_administration(staff: User) -> None:
    html = signed_in(staff).get(reverse("privacy")).content.decode()
    assert own_links(html) == SIGNED_IN | {reverse("admin:index")}


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("home", ["My learning"]),
        ("courses:library", ["Library"]),
        ("reflection:journal", ["Journal"]),
        ("certificates:list", ["Certificates"]),
        ("courses:support", []),
        ("account_email", []),
    ],
)
def test_the_navigation_says_where_one_is(amina: User, page: str, place: list[str]) -> None:
    assert current(signed_in(amina).get(reverse(page)).content.decode()) == place


def test_the_title_names_the_page_and_then_the_site(amina: User) -> None:
    html = signed_in(amina).get(reverse("reflection:journal")).content.decode()
    assert "<title>Journal – Cultural competence</title>" in html


def test_a_long_name_is_shown_in_full_and_shortened_to_its_initials(wilhelmina: User) -> None:
    html = signed_in(wilhelmina).get(reverse("privacy")).content.decode()
    assert wilhelmina.name in html
    assert ">WF<" in html


def test_the_frame_asks_the_database_for_nothing_but_the_session_and_the_person(
    amina: User, django_assert_num_queries
) -> None:
    client = signed_in(amina)
    with django_assert_num_queries(2):
        client.get(reverse("account_logout"))
