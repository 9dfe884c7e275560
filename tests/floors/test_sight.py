"""Each model that is about a person is under exactly one rule: who may see it, or that it is the person's alone."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.test.utils import isolate_apps

from tests.floors.people import CONTENT, EXEMPT, OWNED, VISIBLE, our_models, personal, rules_of


def test_every_personal_model_is_listed_under_exactly_one_rule():
    without_rule = {label for label, reason in EXEMPT.items() if reason != CONTENT}
    assert personal(our_models()) == VISIBLE | OWNED | without_rule
    assert not VISIBLE & OWNED
    assert not (VISIBLE | OWNED) & set(EXEMPT)


def test_every_personal_model_knows_the_rule_it_is_listed_under():
    rules = {model._meta.label: rules_of(model) for model in our_models()}
    assert {label for label, known in rules.items() if known == {"visible_to"}} == VISIBLE
    assert {label for label, known in rules.items() if known == {"owned_by"}} == OWNED
    assert {label for label, known in rules.items() if len(known) > 1} == set()


@isolate_apps("courses")
def test_a_new_model_about_people_is_found_at_any_distance():
    class Near(models.Model):
        person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)

        class Meta:
            app_label = "courses"

    class Far(models.Model):
        near = models.ForeignKey(Near, models.CASCADE)

        class Meta:
            app_label = "courses"

    class Apart(models.Model):
        class Meta:
            app_label = "courses"

    # In a registry of its own, a model finds no other by its name.
    Near._meta.get_field("person").remote_field.model = get_user_model()
    assert personal([*our_models(), Near, Far, Apart]) - personal(our_models()) == {"courses.Near", "courses.Far"}
    assert rules_of(Near) == set()
