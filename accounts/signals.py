"""Facts that accounts announce, inside the transaction that makes them true. A receiver writes rows of its own."""

from django.dispatch import Signal

# Somebody has accepted an invitation and is a person now. Sent with `person` and `invitation`.
person_welcomed = Signal()
