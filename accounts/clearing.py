"""Taking away what has run out and nobody reads again."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

from accounts.models import Invitation

KEEP_UNUSED_INVITATIONS = timedelta(days=90)


def clear_expired() -> None:
    """Deletes the sessions and the rows of the shared cache whose time is over, and the names of people who never
    accepted their invitation. Safe to call at any moment."""
    Invitation.objects.unused_since(timezone.now() - KEEP_UNUSED_INVITATIONS).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    if isinstance(caches["default"], DatabaseCache):
        table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {table} WHERE expires < %s",  # noqa: S608  (a name from the settings, quoted)
                [connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))],
            )
