from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaLinksConfig(AppConfig):
    name = "media_links"
    verbose_name = _("Recordings and documents")
