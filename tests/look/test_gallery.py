"""The gallery shows each piece in each state, to staff alone."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.look.conftest import signed_in
from tests.look.test_templates import faults

STATES = [
    'class="card continue"',
    'class="dot done"',
    'class="dot now"',
    'class="dot todo"',
    'class="chip ok"',
    'class="chip soon"',
    'class="chip late"',
    'class="chip plain"',
    'class="notice soon"',
    'class="notice ok"',
    'class="notice late"',
    'class="notice plain"',
    'stroke-dasharray="0 100"',
    'stroke-dasharray="100 100"',
    'class="answer right"',
    'class="answer wrong"',
    'class="answer plain"',
    'class="listen"',
    'class="player"',
    'class="error-summary"',
    'class="card empty"',
    'class="banner"',
]


def test_staff_see_each_piece_in_each_state(staff: User) -> None:
    response = signed_in(staff).get(reverse("gallery"))
    html = response.content.decode()
    assert response.status_code == 200
    assert [state for state in STATES if state not in html] == []
    assert faults(html) == set()


def test_others_do_not(amina: User, client: Client) -> None:
    assert signed_in(amina).get(reverse("gallery")).status_code == 403
    assert client.get(reverse("gallery")).status_code == 302
