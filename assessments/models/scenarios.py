"""A scenario: a short tree of situations, each option with feedback. Nothing of what somebody picks is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.html import canonical
from courses.models import Lesson


class Scenario(models.Model):
    lesson = models.OneToOneField(Lesson, models.CASCADE, related_name="scenario", verbose_name=_("lesson"))

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")

    def __str__(self) -> str:
        return str(self.lesson)


class ScenarioStep(models.Model):
    """A situation. The first in order is where the scenario begins."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="steps", verbose_name=_("scenario"))
    key = models.SlugField(_("key"), max_length=50)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("situation"))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["scenario", "key"], name="one_step_a_key")]

    def __str__(self) -> str:
        return f"{self.scenario} · {self.key}"

    def clean(self) -> None:
        self.text = canonical(self.text)


class ScenarioOption(models.Model):
    """Something one might say or do. Without a next step the scenario ends here."""

    step = models.ForeignKey(ScenarioStep, models.CASCADE, related_name="options", verbose_name=_("step"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.TextField(_("option"), max_length=1000)
    feedback = models.TextField(_("feedback"), max_length=2000)
    next_step = models.ForeignKey(
        ScenarioStep, models.SET_NULL, null=True, blank=True, related_name="reached_from", verbose_name=_("leads to")
    )

    class Meta:
        verbose_name = _("option of a step")
        verbose_name_plural = _("options of a step")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.text
