"""The mails in the folder, read back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"] or "")

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sent_at(self) -> datetime | None:
        try:
            return parsedate_to_datetime(str(self.message["Date"]))
        except ValueError:
            return None

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [(name, str(value)) for name, value in self.message.items()]

    @property
    def attachments(self) -> list[Attachment]:
        return [
            Attachment(part.get_filename() or "", content)
            for part in self.message.iter_attachments()
            if isinstance(content := part.get_payload(decode=True), bytes)
        ]

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def folder() -> Path | None:
    """Where mails are written, or None where they are handed to a server."""
    address = urlsplit(settings.MAIL_URL)
    return Path(unquote(address.path)) if address.scheme == "file" else None


def letters() -> list[Letter]:
    """The newest first; names begin with the time."""
    place = folder()
    files = sorted(place.glob("*.eml"), reverse=True) if place else []
    return [letter for file in files[:SHOWN] if (letter := _read(file)) is not None]


def letter_called(name: str) -> Letter | None:
    """Looked up among the names that there are, so that no name leads out of the folder."""
    place = folder()
    file = next((file for file in place.glob("*.eml") if file.stem == name), None) if place else None
    return _read(file) if file else None


def _read(file: Path) -> Letter | None:
    try:
        message = message_from_bytes(file.read_bytes(), policy=default)
    except (OSError, MessageError):
        return None
    assert isinstance(message, EmailMessage)
    return Letter(file.stem, message)
