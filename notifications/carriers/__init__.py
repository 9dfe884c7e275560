"""How a mail leaves the house. A carrier hands it over in two steps, so that the sender can write down, between them,
that from now on the mail may have arrived."""

from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from notifications.carriers.answers import Deferred, Refused, Unanswered, Unreachable
from notifications.carriers.files import FileCarrier
from notifications.carriers.smtp import SmtpCarrier

__all__ = ["Carrier", "Deferred", "Refused", "Unanswered", "Unreachable", "carrier_for"]


class Carrier(Protocol):
    def offer(self, sender: str, recipient: str, message: bytes, name: str) -> None:
        """Brings the whole message up to where one more word sends it. Raises Refused (never again), Deferred (later)
        or Unreachable (later, and nothing else will go now either)."""

    def commit(self) -> str:
        """Says that word, and returns the answer. Raises Refused, Deferred, or Unanswered where nobody can know."""

    def abandon(self) -> None:
        """Takes back what was offered: nothing is sent."""

    def close(self) -> None:
        """Ends the connection, if there is one. Never raises."""


CARRIERS: dict[str, Callable[[str], Carrier]] = {"smtp": SmtpCarrier, "smtps": SmtpCarrier, "file": FileCarrier}


def carrier_for(url: str) -> Carrier:
    """The carrier that MAIL_URL names. Nothing is connected before the first offer. Raises ImproperlyConfigured."""
    scheme = urlsplit(url).scheme
    if scheme not in CARRIERS:
        raise ImproperlyConfigured(f"MAIL_URL must begin with one of: {', '.join(CARRIERS)}.")
    return CARRIERS[scheme](url)
