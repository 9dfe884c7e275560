"""A view loads a personal row only by asking who is looking."""

import ast
from collections.abc import Iterator

from tests.floors.people import CONTENT, EXEMPT, OWNED, VISIBLE
from tests.floors.reading import APPS, sources

PERSONAL = {
    label.partition(".")[2]
    for label in VISIBLE | OWNED | {label for label, reason in EXEMPT.items() if reason != CONTENT}
}
ASKS = {"visible_to", "owned_by", "actable_by"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}


def unasked(tree: ast.Module) -> Iterator[str]:
    """Each place at which a personal model's rows are reached without the question, as `line: Model`."""
    names = imported_as(tree)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and model_of(node.value, names) in PERSONAL:
            if not ASKS & set(chain(node, above)):
                yield f"{node.lineno}: {model_of(node.value, names)}"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHORTCUTS:
            yield from (f"{node.lineno}: {model}" for model in [model_of(node.args[0], names)] if model in PERSONAL)


def imported_as(tree: ast.Module) -> dict[str, str]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.asname: alias.name for node in imports for alias in node.names if alias.asname}


def model_of(node: ast.expr, names: dict[str, str]) -> str:
    """`Enrolment` for `Enrolment`, `models.Enrolment` and `from … import Enrolment as E`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return names.get(node.id, node.id) if isinstance(node, ast.Name) else ""


def chain(node: ast.AST, above: dict[ast.AST, ast.AST]) -> Iterator[str]:
    """The methods called one after another on what `node` gives."""
    while (parent := above.get(node)) is not None:
        if isinstance(parent, ast.Attribute):
            yield parent.attr
        elif not (isinstance(parent, ast.Call) and parent.func is node):
            return
        node = parent


def test_every_view_asks_who_is_looking():
    found = [
        f"{path}:{place}"
        for app in sorted(APPS)
        for path, tree in sources(app)
        if "views" in path.with_suffix("").parts
        for place in unasked(tree)
    ]
    assert found == []


def test_a_view_that_does_not_ask_is_found():
    view = """
from courses.models import Enrolment as E, Lesson
from assessments import models
def page(request, pk):
    one = get_object_or_404(E, pk=pk)
    two = get_object_or_404(E.objects.filter(pk=pk))
    three = models.Attempt.objects.open().first()
    fine = get_object_or_404(E.objects.open().visible_to(request.user).select_related("course"), pk=pk)
    fine = models.Attempt.objects.owned_by(request.user).first(), Lesson.objects.first()
    four = E.objects.filter(pk__in=E.objects.visible_to(request.user))
"""
    assert sorted(unasked(ast.parse(view))) == ["10: Enrolment", "5: Enrolment", "6: Enrolment", "7: Attempt"]
