"""Finds what the interface says past translation: in templates, in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

COMMENTS = re.compile(r"{% comment.*?{% endcomment %}|{#.*?#}", re.DOTALL)
TRANSLATED = re.compile(r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}", re.DOTALL)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
# A piece that is given words of its own: {% include "…" with title="Words" %}
GIVEN = re.compile(r"\b(?:title|text|action|label|hint|place|detail|chip|figure|time|feedback|here)=\"([^\"]*)\"")
LETTERS = re.compile(r"[^\W\d_]{2,}")
SPOKEN = {"alt", "title", "aria-label", "placeholder", "aria-roledescription"}
BUTTONS = {"submit", "button", "reset"}


class Words(HTMLParser):
    """Gathers the words that a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        given = dict(attrs)
        spoken = SPOKEN | ({"value"} if tag == "input" and given.get("type") in BUTTONS else set())
        self.found += [value for name, value in attrs if name in spoken and value]

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside not in {"script", "style"}:
            self.found.append(data)


def in_template(source: str) -> list[str]:
    """The words of a template that are outside of translation."""
    rest = TRANSLATED.sub(" ", COMMENTS.sub(" ", source))
    given = [words for tag in TAGS.findall(rest) if "include" in tag for words in GIVEN.findall(tag)]
    words = Words()
    words.feed(TAGS.sub(" ", rest))
    words.close()
    return [text.strip() for text in [*words.found, *given] if LETTERS.search(text)]


GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
# What is said by these arguments stands on a page.
SAYING = {
    "label", "help_text", "verbose_name", "verbose_name_plural", "description", "empty_label", "short_description",
    "search_help_text", "violation_error_message", "site_header", "site_title", "index_title",
}  # fmt: skip
# What their first argument says does, too; with the number of arguments before it.
CALLS = {"ValidationError": 0, "HttpResponse": 0, "add_error": 1}
# Their first argument is another model.
RELATIONS = {"ManyToManyField", "OneToOneField"}
MESSAGES = {"debug", "info", "success", "warning", "error"}


def in_python(source: str) -> list[str]:
    """What a module says bare, and what it hands to gettext already put together."""
    return [*_bare(ast.parse(source)), *_put_together(ast.parse(source))]


def _bare(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            said = [keyword.value for keyword in node.keywords if keyword.arg in SAYING]
            said += node.args[_before(node) :][:1] if _before(node) is not None else []
        elif isinstance(node, ast.Assign):
            said = [node.value] if {getattr(target, "id", "") for target in node.targets} & SAYING else []
        elif isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
            said = [each for line in node.body if isinstance(line, ast.Assign) for each in _label(line.value)]
        else:
            continue
        yield from (f"line {each.lineno}: {ast.unparse(each)}" for each in said if _is_bare(each))


def _before(call: ast.Call) -> int | None:
    """How many arguments stand before the one that is said, or None where nothing is, or to a machine."""
    if any(keyword.arg == "content_type" for keyword in call.keywords):
        return None
    if isinstance(call.func, ast.Attribute):
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "messages" and call.func.attr in MESSAGES:
            return 1
        if isinstance(call.func.value, ast.Name) and call.func.value.id == "models":
            return 0 if call.func.attr.endswith("Field") and call.func.attr not in RELATIONS else None
        return CALLS.get(call.func.attr)
    return CALLS.get(call.func.id) if isinstance(call.func, ast.Name) else None


def _label(value: ast.expr) -> list[ast.expr]:
    return value.elts[1:] if isinstance(value, ast.Tuple) else []


def _is_bare(value: ast.expr) -> bool:
    if isinstance(value, ast.JoinedStr):
        return any(_is_bare(part) for part in value.values)
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and bool(LETTERS.search(value.value))


def _put_together(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT:
            for given in node.args:
                if isinstance(given, ast.JoinedStr | ast.BinOp):
                    yield f"line {given.lineno}: put together before it is translated: {ast.unparse(given)}"
