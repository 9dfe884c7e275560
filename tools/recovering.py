"""One run at a time in one var directory, and clearing up after one that was killed."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tools.house import var_dir
from tools.processes import Process
from tools.telling import Refused, say


@contextlib.contextmanager
def only_run() -> Iterator[None]:
    """Holds the lock that a second run finds. The kernel frees it, however this process ends."""
    with (var_dir() / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip() or "being started"
            raise Refused(f"It runs here already: {where}. Stop that one first, with Ctrl-C where it runs.") from None
        lock.truncate(0)
        yield
        lock.truncate(0)


def tell_where(text: str) -> None:
    """Leaves word for a second run."""
    (var_dir() / "run.lock").write_text(text)


def started_at(pid: int) -> str:
    """When a process began, in whatever form the system says it, or nothing where there is none of this id."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        pass
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def remember(processes: list[Process]) -> None:
    """Writes down which processes are ours. With the time of their start, as ids are used again."""
    rows = [{"name": process.name, "pid": process.pid, "started": started_at(process.pid)} for process in processes]
    part = record().with_suffix(".part")
    part.write_text(json.dumps(rows))
    part.replace(record())


def forget() -> None:
    record().unlink(missing_ok=True)


def record() -> Path:
    return var_dir() / "processes.json"


def clear_up() -> None:
    """Ends what a killed run has left behind."""
    try:
        rows = json.loads(record().read_text())
    except (OSError, ValueError):
        rows = []
    for row in rows:
        if is_alive(row):
            say(f"Stopping the {row['name']} that an earlier run left behind.")
            end(row)
    forget()


def is_alive(row: dict[str, str]) -> bool:
    return bool(row["started"]) and started_at(int(row["pid"])) == row["started"]


def end(row: dict[str, str], patience: float = 5.0) -> None:
    pid = int(row["pid"])
    deadline = time.monotonic() + patience
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        while is_alive(row) and time.monotonic() < deadline:
            time.sleep(0.05)
        os.killpg(pid, signal.SIGKILL)
