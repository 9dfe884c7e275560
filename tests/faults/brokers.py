"""Brokers of the tests' own, to be killed, stopped, silenced and emptied."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tests.stack import free_port
from tools.parts import installed_broker
from tools.processes import end_with


class Broker:
    """A server on a port, as in production, or on a unix socket, as `make run` starts it."""

    def __init__(self, folder: Path, program: str, socket_path: Path | None = None) -> None:
        self.folder = folder
        self.program = program
        self.socket_path = socket_path
        self.port = 0 if socket_path else free_port()
        self.url = f"redis+socket://{socket_path}" if socket_path else f"redis://127.0.0.1:{self.port}/0"
        where = {"unix_socket_path": str(socket_path)} if socket_path else {"port": self.port}
        self.client = redis.Redis(**where, socket_timeout=1, retry=Retry(NoBackoff(), 0))
        self.never_answered: list[socket.socket] = []
        self.listener: socket.socket | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        where = ["--unixsocket", str(self.socket_path)] if self.socket_path else ["--bind", "127.0.0.1"]
        command = [self.program, "--port", str(self.port), *where, "--dir", str(self.folder), "--appendonly", "yes"]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--save", ""], stdout=log, stderr=log, preexec_fn=end_with(os.getpid())
            )
        wait_until(self.answers, 20, "The broker answers")

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False

    def end(self) -> None:
        self.speak_again(restart=False)
        for number in (signal.SIGCONT, signal.SIGKILL):
            with suppress(ProcessLookupError):
                self.process.send_signal(number)
        self.process.wait(10)
        for connection in self.never_answered:
            connection.close()

    # What can happen to it, and how it comes back.

    def die(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def come_back_to_life(self) -> None:
        self.start()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def fall_silent(self) -> None:
        """From now on somebody else is there, who takes every connection and never says a word on it."""
        self.die()
        family, address = (
            (socket.AF_UNIX, str(self.socket_path)) if self.socket_path else (socket.AF_INET, ("127.0.0.1", self.port))
        )
        if self.socket_path:
            self.socket_path.unlink(missing_ok=True)
        self.listener = socket.socket(family)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(address)
        self.listener.listen(64)
        self.listener.setblocking(False)

    def speak_again(self, restart: bool = True) -> None:
        """The connections on which nothing was said stay open: nobody is told that they lead nowhere."""
        if self.listener is None:
            return
        with suppress(BlockingIOError):
            while True:
                self.never_answered.append(self.listener.accept()[0])
        self.listener.close()
        self.listener = None
        if restart:
            if self.socket_path:
                self.socket_path.unlink(missing_ok=True)
            self.start()

    def lose_everything(self) -> None:
        self.client.flushall()


def redis_broker(folder: Path) -> Broker | None:
    """What production has, where there is one on this machine."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    return Broker(folder, program) if program else None


def embedded_broker(folder: Path) -> Broker:
    return Broker(folder, installed_broker(Path(sys.executable)), folder / "broker.sock")


def wait_until(holds: object, patience: float, what: str) -> float:
    """Waits, and returns how long it took. Raises AssertionError."""
    began = time.monotonic()
    while not holds():  # type: ignore[operator]
        assert time.monotonic() - began < patience, f"Not within {patience} seconds: {what}."
        time.sleep(0.1)
    return time.monotonic() - began
