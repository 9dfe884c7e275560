"""GIFT, the text in which Moodle writes and reads questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.exchange.entry import Entry, Reading
from assessments.exchange.gift.reading import read_gift
from assessments.exchange.gift.writing import KINDS, write_gift
from assessments.exchange.text import decode


class Gift:
    """Says all but an order, as far as Moodle's own signs allow.

    Moodle has no true or false with reasons: such a question is written as a multiple choice whose options begin with
    “True:” or “False:”, which keeps every word; a tag in the comment above it brings it back as what it was.
    """

    key = "gift"
    ending = ".gift"
    content_type = "text/plain; charset=utf-8"
    label = gettext_lazy("GIFT")
    about = gettext_lazy("For Moodle, and others that read its text format.")
    differs: Sequence[Any] = (
        gettext_lazy(
            "True or false with the reason becomes a multiple choice there: its options begin with “True:” or “False:”."
        ),
        gettext_lazy(
            "Several answers are graded there by weights, which come close: ticking everything gets nothing here, and "
            " may get something there."
        ),
        gettext_lazy("What is said about each pair is shown there together, beneath the whole question."),
    )
    counts_rows = False

    def recognises(self, content: bytes) -> bool:
        """Whatever is nothing else."""
        return True

    def left_out(self, entry: Entry) -> str:
        if entry.kind not in KINDS:
            return _("GIFT has no question of this type.")
        # It is asked to read what it wrote: whatever the reason, what would come back otherwise does not go out.
        back = read_gift(write_gift([entry]))
        if [replace(each, place=0) for each in back.entries] != [replace(entry, place=0)] or back.wrong:
            return _("Its words can’t be told from GIFT’s own signs, such as “->” in what is to be matched.")
        return ""

    def write(self, entries: Iterable[Entry]) -> bytes:
        return write_gift(entries).encode()

    def read(self, content: bytes) -> Reading:
        text, note = decode(content)
        reading = read_gift(text)
        if note:
            reading.note(1, note)
        return reading
