"""How a mail leaves the house."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from notifications.carriers import Refused, Unreachable, carrier_for
from notifications.carriers.files import FileCarrier
from notifications.carriers.smtp import SmtpCarrier, on_the_wire, without_its_end
from tests.notifications.conftest import Sink

MAIL = b"Subject: Welcome\r\n\r\nGood morning."


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "starttls", "implicit"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, "", "", False, False),
        ("smtp://mail.example.org:2525?starttls=yes", "mail.example.org", 2525, "", "", True, False),
        ("smtp://training%40example.org:p%2Fw@mail.example.org:587", "mail.example.org", 587, "training@example.org",
         "p/w", True, False),
        ("smtp://u:p@mail.example.org?starttls=no", "mail.example.org", 25, "u", "p", False, False),
        ("smtps://u:p@mail.example.org", "mail.example.org", 465, "u", "p", False, True),
    ],
)  # fmt: skip
def test_the_address_says_how(url: str, host: str, port: int, user: str, password: str, starttls: bool, implicit: bool):
    carrier = carrier_for(url)
    assert isinstance(carrier, SmtpCarrier)
    assert (carrier.host, carrier.port, carrier.user, carrier.password) == (host, port, user, password)
    assert (carrier.starttls, carrier.implicit_tls) == (starttls, implicit)


@pytest.mark.parametrize(
    "url", ["", "mail.example.org", "http://mail.example.org", "smtp://m?starttls=maybe", "smtp://m?tls=1"]
)
def test_an_address_that_says_nothing_clear_is_refused(url: str):
    with pytest.raises(ImproperlyConfigured):
        carrier_for(url)


def test_a_password_is_not_sent_to_a_server_without_encryption(sink: Sink):
    carrier = carrier_for(sink.url.replace("smtp://", "smtp://training:secret@"))
    with pytest.raises(Unreachable):
        carrier.offer("a@example.org", "b@example.org", MAIL, "1")
    assert sink.received == []


def test_no_line_of_a_message_can_end_it_or_begin_another():
    for text in (b"a\r\n.\r\nb", b"a\n.\nb", b"a\r.\rb", b"a\n.\r\nb", b"a\r\n.\nb"):
        assert without_its_end(text) == b"a\r\n..\r\nb\r\n"


def test_an_address_is_written_in_ascii_or_not_at_all():
    assert on_the_wire("siân@example.org".replace("â", "a")) == "sian@example.org"
    assert on_the_wire("sian@bücher.example") == "sian@xn--bcher-kva.example"
    with pytest.raises(Refused):
        on_the_wire("siân@example.org")


def test_what_is_abandoned_never_arrives(sink: Sink):
    carrier = carrier_for(sink.url)
    carrier.offer("a@example.org", "b@example.org", MAIL, "1")
    carrier.abandon()
    carrier.offer("a@example.org", "c@example.org", MAIL, "2")
    assert carrier.commit().startswith("250")
    carrier.close()
    carrier.close()
    assert sink.recipients() == ["c@example.org"]


def test_a_mail_becomes_a_file_that_only_its_owner_reads(tmp_path: Path):
    carrier = carrier_for(f"file://{tmp_path}/mail%20here")
    assert isinstance(carrier, FileCarrier)
    carrier.offer("a@example.org", "b@example.org", MAIL, "20261201T0900.abc")
    assert list((tmp_path / "mail here").glob("*.eml")) == []
    carrier.commit()
    carrier.offer("a@example.org", "c@example.org", MAIL, "20261201T0901.def")
    carrier.abandon()
    carrier.abandon()
    files = list((tmp_path / "mail here").iterdir())
    assert [file.name for file in files] == ["20261201T0900.abc.eml"]
    assert files[0].read_bytes() == MAIL
    assert files[0].stat().st_mode & 0o077 == 0


def test_a_directory_that_cannot_be_written_is_a_closed_door(tmp_path: Path):
    (tmp_path / "mail").write_text("a file where the directory should be")
    with pytest.raises(Unreachable):
        carrier_for(f"file://{tmp_path}/mail").offer("a@example.org", "b@example.org", MAIL, "1")
