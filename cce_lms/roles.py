"""The three permission groups, and what each may do.

They are written after every `migrate`, not by one migration: a permission's row is made only after the last migration
has run, a table that a later version adds would be missing from an older migration's list, and a test that empties the
tables gets its groups back. The groups belong to this file: what is changed in them by hand lasts until the next
`migrate`. A service that needs another division makes a group of its own.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

Part = dict[str, tuple[str, ...]]

EDIT = ("add", "change", "delete", "view")
LOOK = ("view",)

# An editor changes what is taught, and sees nobody: no row of these models is about a person.
CONTENT: Part = {
    "courses.course": EDIT,
    "courses.module": EDIT,
    "courses.lesson": EDIT,
    "courses.lessonrevision": EDIT,
    "courses.lessonmedia": EDIT,
    "courses.lessonreview": EDIT,
    "courses.handout": EDIT,
    "courses.glossaryterm": EDIT,
    "courses.supportcontact": EDIT,
    "media_links.medialink": EDIT,
    "assessments.question": EDIT,
    "assessments.questionversion": EDIT,
    "assessments.choice": EDIT,
    "assessments.keycorrection": EDIT,
    "assessments.quiz": EDIT,
    "assessments.quizslot": EDIT,
    "assessments.scenario": EDIT,
    "assessments.scenariostep": EDIT,
    "assessments.scenariooption": EDIT,
}
# Somebody who leaves is made inactive: deleting them would delete what they learned.
PEOPLE: Part = {
    "accounts.user": ("add", "change", "view", "view_everyone"),
    "accounts.team": EDIT,
    "accounts.membership": EDIT,
    "accounts.supervision": EDIT,
    "accounts.absence": EDIT,
    "accounts.invitation": LOOK,
    "accounts.sitesettings": ("add", "change", "view"),
    "courses.enrolment": EDIT,
    "assessments.extratime": EDIT,
}
RUNNING: Part = {
    "accounts.user": ("grant_roles",),
    "notifications.delivery": ("view", "send_again"),
    "notifications.notice": LOOK,
    "certificates.certificate": ("view", "change"),
}

EDITOR, PEOPLE_ADMINISTRATOR, ADMINISTRATOR = "Editor", "People administrator", "Administrator"
ROLES: dict[str, list[Part]] = {
    EDITOR: [CONTENT],
    PEOPLE_ADMINISTRATOR: [PEOPLE],
    ADMINISTRATOR: [CONTENT, PEOPLE, RUNNING],
}


def codename(verb: str, model: str) -> str:
    """`change` on `team` is `change_team`; a permission of our own, such as `grant_roles`, is named in full."""
    return f"{verb}_{model}" if verb in EDIT else verb


def write_roles(using: str = "default", **kwargs: Any) -> None:
    """Makes the three groups hold exactly what stands above. Safe to call twice. Raises LookupError for a permission
    that doesn't exist, so that a renamed model can't silently leave a role."""
    labels = {model.split(".")[0] for parts in ROLES.values() for part in parts for model in part}
    for label in sorted(labels):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    with transaction.atomic(using=using):
        for name, parts in ROLES.items():
            group, _ = Group.objects.using(using).get_or_create(name=name)
            group.permissions.set(find_permissions(parts, using))


def find_permissions(parts: list[Part], using: str) -> list[Permission]:
    wanted = set()
    for part in parts:
        for path, verbs in part.items():
            app, model = path.split(".")
            wanted |= {(app, codename(verb, model)) for verb in verbs}
    condition = Q(pk__in=[])
    for app, name in wanted:
        condition |= Q(content_type__app_label=app, codename=name)
    found = list(Permission.objects.using(using).filter(condition).select_related("content_type"))
    missing = wanted - {(permission.content_type.app_label, permission.codename) for permission in found}
    if missing:
        raise LookupError(f"Roles name permissions that don't exist: {sorted(missing)}")
    return found
