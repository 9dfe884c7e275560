"""The way back from a break: to a lesson of this site, and nowhere else."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def lesson_path(path: str) -> str:
    """The path where it leads to a lesson of ours, or an empty string."""
    if len(path) > LONGEST or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return ""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    return path if match.view_name == "courses:lesson" else ""


def support_url(back: str) -> str:
    """The page with support, from which a link leads back."""
    address = reverse("courses:support")
    back = lesson_path(back)
    return f"{address}?{urlencode({'back': back})}" if back else address
