"""Bytes to text: the encodings in which editors' programs save, or a sentence that says what to do."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from assessments.exchange.entry import UNPRINTABLE, Unreadable

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# How an old Excel or Word file begins, and one that asks for a password.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def decode(content: bytes) -> tuple[str, str]:
    """The text, with line feeds alone, and what there is to tell about how it was read. Raises Unreadable."""
    text, note = _decoded(content)
    if not text.strip():
        raise Unreadable(_("There is nothing in it."))
    if found := UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(
            _("Line %(line)d holds a character that is no text (number %(number)d). Is it really a text file?")
            % {"line": line, "number": ord(found.group())}
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def _decoded(content: bytes) -> tuple[str, str]:
    if content.startswith(OLD_OFFICE):
        raise Unreadable(
            _("This is a file of an old Excel or Word, or one with a password. Save it as .xlsx, without a password.")
        )
    try:
        if content.startswith(UTF_16):
            return content.decode("utf-16"), ""
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Unreadable(_("This is no text that could be read. Save the file as UTF-8, then try again.")) from error
    return text, _("The file is not UTF-8. It was read as Windows-1252: look whether ’ and – came through.")
