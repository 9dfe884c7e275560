"""The small HTML that lessons are written in, in one canonical form: what is allowed, a block to a line."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

import nh3

BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "aside"}
LISTS = {"ul", "ol"}
CONTAINERS = LISTS | {"blockquote", "aside"}
INLINE = {"strong", "em", "a", "br"}
TAGS = BLOCKS | INLINE


def canonical(html: str) -> str:
    """`html` sanitised and laid out: containers' tags and each block on lines of their own, no indentation."""
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "aside": {"class"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        attribute_filter=_keep_attribute,
        strip_comments=True,
    )
    writer = _Writer()
    writer.feed(clean)
    writer.close()
    return writer.text()


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "aside":
        return "callout" if value == "callout" else None
    return value


class _Writer(HTMLParser):
    """Writes the lines. A list stands at the top or in a quote or callout, and no deeper: the rest is flat."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.has_words = False
        self.leaf = "p"
        self.inlines: list[str] = []
        self.containers: list[str] = []

    @property
    def in_list(self) -> bool:
        return bool(self.containers) and self.containers[-1] in LISTS

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        kept = "".join(f' {name}="{escape(value or "")}"' for name, value in attributes)
        if tag == "br":
            self.line += "<br>"
        elif tag in INLINE:
            self.inlines.append(tag)
            self.line += f"<{tag}{kept}>"
        elif tag in CONTAINERS:
            self._start_container(tag, kept)
        elif not (self.in_list and tag == "p"):
            self._end_block()
            self.leaf = "li" if self.in_list else "p" if tag == "li" else tag

    def _start_container(self, tag: str, kept: str) -> None:
        if self.in_list or (self.containers and tag not in LISTS):
            return
        self._end_block()
        self.containers.append(tag)
        self.lines.append(f"<{tag}{kept}>")
        self.leaf = "li" if tag in LISTS else "p"

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inlines:
            while self.inlines:
                closed = self.inlines.pop()
                self.line += f"</{closed}>"
                if closed == tag:
                    break
        elif tag in self.containers:
            while tag in self.containers:
                self._end_container()
        elif tag in BLOCKS and not (self.in_list and tag == "p"):
            self._end_block()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if text.strip():
            self.has_words = True
        if self.has_words or self.line:
            self.line += escape(text, quote=False)

    def _end_block(self) -> None:
        if self.has_words:
            self.lines.append(f"<{self.leaf}>{self._closed().strip()}</{self.leaf}>")
        self.line, self.has_words, self.inlines = "", False, []
        self.leaf = "li" if self.in_list else "p"

    def _closed(self) -> str:
        return self.line + "".join(f"</{tag}>" for tag in reversed(self.inlines))

    def _end_container(self) -> None:
        self._end_block()
        tag = self.containers.pop()
        if self.lines[-1].startswith(f"<{tag}") and not self.lines[-1].endswith(f"</{tag}>"):
            self.lines.pop()
        else:
            self.lines.append(f"</{tag}>")
        self.leaf = "li" if self.in_list else "p"

    def text(self) -> str:
        self._end_block()
        while self.containers:
            self._end_container()
        return "\n".join(self.lines)
