"""A real SMTP server in this process, and what it was told."""

import contextlib
import socket
from collections.abc import Callable, Iterator
from email.message import EmailMessage as Mail
from email.parser import BytesParser
from email.policy import default as policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Sink:
    """Takes every mail, unless a test gives it another answer for one of the commands."""

    def __init__(self) -> None:
        self.received: list[Envelope] = []
        self.answers: dict[str, str] = {}
        self.connections = 0
        self.before_answering: Callable[[SMTP], None] = lambda server: None
        self.url = ""

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options):  # noqa: N802
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options):  # noqa: N802
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.received.append(envelope)
        self.before_answering(server)
        return "250 queued as 1"

    def mails(self) -> list[Mail]:
        return [BytesParser(policy=policy).parsebytes(envelope.content) for envelope in self.received]

    def recipients(self) -> list[str]:
        return [address for envelope in self.received for address in envelope.rcpt_tos]


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port(), ready_timeout=10)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{controller.port}"
    settings.MAIL_URL = handler.url
    yield handler
    with contextlib.suppress(AssertionError):
        controller.stop()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def dead_server(settings) -> str:
    """Nobody listens there."""
    settings.MAIL_URL = f"smtp://127.0.0.1:{free_port()}"
    return settings.MAIL_URL


@pytest.fixture
def silent_server(settings) -> Iterator[str]:
    """Takes the connection, and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        settings.MAIL_URL = f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        yield settings.MAIL_URL
