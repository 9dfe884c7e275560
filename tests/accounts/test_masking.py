import logging

import pytest

from accounts.masking import MaskSecrets


def logged(message: str, *arguments: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, arguments, None)
    assert MaskSecrets().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /invitations/s3cr3t/", "Not Found: /invitations/…/"),
        ("GET http://127.0.0.1/invitations/s3cr3t/?a=b 404", "GET http://127.0.0.1/invitations/…/?a=b 404"),
        ("/accounts/password/reset/key/5-s3cr3t/", "/accounts/password/reset/key/…/"),
        ("/people/invitations/12/again/", "/people/invitations/12/again/"),
        ("100 % of nothing", "100 % of nothing"),
    ],
)
def test_only_what_opens_an_account_is_taken_out(said: str, kept: str):
    assert logged("%s", said) == kept


def test_what_stands_in_the_message_itself_is_found_too():
    assert logged("Forbidden: /invitations/s3cr3t/") == "Forbidden: /invitations/…/"
