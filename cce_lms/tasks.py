"""What runs by the clock and concerns more than one app."""

from celery import shared_task

from accounts.models import SiteSettings
from media_links import checking


@shared_task
def check_recordings() -> int:
    """Ask which recordings still play, unless the service has switched that off."""
    if not SiteSettings.load().checks_recordings:
        return 0
    return checking.check_recordings()
