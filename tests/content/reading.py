"""The course's files as a reader meets them, each piece with the line on which it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
THEMES = sorted((FIXTURES / "themes").glob("*.yaml"))
FRAMEWORK: dict[str, dict[str, dict[str, int]]] = yaml.safe_load(
    (Path(__file__).parent / "framework.yaml").read_text(encoding="utf-8")
)
LINE = "line of the file"


class LineLoader(yaml.SafeLoader):
    """Keeps with each mapping the line on which it begins."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping[LINE] = node.start_mark.line + 1
        return mapping


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=LineLoader)
    return document


@dataclass(frozen=True)
class Piece:
    """A thing in a file, to say where something is wrong."""

    path: Path
    data: dict[str, Any]

    def says(self, what: str) -> str:
        return f"{self.path.name}:{self.data[LINE]}: {self.data.get('key', '')}: {what}"


def lessons(kind: str | None = None, written: bool = True) -> Iterator[Piece]:
    for path in THEMES:
        for lesson in read(path)["lessons"]:
            if (kind is None or lesson["kind"] == kind) and (lesson["revision"] or not written):
                yield Piece(path, lesson)


def questions() -> Iterator[Piece]:
    for path in THEMES:
        for question in read(path).get("questions", []):
            yield Piece(path, question)


def texts(data: Any, where: int = 1) -> Iterator[tuple[int, str]]:
    """Every text beneath, with the line of the mapping that it stands in."""
    if isinstance(data, dict):
        line = data.get(LINE, where)
        for name, value in data.items():
            if name not in {"key", "slug", "link", "lesson", "module", "kind", "type", "next", LINE}:
                yield from texts(value, line)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value, where)
    elif isinstance(data, str):
        yield where, data


class _Words(HTMLParser):
    """The words of a text, without what stands in callouts; a block ends a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self.in_callout = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.in_callout |= tag == "aside"

    def handle_endtag(self, tag: str) -> None:
        self.in_callout &= tag != "aside"
        if tag in {"p", "li", "h2", "h3"}:
            self.said += "\n"

    def handle_data(self, data: str) -> None:
        if not self.in_callout:
            self.said += data


def plain(html: str) -> str:
    """The text of `html` without its callouts, a block to a line."""
    words = _Words()
    words.feed(html)
    return words.said.strip()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:[’'-][a-z0-9]+)*", text.lower())


def syllables(word: str) -> int:
    """An estimate: groups of vowels, less a silent ending."""
    word = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouysxzc]es$", word):
        groups -= 1
    return max(groups, 1)


def reading_grade(text: str) -> float:
    """The Flesch–Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid and others, 1975)."""
    found = words(text)
    sentences = [part for part in re.split(r"[.!?:]+[”’)]*\s|\n+", text) if words(part)]
    if not found or not sentences:
        return 0.0
    return 0.39 * len(found) / len(sentences) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
