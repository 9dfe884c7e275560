"""What the pairing screen asks for, cleaned: from its buttons and, once it was looked at, from the preview."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from media_links.models import MediaLink
from media_links.pairing import Moves, matched, shifted, swapped

NEXT, PREVIOUS, MATCH, SWAP, MOVE, CONFIRM, UNCONFIRM = (
    "next", "previous", "match", "swap", "move", "confirm", "unconfirm",
)  # fmt: skip
PAIR = re.compile(r"(\d{1,18})-(\d{1,18})")


class PairingForm(forms.Form):
    """`do` is the verb and `state` the pairs as they were seen. `row` are ids that were ticked; `move` are moves as
    “12-13”: the link 12 gets the address of 13."""

    do = forms.ChoiceField(choices=[(each, each) for each in (NEXT, PREVIOUS, MATCH, SWAP, MOVE, CONFIRM, UNCONFIRM)])
    state = forms.CharField(max_length=64)

    data: QueryDict

    def __init__(self, data: QueryDict, links: list[MediaLink]) -> None:
        super().__init__(data)
        self.links = links
        self.rows: list[int] = []
        self.moves: Moves = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        do = cleaned.get("do")
        known = {str(link.pk): link.pk for link in self.links}
        self.rows = sorted({known[row] for row in self.data.getlist("row") if row in known})
        if do in {CONFIRM, UNCONFIRM}:
            self._check_rows()
        elif do:
            self.moves = self._moves(do)
        return cleaned

    def _check_rows(self) -> None:
        if not self.rows:
            raise ValidationError(_("Tick at least one recording first."))
        if not all(link.is_playable for link in self.links if link.pk in self.rows):
            raise ValidationError(_("A recording without an address can’t be confirmed."))

    def _moves(self, do: str) -> Moves:
        if do == SWAP and len(self.rows) != 2:
            raise ValidationError(_("Tick the two recordings to swap, and no other."))
        moves = {
            NEXT: lambda: shifted(self.links, 1),
            PREVIOUS: lambda: shifted(self.links, -1),
            MATCH: lambda: matched(self.links),
            SWAP: lambda: swapped(*self.rows),
            MOVE: self._sent_moves,
        }[do]()
        if not moves:
            raise ValidationError(_("There is nothing to move: every title stands where it belongs, or is unknown."))
        return moves

    def _sent_moves(self) -> Moves:
        pairs = [PAIR.fullmatch(text) for text in self.data.getlist("move")]
        moves = {int(pair[1]): int(pair[2]) for pair in pairs if pair}
        if set(moves) != set(moves.values()) or not set(moves) <= {link.pk for link in self.links}:
            raise ValidationError(_("Nothing was moved: each address has to go to one place."))
        return moves
