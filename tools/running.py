"""`make run`: web server, worker, beat and, where nobody names one, a broker; together until told to stop."""

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

from tools import house, installing, parts, preparing, processes, recovering
from tools.processes import Process
from tools.signals import Stopped, stop_if_asked
from tools.telling import Refused, say


def setup() -> tuple[Path, str]:
    """Everything short of starting. Returns the Python to run, and what to tell of the demo people."""
    environment = house.environment()
    python = installing.install("base")
    return python, preparing.prepare(python, environment)


def run() -> int:
    """Starts the site and stays until it is told to stop, or until a part of it ends."""
    with recovering.only_run():
        recovering.clear_up()
        refuse_taken_port(house.port())
        python, demo_people = setup()
        stack = Stack(python)
        try:
            stack.start()
            recovering.tell_where(house.address())
            say(f"\n{demo_people}")
            say(f"Logs are in {house.var_dir() / 'log'}. Ctrl-C stops it.")
            say(f"What is sent by mail is at {house.address()}/mails/\nThe site is at {house.address()}")
            stack.watch()
        except Stopped:
            say("\nStopping…")
        finally:
            stack.stop()
            recovering.forget()
        say("Stopped. What people did is kept.")
    return 0


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Refused(f"Port {port} needs rights that you don’t have. Choose another: PORT=8001 make run") from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise Refused(f"Port {port} is taken by another program. Choose another: PORT={other} make run") from None


class Stack:
    """The processes of a running site."""

    def __init__(self, python: Path) -> None:
        self.python = python
        self.processes: list[Process] = []
        self.logs = house.var_dir() / "log"
        self.logs.mkdir(exist_ok=True)

    def start(self) -> None:
        """Starts all. Returns when the web server answers."""
        environment = house.environment()
        has_own_broker = not os.environ.get("REDIS_URL")
        socket_path = parts.broker_socket()
        if has_own_broker:
            environment["REDIS_URL"] = f"redis+socket://{socket_path}"
            self.begin("broker", parts.broker(self.python, socket_path), environment)
        self.begin("web server", parts.web(self.python), environment)
        if has_own_broker:
            self.wait_for(lambda: parts.broker_answers(socket_path), "broker")
        self.wait_for(parts.web_answers, "web server")
        self.begin("worker", parts.worker(self.python), environment)
        self.begin("beat", parts.beat(self.python), environment)

    def begin(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        stop_if_asked()
        log = self.logs / f"{name.replace(' ', '-')}.log"
        if log.exists():
            log.replace(log.with_name(f"{log.name}.1"))
        self.processes.append(Process(name, command, environment, log))
        recovering.remember(self.processes)

    def wait_for(self, answers: Callable[[], bool], name: str, patience: float = 60.0) -> None:
        deadline = time.monotonic() + patience
        while not answers():
            self.look()
            if time.monotonic() > deadline:
                raise Refused(f"The {name} does not answer. {self.words_of(name)}")
            time.sleep(0.05)

    def watch(self) -> None:
        while True:
            self.look()
            time.sleep(0.2)

    def look(self) -> None:
        """Raises Stopped when asked to stop, Refused when a process has ended by itself."""
        stop_if_asked()
        for process in self.processes:
            code = process.exit_code()
            if code is not None:
                how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
                raise Refused(f"The {process.name} ended by itself ({how}). {self.words_of(process.name)}")

    def words_of(self, name: str) -> str:
        process = next(process for process in self.processes if process.name == name)
        return f"The last lines of {process.log}:\n{process.last_lines()}"

    def stop(self) -> None:
        """The broker last: the worker hands back to it what it has not finished."""
        processes.stop([process for process in self.processes if process.name != "broker"])
        processes.stop([process for process in self.processes if process.name == "broker"])
