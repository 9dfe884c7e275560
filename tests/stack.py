"""`make run`, started for tests in a var directory of its own and on a free port."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.processes import end_with

ROOT = Path(__file__).resolve().parents[1]
# What the shell or the tests themselves have set is not for the site that is started.
NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL", "MAIL_URL", "DJANGO_SETTINGS_MODULE", "DEBUG"}
READY = "The site is at "


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Stack:
    """A running site. Used as a context, it waits until the address is printed, and stops everything at the end."""

    def __init__(self, var: Path, port: int | None = None, **environment: str) -> None:
        self.var = var
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_INHERITED},
            "PYTHON": sys.executable,
            "USE_PYTHON": sys.executable,
            "VAR_DIR": str(var),
            "PORT": str(self.port),
            **environment,
        }
        self.output = var / "output.txt"

    def start(self) -> Self:
        """Starts `make run` at the head of a process group, as a shell would."""
        with self.output.open("wb") as output:
            self.make = subprocess.Popen(
                ["make", "run"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=end_with(os.getpid()),
            )
        return self

    def manage(self, *arguments: str) -> str:
        """What a command of `manage.py` prints, run beside the site on the same database."""
        environment = {**self.environment, "DEVELOPMENT": "1", "DJANGO_SETTINGS_MODULE": "cce_lms.settings"}
        command = [sys.executable, "manage.py", *arguments]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_ready(self, patience: float = 120) -> Self:
        deadline = time.monotonic() + patience
        while READY + self.url not in self.said():
            if self.make.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"The site did not start:\n{self.said()}")
            time.sleep(0.05)
        return self

    def wait_until_ended(self, patience: float = 60) -> str:
        """Waits for the end and returns everything that was said."""
        self.make.wait(patience)
        return self.said()

    def press_ctrl_c(self) -> str:
        return self.send(signal.SIGINT).wait_until_ended()

    def send(self, number: signal.Signals) -> Self:
        """A signal to make and the launcher, as a terminal sends it."""
        os.killpg(self.make.pid, number)
        return self

    def stop(self) -> None:
        if self.make.poll() is None:
            self.press_ctrl_c()

    def kill_everything(self) -> None:
        """For a test that went wrong."""
        for pids in self.processes().values():
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def processes(self) -> dict[str, list[int]]:
        """The ids of all processes of this site that there are, by what they are."""
        found: dict[str, list[int]] = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal() and self.is_ours(folder):
                found.setdefault(kind_of(folder), []).append(int(folder.name))
        return found

    def is_ours(self, folder: Path) -> bool:
        """By its environment or, where a program has written over that, by the folder it works in."""
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            works_in = (folder / "cwd").resolve(strict=True)
        except OSError:
            return False
        return f"VAR_DIR={self.var}".encode() in environment or works_in.is_relative_to(self.var)

    def __enter__(self) -> Self:
        return self.start().wait_until_ready()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def kind_of(folder: Path) -> str:
    words = (folder / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    kinds = {
        "gunicorn": "web server",
        " worker": "worker",
        " beat": "beat",
        "-server": "broker",
        "tools run": "launcher",
    }
    return next((kind for sign, kind in kinds.items() if sign in words), words.split(" ")[0])
