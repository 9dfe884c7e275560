"""The public page: one word for anybody who has the address, no names, and nothing for those who guess."""

from __future__ import annotations

import secrets
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from certificates.forms import NameForm
from certificates.issuing import issue, replace, withdraw
from certificates.models import Certificate
from certificates.verifying import folded, look_up, name_matches
from courses.models import Course
from tests.certificates.conftest import Cast, completed
from tests.racing import race

pytestmark = pytest.mark.django_db

WORDS = {"Valid", "Expired", "Replaced", "Withdrawn"}


@pytest.fixture
def amina_s(cast: Cast, course: Course) -> Certificate:
    return issue(completed(course, cast.amina))


@pytest.fixture(autouse=True)
def _fresh_counts(db: None):
    cache.clear()


def address(public_id: str) -> str:
    return reverse("certificates:verify", args=[public_id])


def get(public_id: str):
    return Client().get(address(public_id))


def post(public_id: str, name: str):
    return Client().post(address(public_id), {"name": name})


def words_on(page: str) -> set[str]:
    return {word for word in WORDS if f">{word}<" in page or f"</svg>\n{word}<" in page}


def test_the_page_answers_with_one_word(cast: Cast, course: Course):
    replaced = issue(completed(course, cast.bilal))
    withdrawn = issue(completed(course, cast.carys))
    withdraw(withdrawn, "Issued in error.")
    expected = {
        issue(completed(course, cast.amina)): {"Valid"},
        issue(completed(course, cast.amina, on=date(2024, 1, 1), until=date(2026, 11, 22))): {"Expired"},
        replaced: {"Replaced"},
        replace(replaced): {"Valid"},
        withdrawn: {"Withdrawn"},
    }
    assert {row: words_on(get(row.public_id).content.decode()) for row in expected} == expected


def test_the_page_tells_nothing_of_the_holder(cast: Cast, course: Course, amina_s: Certificate):
    withdraw(amina_s, "Amina left in anger.")
    for page in (get(amina_s.public_id), post(amina_s.public_id, "Somebody Else")):
        told = page.content.decode()
        secret = [*["Amina", "Evans"], "amina@", "East", "anger", amina_s.serial, "2026", "7.5", "Exampleshire"]
        assert [word for word in secret if word in told] == []


def test_it_is_open_to_all_and_kept_by_none(amina_s: Certificate):
    response = get(amina_s.public_id)
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert Client().head(address(amina_s.public_id)).status_code == 200
    assert Client().put(address(amina_s.public_id)).status_code == 405


NO_ADDRESS = ["0" * 32, "f" * 31, "A" * 32, "x", "%00", "%ED%A0%80", "'--", "9" * 300, "١" * 32]


def test_what_never_existed_always_gets_the_same_answer(amina_s: Certificate):
    forged = [f"/c/{public_id}/" for public_id in [*NO_ADDRESS, amina_s.public_id.upper(), amina_s.public_id[:-1]]]
    answers = [Client().get(path) for path in forged]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "No certificate has this address" in answers[0].content.decode()
    assert {answer["X-Robots-Tag"] for answer in answers} == {"noindex, nofollow"}


def test_a_name_is_no_way_to_learn_what_exists(amina_s: Certificate):
    answers = [post(public_id, "Amina Evans") for public_id in ("0" * 32, "1" * 32, "no-address")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, get("0" * 32).content)}


@pytest.mark.parametrize("typed", ["Amina Evans", "  amina\u00a0 EVANS ", "Ａｍｉｎａ Evans", "Amina\u200b Evans"])
def test_the_name_on_the_paper_matches_however_it_is_typed(typed: str, amina_s: Certificate):
    page = post(amina_s.public_id, typed).content.decode()
    assert "The name matches." in page
    assert amina_s.serial in page
    assert "23 November 2028" in page


@pytest.mark.parametrize(
    "typed", ["Amina", "Evans Amina", "Amina Evan", "Carys Llŷr", "%", "Amina Evans; --", "\u200b"]
)
def test_another_name_does_not_match(typed: str, amina_s: Certificate, cast: Cast, course: Course):
    issue(completed(course, cast.carys))
    page = post(amina_s.public_id, typed).content.decode()
    assert "The name does not match." in page
    assert amina_s.serial not in page


def test_names_are_compared_as_people_read_them():
    alike = {
        "Bilal O’Brien": "bilal o'brien",
        "Carys Llŷr": "carys lly\u0302r",
        "Straße": "STRASSE",
        "Anna-Marie": "Anna‑Marie",
        "İpek": "i̇pek",
        "محمد": "\u200fمحمد",
    }
    assert {name: folded(name) == folded(typed) for name, typed in alike.items()} == dict.fromkeys(alike, True)
    assert folded("Llyr") != folded("Llŷr")


def test_an_erased_name_is_matched_by_nothing(amina_s: Certificate):
    amina_s.name = ""
    assert [name_matches(amina_s, typed) for typed in ("", " ", "\u200b", "Amina Evans")] == [False] * 4


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "This field is required."),
        ("Amina\x00Evans", "Null characters are not allowed."),
        ("Amina\x07", "characters that can’t stand in one line"),
        ("A" * 10_000, "at most 150 characters"),
    ],
)
def test_what_cannot_be_a_name_gets_an_error_at_the_field(typed: str, error: str, amina_s: Certificate):
    response = post(amina_s.public_id, typed)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count(error) == 2  # in the summary, and beside the field
    assert "The name" not in page.replace("The name of", "")


def test_a_lone_surrogate_is_an_error_at_the_field():
    form = NameForm({"name": "Amina\ud800"})
    assert list(form.errors) == ["name"]


def test_two_thousand_forged_ids_and_names_open_nothing(amina_s: Certificate):
    digits = "0123456789abcdef"
    altered = {
        amina_s.public_id[:place] + digit + amina_s.public_id[place + 1 :] for place in range(32) for digit in digits
    }
    forged = altered | {secrets.token_hex(16) for _ in range(1500)}
    assert {look_up(public_id) for public_id in forged - {amina_s.public_id}} == {None}
    assert look_up(amina_s.public_id) == amina_s
    letters = "abcdefghijklmnopqrstuvwxyz "
    names = {amina_s.name[:place] + letter + amina_s.name[place + 1 :] for place in range(11) for letter in letters}
    accepted = {name for name in names if name_matches(amina_s, name)}
    assert accepted == {"amina Evans", "Amina evans", "Amina Evans"}


def test_many_names_from_one_place_are_too_many(amina_s: Certificate):
    answers = [post(amina_s.public_id, f"Name {number}").status_code for number in range(22)]
    assert answers == [200] * 20 + [429] * 2
    refused = post(amina_s.public_id, "Amina Evans")
    assert "Let’s wait a moment" in refused.content.decode()
    assert refused["Retry-After"] == "60"
    assert get(amina_s.public_id).status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(address(amina_s.public_id), {"name": "Amina Evans"})
    assert elsewhere.status_code == 200


def test_many_look_ups_from_one_place_are_too_many():
    assert [get(secrets.token_hex(16)).status_code for _ in range(62)] == [404] * 60 + [429] * 2


def try_names(public_id: str, count: int) -> int:
    return [post(public_id, f"Name {number}").status_code for number in range(count)].count(200)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_across_processes(cast: Cast, course: Course):
    certificate = issue(completed(course, cast.amina))
    answered = race(*[(try_names, certificate.public_id, 12)] * 4)
    assert 0 < sum(answered) <= 20
