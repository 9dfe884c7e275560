"""What may stand beside a handout's text: a file that the service has, such as the toolkit's own sheet."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

LARGEST = 10 * 1024 * 1024
# What a file of each kind begins with: a name alone says nothing about what is in it.
BEGINNINGS = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".docx": b"PK\x03\x04",
}


def check_original(file: File[Any]) -> None:
    """Raises ValidationError, in words for whoever chose the file."""
    beginning = BEGINNINGS.get(PurePath(file.name or "").suffix.lower())
    if beginning is None:
        raise ValidationError(_("Choose a PDF, a Word document (.docx) or a picture (.png, .jpg)."))
    if (file.size or 0) > LARGEST:
        raise ValidationError(_("This file is larger than 10 MB. Choose a smaller one."))
    file.seek(0)
    begins = file.read(len(beginning))
    file.seek(0)
    if begins != beginning:
        raise ValidationError(_("This file is not what its name says. Open it, save it anew and choose it again."))
