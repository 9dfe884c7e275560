"""The mail backend. It writes rows and talks to no mail server, so that no page waits for one, and so that a mail is
written together with what it is about, or not at all."""

import copy
import secrets
from collections.abc import Sequence
from email.utils import getaddresses
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from notifications.models import Delivery
from notifications.sealing import seal

# So that no out-of-office note answers, which would go round in circles or tell that somebody is away.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class OutboxBackend(BaseEmailBackend):
    """For mail that somebody asked for, such as a link to a new password. `planning` does the rest."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Writes one delivery for each recipient, and returns how many messages there were. Raises BadHeaderError for a
        message that would smuggle in a header or a recipient."""
        written = 0
        for message in email_messages:
            try:
                write_deliveries(message)
            except BadHeaderError:
                if not self.fail_silently:
                    raise
            else:
                written += 1
        return written


@transaction.atomic
def write_deliveries(message: EmailMessage) -> list[Delivery]:
    """One delivery for each address, whatever it is asked for twice."""
    addresses = dict.fromkeys(bare_address(recipient) for recipient in message.recipients())
    people = {person.email: person for person in User.objects.filter(email__in=addresses)}
    return [write_delivery(message, address, people.get(address)) for address in addresses]


def write_delivery(message: EmailMessage, address: str, person: User | None) -> Delivery:
    message_id = new_message_id()
    own = copy.copy(message)
    own.extra_headers = {
        **{name: value for name, value in message.extra_headers.items() if name.lower() != "message-id"},
        **AUTOMATIC,
        "Message-ID": message_id,
    }
    return Delivery.objects.create(
        person=person,
        kind=Delivery.Kind.ACCOUNT,
        address=address,
        message_id=message_id,
        payload=seal(own.message().as_bytes()),
    )


def bare_address(recipient: str) -> str:
    """The address alone, in lower case. Raises BadHeaderError for what is no single address."""
    found = getaddresses([recipient])
    try:
        if len(found) != 1 or any(character in recipient for character in "\r\n\0"):
            raise ValidationError(recipient)
        validate_email(found[0][1])
    except ValidationError:
        raise BadHeaderError("This is not one e-mail address.") from None
    return found[0][1].lower()


def new_message_id() -> str:
    """Never used before, and in the order of time. Its domain comes from the settings: asking the network for this
    machine's name could take seconds."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{timezone.now():%Y%m%dT%H%M%S%f}.{secrets.token_hex(8)}@{host}>"
