"""`lesson.quiz` in courses would know of assessments without importing it."""

import ast
import re
from collections.abc import Iterator

from django.apps import apps

from tests.floors.reading import APPS, may_use, sources, templates

# Calls that take names of relations as strings.
TAKE_NAMES = {"select_related", "prefetch_related", "Prefetch", "values", "values_list", "order_by", "only", "F"}


def forbidden_names(app: str) -> set[str]:
    """The names under which models that the app may know offer rows of apps that it may not."""
    beneath = [model for other in APPS if may_use(app, other) for model in apps.get_app_config(other).get_models()]
    return {
        name
        for model in beneath
        for relation in model._meta.related_objects
        if not may_use(app, relation.related_model._meta.app_label)
        for name in (relation.get_accessor_name(), relation.name)
        if name and not name.endswith("+")
    } - own_names(app)


def own_names(app: str) -> set[str]:
    """What models that the app may know call their own fields: nobody can tell those apart by name."""
    known = [model for other in APPS if may_use(app, other) for model in apps.get_app_config(other).get_models()]
    return {field.name for model in known for field in model._meta.get_fields() if not field.auto_created}


def names_used(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            lookups = [keyword.arg for keyword in node.keywords if keyword.arg and "__" in keyword.arg]
            if called in TAKE_NAMES:
                lookups += [str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)]
            yield from ((node.lineno, part) for lookup in lookups for part in lookup.lstrip("-").split("__"))


def names_in_template(text: str) -> Iterator[tuple[int, str]]:
    for tag in re.finditer(r"{[{%].*?[%}]}", text, re.DOTALL):
        line = text.count("\n", 0, tag.start()) + 1
        yield from ((line, name) for name in re.findall(r"\.(\w+)", re.sub(r"\"[^\"]*\"|'[^']*'", "", tag[0])))


def test_no_app_reaches_up_through_a_reverse_accessor():
    found = [
        f"{path}:{line} {name}"
        for app in sorted(APPS)
        for forbidden in [forbidden_names(app)]
        for path, used in [
            *((path, names_used(tree)) for path, tree in sources(app)),
            *((path, names_in_template(text)) for path, text in templates(app)),
        ]
        for line, name in used
        if name in forbidden
    ]
    assert found == []


def test_the_accessors_of_upper_apps_are_known():
    assert {"quiz", "scenario", "attempts", "certificates"} <= forbidden_names("courses")
    assert "certificates" not in forbidden_names("supervision")


def test_an_accessor_that_reaches_up_is_found():
    code = 'lesson.quiz; rows.filter(attempts__passed=True).prefetch_related("certificates"); scenario = "scenario"'
    used = {name for _, name in names_used(ast.parse(code))}
    assert used & forbidden_names("courses") == {"quiz", "attempts", "certificates"}
    in_template = {
        name for _, name in names_in_template("{% if lesson.quiz %}{{ e.attempts.count }}{% endif %} a.scenario")
    }
    assert in_template & forbidden_names("courses") == {"quiz", "attempts"}
