"""What stands around the lessons: words explained, and where staff find support."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_plain_text


class GlossaryTerm(models.Model):
    """A word explained. A text links to it with `<a href="#term-KEY">`; `also` are its other forms in texts."""

    key = models.SlugField(_("key"), max_length=100, unique=True, editable=False)
    term = models.CharField(_("term"), max_length=100, unique=True, validators=[validate_plain_text])
    also = models.JSONField(_("other forms"), default=list, blank=True)
    definition = models.TextField(_("meaning"), max_length=1000)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term


class SupportContact(models.Model):
    """Somewhere that staff can turn to for themselves."""

    key = models.SlugField(_("key"), max_length=100, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150, validators=[validate_plain_text])
    description = models.TextField(_("what it is for"), blank=True, max_length=1000)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    url = models.URLField(_("address"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    last_checked = models.DateField(_("last checked"), null=True, blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("support contact")
        verbose_name_plural = _("support contacts")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Handout(models.Model):
    """A page beside the lessons, to read or to print. A service may put a file of its own beside the text."""

    key = models.SlugField(_("key"), max_length=100, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    title = models.CharField(_("title"), max_length=200, validators=[validate_plain_text])
    summary = models.CharField(_("summary"), max_length=300, blank=True, validators=[validate_plain_text])
    body = models.TextField(_("text"), blank=True)
    is_form = models.BooleanField(
        _("to be filled in by hand"), default=False, help_text=_("Printed with room to write under each question.")
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    original = models.FileField(_("the original"), upload_to="handouts/", blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title
