"""Everything that the interface says goes through translation, so that a service can have it in Welsh."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tests.look import reading
from tests.look.wording import in_python, in_template

# Left out: invented data beside translated headings, for those who build and edit; a tag that is put together.
LEFT_OUT = {
    "cce_lms/templates/pages/gallery.html",
    "cce_lms/gallery.py",
    "cce_lms/templates/allauth/elements/button.html",
}
# What looks like words: a class that one template hands to another, and a name of a site.
NO_WORDS = {"welcome-page", "equalityadvisoryservice.com"}


def templates() -> list[Path]:
    texts = [path for app in reading.APPS for path in (app / "templates").rglob("*.txt")]
    return [path for path in [*reading.templates(), *sorted(texts)] if reading.name(path) not in LEFT_OUT]


def modules() -> list[Path]:
    found = [path for app in reading.APPS for path in app.rglob("*.py") if "migrations" not in path.parts]
    return sorted(path for path in found if reading.name(path) not in LEFT_OUT)


@pytest.mark.parametrize("template", templates(), ids=reading.name)
def test_a_template_says_nothing_past_translation(template: Path) -> None:
    assert [words for words in in_template(template.read_text()) if words not in NO_WORDS] == []


@pytest.mark.parametrize("module", modules(), ids=reading.name)
def test_a_module_says_nothing_past_translation(module: Path) -> None:
    assert in_python(module.read_text()) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("<p>Some words</p>", ["Some words"]),
        ("<p>{% translate 'Some words' %} – {{ name }} 12</p>", []),
        ("<p>{% blocktranslate %}Some words{% endblocktranslate %}</p>", []),
        ('<img alt="A picture" src="words.png">', ["A picture"]),
        ('<input type="submit" value="Save"><input type="hidden" value="Kept">', ["Save"]),
        ('{% include "components/notice.html" with text="Some words" tone="late" only %}', ["Some words"]),
        ("{% comment %}Some words{% endcomment %}{# And more #}", []),
        ("<script>const words = 'Some';</script>", []),
    ],
)
def test_planted_words_of_a_template_are_found(planted: str, found: list[str]) -> None:
    assert in_template(planted) == found


@pytest.mark.parametrize(
    ("planted", "is_found"),
    [
        ('messages.info(request, "Some words")', True),
        ('messages.info(request, f"Some {words}")', True),
        ('messages.info(request, _("Some words"))', False),
        ('models.CharField("full name", max_length=3)', True),
        ('forms.CharField(label="Full name")', True),
        ('forms.CharField(label=_("Full name"))', False),
        ('class Meta:\n    verbose_name = "person"', True),
        ('class State(models.TextChoices):\n    OPEN = "open", "Open"', True),
        ('class State(models.TextChoices):\n    OPEN = "open", _("Open")', False),
        ('raise ValidationError("Some words")', True),
        ('_(f"Some {words}")', True),
        ('_("Some " + words)', True),
        ('_("Some %(words)s") % {"words": 1}', False),
    ],
)
def test_planted_words_of_a_module_are_found(planted: str, is_found: bool) -> None:
    assert bool(in_python(planted)) is is_found


def test_there_is_much_to_look_at() -> None:
    assert len(templates()) > 150
    assert len(modules()) > 150
    assert settings.USE_I18N
