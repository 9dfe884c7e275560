"""One installation serves one organisation: this row says which, and in what words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.validators import validate_one_line, validate_plain_text


class SiteSettings(models.Model):
    """The one row of the service's own settings. Read it with `SiteSettings.load()`."""

    service_name = models.CharField(
        _("name of your service"),
        max_length=150,
        blank=True,
        validators=[validate_one_line],
        help_text=_("As it stands on certificates, for example “Exampleshire Youth Justice Service”."),
    )
    logo = models.ImageField(_("logo"), upload_to="site/", blank=True)
    root_team = models.ForeignKey(
        "accounts.Team", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team at the top")
    )
    safeguarding_contact = models.CharField(
        _("safeguarding contact"),
        max_length=200,
        blank=True,
        validators=[validate_one_line],
        help_text=_("Whom staff turn to when they worry about a child, for example “Duty manager, East office”."),
    )
    safeguarding_phone = models.CharField(
        _("safeguarding telephone"), max_length=40, blank=True, validators=[validate_one_line]
    )
    safeguarding_url = models.URLField(_("safeguarding procedure, address"), blank=True)
    safeguarding_text = models.TextField(
        _("what to do when worried about a child"),
        blank=True,
        max_length=4000,
        validators=[validate_plain_text],
        help_text=_("Your own route, in a few plain sentences. Until it is filled, staff see a general text and 999."),
    )
    privacy_contact = models.CharField(
        _("contact for questions of privacy"), max_length=200, blank=True, validators=[validate_one_line]
    )
    accessibility_contact = models.CharField(
        _("contact for questions of accessibility"), max_length=200, blank=True, validators=[validate_one_line]
    )
    checks_recordings = models.BooleanField(
        _("look every night whether recordings still play"),
        default=True,
        help_text=_("Asks YouTube for each recording. Nothing about people is sent."),
    )
    record_retention_months = models.PositiveSmallIntegerField(
        _("months a training record is kept after somebody leaves"), default=72
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_row_of_site_settings")]

    def __str__(self) -> str:
        return self.service_name or str(_("Site settings"))

    @classmethod
    def load(cls) -> "SiteSettings":
        """The row, or one with the defaults where none has been saved yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def has_safeguarding_route(self) -> bool:
        """Whether staff who worry about a child are told whom to turn to here, and not only 999."""
        return bool(self.safeguarding_text and (self.safeguarding_contact or self.safeguarding_phone))
