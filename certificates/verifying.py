"""What anybody can ask about a certificate that they hold in their hands."""

import re
import unicodedata

from certificates.models import Certificate

PUBLIC_ID = re.compile(r"[0-9a-f]{32}")
# What keyboards and word processors make of an apostrophe and a hyphen.
ALIKE = str.maketrans("‘’ʼ‐‑‒–—", "'''-----")


def look_up(public_id: str) -> Certificate | None:
    """The certificate at a public address. What is no address at all, and what is nobody's, are the same: None."""
    if not PUBLIC_ID.fullmatch(public_id):
        return None
    return Certificate.objects.filter(public_id=public_id).first()


def name_matches(certificate: Certificate, typed: str) -> bool:
    """Whether it is the name on the paper, whatever its capitals, spaces, or kind of apostrophe. An erased name is
    matched by nothing."""
    return folded(typed) == folded(certificate.name) != ""


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).translate(ALIKE)
    return " ".join("".join(letter for letter in plain if unicodedata.category(letter) != "Cf").split())
