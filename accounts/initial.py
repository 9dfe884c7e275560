"""What may stand in a form of the administration for a related row, whatever an address or a form says."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import ForeignKey
from django.http import HttpRequest

LONGEST_ID = 18


class SelectById(AutocompleteSelect):
    """A related row is named by its number. Django's own looks up anything, and may fail on it."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        numbers = [each for each in value if str(each).isdecimal() and len(str(each)) <= LONGEST_ID]
        return super().optgroups(name, numbers or [""], attrs)


class InitialIds:
    """For a ModelAdmin whose `autocomplete_fields` are chosen by number."""

    admin_site: Any

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            options["widget"] = SelectById(db_field, self.admin_site, using=options.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]
