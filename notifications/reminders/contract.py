"""What a reminder is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from notifications.models import Delivery

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet
    from django.utils.functional import _StrPromise

Row = TypeVar("Row", bound="Model")


@dataclass(frozen=True, slots=True)
class Button:
    """Where a mail leads. A GET of the address changes nothing: mail scanners follow every link."""

    label: str | _StrPromise
    url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    type: str


class Reminder(Generic[Row]):
    """A fact worth a mail. Its words stand in `notifications/mails/<kind>/`: subject.txt, body.txt and body.html."""

    # Names the templates and the rows; never changed, or people are told again.
    kind: ClassVar[str]
    # Reminders wait for the hours of the day; a certificate doesn't.
    mail_kind: ClassVar[Delivery.Kind] = Delivery.Kind.REMINDER

    def due(self, now: datetime) -> QuerySet[Row]:
        """The rows of which somebody is to be told now. Who has been told already doesn't matter."""
        raise NotImplementedError

    def key(self, row: Row) -> str:
        """Names the fact, so that it is told once: where something in it changes, it is another fact."""
        raise NotImplementedError

    def recipient(self, row: Row) -> int:
        """The id of the person who is told."""
        raise NotImplementedError

    def find(self, key: str, now: datetime) -> Row | None:
        """The row that a key names, loaded with what the words need."""
        raise NotImplementedError

    def why_withhold(self, row: Row, now: datetime) -> str:
        """The reason not to send it after all, for administrators; empty where it still holds."""
        raise NotImplementedError

    def context(self, row: Row) -> dict[str, Any]:
        """What the words speak of."""
        raise NotImplementedError

    def button(self, row: Row) -> Button:
        raise NotImplementedError

    def attachments(self, row: Row) -> list[Attachment]:
        """Made when the mail is sent, outside any transaction."""
        return []
