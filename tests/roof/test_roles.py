"""The permission groups, as `migrate` leaves them."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db.models import CASCADE, Model

from accounts.models import User
from accounts.registering import register_person
from cce_lms.roles import ROLES, write_roles

pytestmark = pytest.mark.django_db


def holds(name: str) -> set[str]:
    permissions = Permission.objects.filter(group__name=name).select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in permissions}


def is_about_a_person(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    """Whether the row belongs to somebody and goes when they go. Having been written by somebody is something else."""
    keys = [field for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]
    if any(key.related_model is User and key.remote_field.on_delete is CASCADE for key in keys):
        return True
    targets = {key.related_model for key in keys} - seen - {model, User}
    return model is User or any(is_about_a_person(target, seen | {model}) for target in targets)


def test_the_three_groups_are_there():
    assert set(Group.objects.values_list("name", flat=True)) == {"Editor", "People administrator", "Administrator"}


def test_an_editor_holds_nothing_that_is_about_a_person():
    for permission in Permission.objects.filter(group__name="Editor").select_related("content_type"):
        assert not is_about_a_person(permission.content_type.model_class()), permission


def test_an_editor_may_edit_all_that_is_taught():
    taught = {
        f"{app}.{verb}_{model._meta.model_name}"
        for app in ("courses", "media_links", "assessments")
        for model in apps.get_app_config(app).get_models()
        if not is_about_a_person(model)
        # None for what nobody writes, such as figures.
        for verb in model._meta.default_permissions
    }
    assert holds("Editor") == taught


def test_a_people_administrator_sees_everyone_and_edits_no_content():
    held = holds("People administrator")
    assert {"accounts.view_everyone", "accounts.change_user", "accounts.add_team", "courses.add_enrolment"} <= held
    assert not held & holds("Editor")
    assert not held & {"accounts.grant_roles", "accounts.delete_user", "auth.change_group"}


def test_an_administrator_does_both_gives_roles_and_reads_the_outbox():
    assert holds("Administrator") == holds("Editor") | holds("People administrator") | {
        "accounts.grant_roles",
        "certificates.view_certificate",
        "certificates.change_certificate",
        "notifications.send_again",
        "notifications.view_delivery",
        "notifications.view_notice",
    }


def test_nobody_holds_what_is_their_owners_alone():
    everything = holds("Administrator")
    for label in ("reflection", "sessions", "mfa"):
        assert not {name for name in everything if name.startswith(f"{label}.")}


def test_writing_the_roles_again_puts_back_what_was_changed_and_keeps_who_holds_them():
    wyn = register_person("wyn@example.org", "Wyn")
    editors = Group.objects.get(name="Editor")
    wyn.groups.add(editors)
    before = holds("Editor")
    editors.permissions.clear()
    editors.permissions.add(Permission.objects.get(codename="view_everyone"))
    call_command("migrate", verbosity=0)
    assert holds("Editor") == before
    assert list(wyn.groups.all()) == [editors]


def test_a_group_that_a_service_made_is_left_alone():
    own = Group.objects.create(name="Observers")
    own.permissions.add(Permission.objects.get(codename="view_everyone"))
    write_roles()
    assert holds("Observers") == {"accounts.view_everyone"}


def test_a_role_that_names_what_does_not_exist_is_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(ROLES, "Editor", [{"courses.lesson": ("publish_everything",)}])
    with pytest.raises(LookupError):
        write_roles()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_emptied_gets_them_back():
    call_command("flush", interactive=False, verbosity=0)
    assert "courses.change_lesson" in holds("Editor")
