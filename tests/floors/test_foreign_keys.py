"""A foreign key may be written as a string, which import-linter can't see. It still points down."""

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.floors.reading import APPS, may_use


def upward_keys(model: type[models.Model]) -> list[str]:
    """The relations of a model to a model of an app that its own may not know."""
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    related = [(field.name, field.remote_field.model) for field in fields if field.remote_field]
    return [
        f"{model._meta.label}.{name} → {app}"
        for name, target in related
        if not may_use(model._meta.app_label, app := app_of(target, model))
    ]


def app_of(target: type[models.Model] | str, model: type[models.Model]) -> str:
    if not isinstance(target, str):
        return target._meta.app_label
    return target.partition(".")[0] if "." in target else model._meta.app_label


def test_every_foreign_key_points_down():
    ours = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    assert [key for model in ours for key in upward_keys(model)] == []


@isolate_apps("courses")
def test_a_string_that_points_up_is_found():
    class Planted(models.Model):
        certificate = models.ForeignKey("certificates.Certificate", models.CASCADE)
        itself = models.ForeignKey("self", models.CASCADE)
        link = models.ForeignKey("media_links.MediaLink", models.CASCADE)

        class Meta:
            app_label = "courses"

    assert upward_keys(Planted) == ["courses.Planted.certificate → certificates"]
