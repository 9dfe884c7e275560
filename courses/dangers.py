"""What has no place in a text that learners read: told to whoever wrote it, not silently dropped.

Safety doesn't hang on this, for `html.canonical` keeps nothing of it; but an editor should know that something is gone.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCRIPT = _("a script")
HANDLER = _("a part that runs a script when somebody presses or sees it")
LINK = _("a link that runs a script (javascript:) in place of leading to a page")
EMBEDDED = _("a page or recording embedded from elsewhere; add recordings under “Recordings” below")

ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "background"}
EMBEDS = {"iframe", "frame", "object", "embed", "applet", "portal"}
# Browsers skip these characters before and within a scheme.
SKIPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b\ufeff]+")
RUNS = re.compile(r"(?:javascript|vbscript|livescript|data):", re.IGNORECASE)


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Promise] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self._tell(SCRIPT)
        elif tag in EMBEDS:
            self._tell(EMBEDDED)
        for name, value in attributes:
            if name.startswith("on"):
                self._tell(HANDLER)
            elif name in ADDRESSES and tag != "img" and RUNS.match(SKIPPED.sub("", value or "")):
                self._tell(LINK)

    def _tell(self, danger: Promise) -> None:
        if danger not in self.found:
            self.found.append(danger)


def dangers_in(html: str) -> list[Promise]:
    """What in the HTML could run or load something, in words that follow “This text contains …”."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return finder.found
