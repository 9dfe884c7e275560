"""The course's files: one for each theme, and two beside them. One emitter writes every file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from courses.interchange.part import Data, WrongFile

COURSE_FILE = "course.yaml"
MEDIA_FILE = "media.yaml"
THEMES = "themes"
# Sections of the two files beside the themes; what stands in a theme's file follows its own fields.
SECTIONS = {MEDIA_FILE: ("media",), COURSE_FILE: ("course", "glossary", "support", "handouts")}


# The one written in C reads the whole course in a fifth of the time; not every machine has it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(yaml.SafeDumper):
    pass


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def emit(document: Data) -> str:
    """The one text of a document: names in their order, texts of several lines as they are."""
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=118, default_flow_style=False)


def read(path: Path) -> Data:
    """The document in a file. Raises WrongFile with the line where it can't be read."""
    try:
        document: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe one)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise WrongFile(f"{path.name}: {error}") from error
    if not isinstance(document, dict):
        raise WrongFile(f"{path.name}: expected names and values at the top.")
    return document


def theme_name(number: int, key: str) -> str:
    """`number` is its place in the course, from nought: what welcomes people stands before the first theme."""
    return f"{THEMES}/{number:02d}-{key}.yaml"
