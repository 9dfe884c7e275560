from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    name = "cce_lms"

    def ready(self) -> None:
        from cce_lms.roles import write_roles

        # The roof has no models, so it is sent no signal of its own; that of `accounts` comes once a migrate.
        post_migrate.connect(write_roles, sender=apps.get_app_config("accounts"), dispatch_uid="roles")
