"""How the tools speak to whoever runs them."""

import contextlib


class Refused(Exception):
    """It can't go on. The message is one clear line that says what to do."""


def say(text: str) -> None:
    """Prints at once. A terminal that has been closed is no reason to stop clearing up."""
    with contextlib.suppress(OSError):
        print(text, flush=True)
