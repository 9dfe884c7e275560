"""What may stand in text that people type."""

import unicodedata
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Control characters, and lone halves of surrogate pairs.
UNKEEPABLE = {"Cc", "Cs"}
LINE_ENDS = frozenset("\u2028\u2029")


def validate_plain_text(value: str) -> None:
    """Raises ValidationError for control characters and lone surrogates, which no database or PDF takes."""
    if any(unicodedata.category(character) in UNKEEPABLE and character not in "\n\r\t" for character in value):
        raise ValidationError(_("This contains characters that can’t be kept. Type the text instead of pasting it."))


def validate_one_line(value: str) -> None:
    """Like `validate_plain_text`, and refuses line breaks and tabs too: for names and titles."""
    if any(unicodedata.category(character) in UNKEEPABLE or character in LINE_ENDS for character in value):
        raise ValidationError(
            _("This contains characters that can’t stand in one line. Type the text instead of pasting it.")
        )


def validate_bare_address(value: str) -> None:
    """Raises ValidationError for an address that a mail’s header would read as something else: with a comment, a
    second address or a line break in it."""
    validate_one_line(value)
    if parseaddr(value) != ("", value):
        raise ValidationError(_("Enter one e-mail address, and nothing else."))
