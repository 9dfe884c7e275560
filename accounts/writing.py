"""Mails about somebody’s account. They are written through the mail backend, and so only as rows."""

from typing import Any

from allauth.account.adapter import get_adapter

from accounts.models import SiteSettings


def write_mail(template: str, address: str, **context: Any) -> None:
    """The mail whose templates are `<template>_subject.txt`, `_message.txt` and `_message.html`. Unlike allauth's own
    way it needs no request, so that a verb can call it."""
    get_adapter().render_mail(template, address, {"site": SiteSettings.load(), "email": address, **context}).send()
