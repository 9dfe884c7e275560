"""A child process that never outlives us: told to end when we end, with everything that it started."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools.house import ROOT
from tools.signals import received, stop_if_asked
from tools.telling import say

PR_SET_PDEATHSIG = 1
LINUX = sys.platform == "linux"
libc = ctypes.CDLL(None) if LINUX else None


def end_with(parent: int) -> Callable[[], None]:
    """What a child does before it begins: on Linux, asks to be terminated when its parent is killed."""

    def before_exec() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    return before_exec


class Process:
    """A child at the head of a process group of its own, so that a Ctrl-C in the terminal reaches us alone."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path | None = None) -> None:
        self.name = name
        self.log = log
        output = log.open("wb") if log else None
        self.child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=end_with(os.getpid()),
        )
        if output:
            output.close()

    @property
    def pid(self) -> int:
        return self.child.pid

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.child.poll()

    def send(self, number: signal.Signals) -> None:
        """Sends a signal to the process and all that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def last_lines(self, count: int = 15) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:]) if self.log else ""


def stop(processes: list[Process], patience: float = 8.0, ask: signal.Signals = signal.SIGTERM) -> None:
    """Asks all to end, waits, and kills what has not ended by then. A second Ctrl-C ends the waiting."""
    asked_before = len(received)
    for process in processes:
        if process.exit_code() is None:
            os.kill(process.pid, ask)
    deadline = time.monotonic() + patience
    while any(process.exit_code() is None for process in processes):
        if time.monotonic() > deadline or len(received) > asked_before:
            break
        time.sleep(0.05)
    for process in processes:
        if process.exit_code() is None:
            say(f"The {process.name} does not stop by itself, so it is killed.")
        process.send(signal.SIGKILL)
        process.child.wait()


def run(
    name: str,
    command: list[str],
    environment: dict[str, str],
    log: Path | None = None,
    patience: float = 8.0,
    ask: signal.Signals = signal.SIGTERM,
) -> int:
    """Runs a command to its end, in sight unless it has a log. Returns its exit code; raises Stopped if asked to."""
    process = Process(name, command, environment, log)
    try:
        while process.exit_code() is None:
            stop_if_asked()
            time.sleep(0.02)
    finally:
        stop([process], patience, ask)
    return process.child.returncode
