"""A page of a lower app links to no page of an upper one, in a template or by name in Python."""

import ast
import re
from collections.abc import Iterator

from tests.floors.reading import APPS, may_use, sources, templates

URL_TAG = re.compile(r"{%\s*url\s+[\"']([^\"']+)[\"']")
ADDRESS = re.compile(r"[a-z_]+:[a-z_-]+")


def app_of(name: str) -> str:
    """The app that an address belongs to. Those without a namespace stand in the frame of every page."""
    return name.partition(":")[0] if ":" in name else ""


def names_in_template(text: str) -> list[str]:
    return URL_TAG.findall(text)


def names_in_code(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and ADDRESS.fullmatch(node.value):
            yield node.value


def test_no_page_links_up():
    found = [
        f"{path}: {name}"
        for app in sorted(APPS)
        for path, names in [
            *((path, names_in_template(text)) for path, text in templates(app)),
            *((path, names_in_code(tree)) for path, tree in sources(app)),
        ]
        for name in names
        if not may_use(app, app_of(name))
    ]
    assert found == []


def test_a_link_that_points_up_is_found():
    (up, beneath, frame) = names_in_template(
        "{% url 'certificates:list' %}{% url \"courses:library\" as x %}{%url 'home'%}"
    )
    assert not may_use("courses", app_of(up))
    assert may_use("courses", app_of(beneath))
    assert may_use("courses", app_of(frame))
    assert list(names_in_code(ast.parse("redirect('certificates:list', pk=1)"))) == ["certificates:list"]
