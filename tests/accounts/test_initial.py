"""An address may fill in a form of the administration with numbers of rows, and with nothing that it would fail on."""

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db

FORMS = {
    "accounts/membership": "team",
    "accounts/supervision": "person",
    "accounts/absence": "person",
    "courses/enrolment": "learner",
    "assessments/questionversion": "question",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("value", ["None", "[]", "9" * 40, "x" * 3000, "-1", "\u202e", "1.5", "999999"])
def test_a_form_opens_whatever_the_address_says(client: Client, form: str, value: str):
    client.force_login(User.objects.create_superuser("ada@example.org", "a long enough password", name="Ada"))
    assert client.get(f"/administration/{form}/add/", {FORMS[form]: value}).status_code == 200
    assert client.post(f"/administration/{form}/add/", {FORMS[form]: value}).status_code in {200, 403}
