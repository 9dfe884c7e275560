"""The content security policy forbids what is inline; no template has it."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from tests.look import reading

STYLE = re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)=\"(?:https?:)?//", re.IGNORECASE
)
STATIC = re.compile(r"{%\s*static\s+['\"]([^'\"]+)['\"]")


# No stylesheet reaches a mail, so its frame carries styles of its own. No page has it.
MAIL_FRAME = "cce_lms/templates/mail/"


def faults(markup: str) -> set[str]:
    found = {"style": STYLE, "handler": HANDLER, "script": SCRIPT, "elsewhere": ELSEWHERE}
    return {fault for fault, pattern in found.items() if pattern.search(markup)}


@pytest.mark.parametrize("template", reading.templates(), ids=reading.name)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(template: Path) -> None:
    allowed = {"style"} if reading.name(template).startswith(MAIL_FRAME) else set()
    assert faults(reading.markup(template)) <= allowed


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<p style="color:red">', "style"),
        ("<style>p{}</style>", "style"),
        ('<a href="#" onclick="go()">', "handler"),
        ("<script>go()</script>", "script"),
        ('<script type="module">go()</script>', "script"),
        ('<img src="https://i.example.org/a.png">', "elsewhere"),
        ('<link rel="stylesheet" href="//cdn.example.org/a.css">', "elsewhere"),
    ],
)
def test_a_planted_fault_is_found(markup: str, fault: str) -> None:
    assert faults(markup) == {fault}


@pytest.mark.parametrize("template", reading.templates(), ids=reading.name)
def test_every_static_file_that_is_named_exists(template: Path) -> None:
    missing = {path for path in STATIC.findall(template.read_text()) if finders.find(path) is None}
    assert missing == set()


@pytest.mark.parametrize("template", reading.templates(), ids=reading.name)
def test_every_template_can_be_read(template: Path) -> None:
    get_template(str(template).split("/templates/", 1)[1])


def test_every_component_says_what_it_needs() -> None:
    folder = reading.LOOK.parent.parent / "templates" / "components"
    silent = {path.name for path in folder.glob("*.html") if "{% comment %}" not in path.read_text()}
    assert silent == set()


FOLDER = reading.LOOK.parent.parent / "templates"
# What can't be shown beside other things: it takes the focus, or sends something.
NOT_TO_BE_SHOWN = {
    ("text_field.html", "autofocus"),
    ("lesson_foot.html", "post_url"),
    ("lesson_foot.html", "csrf_token"),
    ("action_card.html", "post_url"),
    ("action_card.html", "csrf_token"),
}


def in_the_gallery() -> set[str]:
    """The gallery, its frame, and every template that these name, and so on."""
    seen: set[str] = set()
    waiting = {"pages/gallery.html"}
    while waiting:
        current = waiting.pop()
        seen.add(current)
        named = re.findall(r"[\"']([\w/]+\.html)[\"']", (FOLDER / current).read_text())
        waiting |= {found for found in named if (FOLDER / found).exists()} - seen
    return seen


def components() -> list[Path]:
    return sorted((FOLDER / "components").glob("*.html"))


def arguments(component: Path) -> set[str]:
    """The names before the colons of the comment at its head."""
    said = re.search(r"{% comment %}(.*?){% endcomment %}", component.read_text(), re.DOTALL)
    assert said
    lines = re.findall(r"^  ([\w, ]+?)(?::|$)", said.group(1), re.MULTILINE)
    return {name.strip() for line in lines for name in line.split(",")}


def test_every_component_is_in_the_gallery_or_around_it() -> None:
    assert {f"components/{path.name}" for path in components()} - in_the_gallery() == set()


@pytest.mark.parametrize("component", components(), ids=reading.name)
def test_the_gallery_shows_what_each_argument_of_a_component_does(component: Path) -> None:
    texts = "".join((FOLDER / name).read_text() for name in in_the_gallery())
    # A piece that only passes its arguments on has them from the context.
    kinds = component.with_name(f"{component.stem.split('_')[0]}_audio.html").name
    uses = re.findall(rf'{{% include "components/(?:{component.name}|{kinds})"(.*?)%}}', texts)
    unseen = {name for name in arguments(component) if not any(re.search(rf"\b{name}=", use) for use in uses)}
    assert {(component.name, name) for name in unseen} - NOT_TO_BE_SHOWN == set()
