"""What a certificate says, apart from where it is kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is printed on a certificate. Equal facts make equal files."""

    name: str
    course_title: str
    content_version: str
    hours: Decimal
    issued_on: date
    expires_on: date
    serial: str
    service_name: str
    address: str
    template: int = 1
