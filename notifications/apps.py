from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Mail and reminders")

    def ready(self) -> None:
        from notifications import receivers  # noqa: F401  (connects them; models must be loaded)
