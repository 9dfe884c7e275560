"""Mails over SMTP, a command at a time: `smtplib.sendmail` would hide whether the last word had been said."""

import re
import smtplib
import ssl
from contextlib import suppress
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from notifications.carriers.answers import Deferred, Refused, Unanswered, Unreachable

Answer = tuple[int, bytes]


class SmtpCarrier:
    """`smtp://user:password@host:port?starttls=yes`, or `smtps://`. A password goes over an encrypted connection
    unless the address says `starttls=no`. One connection carries many mails."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        self.implicit_tls = parts.scheme == "smtps"
        self.host = parts.hostname or "localhost"
        self.port = parts.port or (465 if self.implicit_tls else 25)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        starttls = options.pop("starttls", ["yes" if self.user and not self.implicit_tls else "no"])[-1]
        if options or starttls not in {"yes", "no"}:
            raise ImproperlyConfigured("MAIL_URL takes one option: starttls=yes or starttls=no.")
        self.starttls = starttls == "yes"
        self.server: smtplib.SMTP | None = None

    def offer(self, sender: str, recipient: str, message: bytes, name: str) -> None:
        try:
            server = self.connected()
            judge(server.mail(sender))
            judge(server.rcpt(on_the_wire(recipient)))
            judge(server.docmd("DATA"), expected=354)
            server.send(without_its_end(message))
        except Unreachable:
            self.drop()
            raise
        except (Refused, Deferred):
            self.start_over()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise Unreachable(describe(error)) from error

    def commit(self) -> str:
        if self.server is None:
            raise Unreachable("Nothing was offered.")
        try:
            self.server.send(b".\r\n")
            answer = self.server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.drop()
            raise Unanswered(describe(error)) from error
        code = answer[0]
        if code == 421:
            self.drop()
        if not (200 <= code < 300 or 400 <= code < 600):
            self.drop()
            raise Unanswered(f"{code}")
        return judge(answer)

    def abandon(self) -> None:
        """Hangs up before the lone dot: a server throws away what it has of the message."""
        self.drop()

    def close(self) -> None:
        if self.server:
            with suppress(OSError, smtplib.SMTPException):
                self.server.quit()
            self.drop()

    def connected(self) -> smtplib.SMTP:
        if self.server is None:
            self.server = self.connect()
        return self.server

    def connect(self) -> smtplib.SMTP:
        host = urlsplit(settings.SITE_URL).hostname
        context = ssl.create_default_context()
        if self.implicit_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, host, timeout=settings.EMAIL_TIMEOUT, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, host, timeout=settings.EMAIL_TIMEOUT)
        if self.starttls:
            server.starttls(context=context)
        if self.user:
            server.login(self.user, self.password)
        server.ehlo_or_helo_if_needed()
        return server

    def start_over(self) -> None:
        """Makes the connection ready for the next mail after this one was turned away."""
        try:
            if self.server and self.server.rset()[0] != 250:
                self.drop()
        except (OSError, smtplib.SMTPException):
            self.drop()

    def drop(self) -> None:
        if self.server:
            self.server.close()
            self.server = None


def judge(answer: Answer, expected: int = 250) -> str:
    """The answer as text. Raises Deferred for 4xx, Refused for 5xx, Unreachable where the server goes away."""
    code, words = answer
    text = f"{code} {words.decode('utf-8', 'replace')}"
    if code == expected or 200 <= code < 300:
        return text
    if code in {421, -1}:
        raise Unreachable(text)
    raise Refused(text) if 500 <= code < 600 else Deferred(text)


def without_its_end(message: bytes) -> bytes:
    """The message as it goes over the line, short of the lone dot. Every line ends alike, and no line of the message
    can be taken for that dot."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message).rstrip(b"\r\n") + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", lines)


def on_the_wire(address: str) -> str:
    """The address in ASCII. Raises Refused for one that can't be written so."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise Refused("The address has characters that mail servers don’t take.") from None


def describe(error: Exception) -> str:
    """What went wrong, in a line, without the password that a server might repeat."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__}: {error.smtp_code}"
    return f"{type(error).__name__}: {error}"
