"""Mails are kept encrypted until they are sent: a reset link in a backup of the database would open an account."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """The mail was sealed with a key that is no longer known, or was altered."""


def seal(message: bytes) -> bytes:
    """The message, encrypted with a key derived from SECRET_KEY."""
    return keys(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).encrypt(message)


def unseal(payload: bytes) -> bytes:
    """What was sealed under SECRET_KEY, or under one of SECRET_KEY_FALLBACKS. Raises Unreadable."""
    try:
        return keys(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS).decrypt(payload)
    except InvalidToken:
        raise Unreadable from None


@lru_cache(maxsize=4)
def keys(*secrets: str) -> MultiFernet:
    return MultiFernet([Fernet(derive(secret)) for secret in secrets])


def derive(secret: str) -> bytes:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"cce_lms.notifications.outbox").derive(secret.encode())
    return base64.urlsafe_b64encode(key)
