"""Three people at the door: one who learns, one with the longest name, one who may open the administration."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.registering import register_person
from cce_lms.gallery import LONG_NAME

PASSWORD = "a long enough passphrase"


@pytest.fixture
def amina(db: None) -> User:
    return register_person("amina@example.org", "Amina Example", PASSWORD)


@pytest.fixture
def wilhelmina(db: None) -> User:
    return register_person("wilhelmina@example.org", LONG_NAME, PASSWORD)


@pytest.fixture
def staff(db: None) -> User:
    return register_person("staff@example.org", "Sam Staff", PASSWORD, is_staff=True)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
