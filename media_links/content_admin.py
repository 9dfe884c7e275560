"""How the administration treats content: nothing that people’s records depend on is deleted, and nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _


def is_about_people(model: type[Model]) -> bool:
    """Whether the model’s rows are under one of the two rules of sight."""
    rows = model._default_manager.all()
    return hasattr(rows, "visible_to") or hasattr(rows, "owned_by")


def only_to_choose(field: Any) -> Any:
    """The form field of another row, without the buttons that delete that row or only show it."""
    if field is not None and hasattr(field.widget, "can_delete_related"):
        field.widget.can_delete_related = field.widget.can_view_related = False
    return field


class ContentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The pages of one kind of content.

    What would take a person’s record with it can’t be deleted, and the page counts such records without naming anybody.
    """

    list_per_page = 50
    show_full_result_count = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return only_to_choose(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deleting many at once: each is looked at on its own."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        roots = list(objs)
        collector = NestedObjects(using=router.db_for_write(self.model), origin=roots)
        collector.collect(roots)
        found = {type(row): rows for rows in collector.model_objs.values() for row in rows}
        with_it = [row for model, rows in found.items() if is_about_people(model) for row in rows if row not in roots]
        counts = {str(model._meta.verbose_name_plural): len(rows) for model, rows in found.items()}
        protected = _counted([*collector.protected, *with_it])
        return collector.nested(_described), counts, set(), protected


def _described(row: Model) -> str:
    return f"{capfirst(row._meta.verbose_name)}: {row}"


def _counted(rows: Iterable[Model]) -> list[str]:
    """How many there are of each kind: “3 × enrolment”. What is a person’s alone is not counted, nor its kinds named:
    how often somebody tried a quiz, say, is nobody else’s to read here."""
    counts: Counter[str] = Counter()
    is_private = False
    for row in rows:
        if hasattr(type(row)._default_manager.all(), "owned_by"):
            is_private = True
        else:
            counts[str(row._meta.verbose_name)] += 1
    listed = [_("%(number)d × %(kind)s") % {"number": counts[kind], "kind": kind} for kind in sorted(counts)]
    return [*listed, _("what is people’s own")] if is_private else listed
