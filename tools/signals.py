"""Ctrl-C, a request to terminate, a closed terminal: noted when they come, acted upon where it is safe."""

import signal
from types import FrameType

received: list[int] = []


class Stopped(Exception):
    """Somebody asked to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.signal = number


def listen() -> None:
    """From here on, signals are noted instead of ending the process. `nohup` keeps its meaning."""

    def note(number: int, frame: FrameType | None) -> None:
        received.append(number)

    signal.signal(signal.SIGINT, note)
    signal.signal(signal.SIGTERM, note)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, note)


def stop_if_asked() -> None:
    """Raises Stopped when a signal has come."""
    if received:
        raise Stopped(received[0])
