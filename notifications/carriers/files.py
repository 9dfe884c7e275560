"""Mails as files in a directory, for development: one `.eml` each, which a mail program opens."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from notifications.carriers.answers import Unreachable


class FileCarrier:
    """`file:///directory`."""

    def __init__(self, url: str) -> None:
        self.directory = Path(unquote(urlsplit(url).path))
        self.partial = self.target = self.directory

    def offer(self, sender: str, recipient: str, message: bytes, name: str) -> None:
        # The dot keeps a half-written file out of sight; the name makes writing it twice the same as once.
        self.partial, self.target = self.directory / f".{name}.part", self.directory / f"{name}.eml"
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(self.partial, "wb", opener=private) as file:
                file.write(message)
                os.fsync(file.fileno())
        except OSError as error:
            raise Unreachable(str(error)) from error

    def commit(self) -> str:
        try:
            self.partial.replace(self.target)
        except OSError as error:
            raise Unreachable(str(error)) from error
        return f"written to {self.target.name}"

    def abandon(self) -> None:
        self.partial.unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held open."""


def private(path: str, flags: int) -> int:
    """Opens a file that nobody else may read."""
    return os.open(path, flags, mode=0o600)
