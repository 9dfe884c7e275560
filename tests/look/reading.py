"""Reads the templates and stylesheets of the site as text."""

import re
from pathlib import Path

from django.conf import settings

APPS = [settings.BASE_DIR / name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()]
LOOK = settings.BASE_DIR / "cce_lms" / "static" / "look"
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
COMMENTS = re.compile(r"{% comment %}.*?{% endcomment %}", re.DOTALL)


def templates() -> list[Path]:
    """Every HTML template of ours."""
    return sorted(path for app in APPS for path in (app / "templates").rglob("*.html"))


def stylesheets() -> list[Path]:
    return sorted(path for app in APPS for path in (app / "static").rglob("*.css"))


def markup(path: Path) -> str:
    """The HTML of a template without Django's own tags and comments."""
    return TAGS.sub("", COMMENTS.sub("", path.read_text()))


def name(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))
