"""What tests of invitations share."""

import re

from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client

from accounts.models import User

NIA = "nia@example.org"
NEW_PASSWORD = "wet socks on a monday"


def token_in(mail: EmailMessage) -> str:
    return re.search(r"/invitations/([^/\s]+)/", mail.body)[1]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def errors(response: HttpResponse) -> list[str]:
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    return list(response.context["form"].errors)
