"""Recordings and documents: what the toolkit links to. Knows no people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MediaLink(models.Model):
    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")
        PODCAST = "podcast", _("Podcast")
        WEBSITE = "website", _("Website")
        IMAGE = "image", _("Picture")
        DOCUMENT = "document", _("Document")
        REFERENCE = "reference", _("Reference")

    class Health(models.TextChoices):
        UNKNOWN = "unknown", _("Not checked yet")
        ALIVE = "alive", _("Works")
        NOT_EMBEDDABLE = "not-embeddable", _("Plays only at the provider’s")
        GONE = "gone", _("Private or gone")

    class Presence(models.TextChoices):
        UNKNOWN = "unknown", _("Not known")
        YES = "yes", _("Yes")
        NO = "no", _("No")

    class Group(models.TextChoices):
        DISCUSSION = "discussion", _("Discussions of the toolkit")
        PRESENTATION = "presentation", _("Presentation")
        FURTHER = "further", _("Further information and podcasts")
        APPENDIX = "appendix", _("Appendix")

    key = models.SlugField(_("key"), max_length=100, unique=True, editable=False)
    group = models.CharField(_("group"), max_length=20, choices=Group)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    order = models.PositiveIntegerField(_("order"), default=0)
    provider = models.CharField(_("provider"), max_length=20, blank=True)
    external_id = models.CharField(_("id at the provider"), max_length=50, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    label = models.CharField(_("label in the toolkit"), max_length=50, blank=True)
    title = models.CharField(_("title"), max_length=400)
    speaker = models.CharField(_("speaker"), max_length=150, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=1000)
    owner_title = models.CharField(_("title the owner gives it"), max_length=300, blank=True)
    pairing_confirmed = models.BooleanField(
        _("title confirmed"), default=False, help_text=_("Somebody has played it and knows that the title is right.")
    )
    duration_seconds = models.PositiveIntegerField(_("length in seconds"), null=True, blank=True)
    reported_seconds = models.PositiveIntegerField(
        _("length as the player reports it"), null=True, blank=True, editable=False
    )
    captions = models.CharField(_("captions"), max_length=10, choices=Presence, default=Presence.UNKNOWN)
    transcript = models.TextField(_("transcript"), blank=True)
    health = models.CharField(_("state"), max_length=20, choices=Health, default=Health.UNKNOWN)
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("recording or document")
        verbose_name_plural = _("recordings and documents")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "external_id"],
                condition=~Q(external_id=""),
                name="one_link_an_external_id",
                violation_error_message=_("This recording is here already."),
            ),
            models.CheckConstraint(
                condition=Q(provider="", external_id="") | (~Q(provider="") & ~Q(external_id="")),
                name="provider_and_id_go_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.title}" if self.label else self.title

    @property
    def is_audio(self) -> bool:
        return self.kind == self.Kind.AUDIO

    @property
    def is_playable(self) -> bool:
        """Whether it can be played on our own pages."""
        return bool(self.provider and self.external_id)
