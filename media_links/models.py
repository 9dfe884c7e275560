"""Recordings and documents: what the toolkit links to. Knows no people."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MediaLinkQuerySet(models.QuerySet["MediaLink"]):
    def hosted(self) -> Self:
        """Those that play at a provider we know."""
        return self.exclude(external_id="")

    def of_the_toolkit(self) -> Self:
        """The recordings that the toolkit’s own labels name, in its order."""
        groups = [MediaLink.Group.DISCUSSION, MediaLink.Group.PRESENTATION]
        return self.filter(group__in=groups, kind__in=MediaLink.RECORDED).order_by("order", "id")

    def without_transcript(self) -> Self:
        """Recordings that nobody can read instead."""
        return self.hosted().filter(transcript="")

    def without_known_captions(self) -> Self:
        """Videos of which nobody knows that they have captions."""
        return self.hosted().filter(kind=MediaLink.Kind.VIDEO).exclude(captions=MediaLink.Presence.YES)


class MediaLink(models.Model):
    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")
        PODCAST = "podcast", _("Podcast")
        WEBSITE = "website", _("Website")
        IMAGE = "image", _("Picture")
        DOCUMENT = "document", _("Document")
        REFERENCE = "reference", _("Reference")

    # What is played on our own pages, and so has to be at a provider that we know.
    RECORDED = (Kind.VIDEO, Kind.AUDIO)

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
    unanswered_at = models.DateTimeField(
        _("asked in vain"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("When it was last asked about and no usable answer came. The state is still the one before."),
    )
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = MediaLinkQuerySet.as_manager()

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
