"""What every page shows of the service itself."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import SiteSettings


def site(request: HttpRequest) -> dict[str, SiteSettings]:
    """`site`: the service's settings, read when a template first asks."""
    return {"site": SimpleLazyObject(SiteSettings.load)}  # type: ignore[dict-item]
