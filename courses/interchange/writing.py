"""From rows to files, to the byte what was loaded where nobody has edited."""

from __future__ import annotations

from pathlib import Path

from courses.interchange.files import SECTIONS, THEMES, emit, theme_name
from courses.interchange.part import course_parts
from courses.models import Module

# What a theme's own fields and its lessons are is said elsewhere.
_TOP = {"module", *(section for sections in SECTIONS.values() for section in sections)}


def write_course(folder: Path) -> list[str]:
    """Write the course's files into `folder`. Returns their names."""
    (folder / THEMES).mkdir(parents=True, exist_ok=True)
    documents = {name: _document(sections) for name, sections in SECTIONS.items()}
    parts = course_parts()
    for number, module in enumerate(Module.objects.all()):
        document = parts["module"].describe(module)
        for section in parts:
            rows = [] if section in _TOP else list(parts[section].rows_of(module.key))
            if rows:
                document[section] = [parts[section].describe(row) for row in rows]
        documents[theme_name(number, module.key)] = document
    for name, document in documents.items():
        (folder / name).write_text(emit(document), encoding="utf-8", newline="\n")
    return list(documents)


def _document(sections: tuple[str, ...]) -> dict[str, list[dict[str, object]]]:
    parts = course_parts()
    return {section: [parts[section].describe(row) for row in parts[section].rows_of("")] for section in sections}
