"""Facts that media links announce, inside the transaction that makes them true."""

from django.dispatch import Signal

# Sent with nothing: some link's title, state or confirmation is not what it was.
links_changed = Signal()
# Sent with `moves`: each link (by id) has the address that the other had, and with it another recording.
addresses_moved = Signal()
# Sent with `link`: it leads to another recording than it did.
recording_replaced = Signal()
