"""The virtual environment: made, filled from hashed requirements, and known to be whole by its stamp."""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import processes
from tools.house import REQUIREMENTS, ROOT, VENV
from tools.telling import Refused, say

STAMP = VENV / "complete.json"
# What is compiled together is installed together: `dev` holds all of `base`, at the same versions.
HOLDS = {"base": ["base"], "dev": ["base", "dev"]}
COMPILE = ["pip", "compile", "--generate-hashes", "--universal", "--python-version", "3.11", "--no-emit-index-url",
           "--no-annotate", "--no-header", "--quiet"]  # fmt: skip


def install(name: str) -> Path:
    """The path of a Python that has what requirements/`name`.txt lists. Installs only what is not there.

    USE_PYTHON names one that somebody else keeps (a container's, say): then nothing is made or installed.
    """
    if os.environ.get("USE_PYTHON"):
        return Path(os.environ["USE_PYTHON"])
    python = VENV / "bin" / "python"
    with one_at_a_time():
        stamp = read_stamp()
        if not python.exists() or not stamp:
            make_venv()
            stamp = {}
        if stamp.get(name) != digest(name):
            STAMP.unlink(missing_ok=True)
            fill(python, name)
            write_stamp({held: digest(held) for held in HOLDS[name]})
    return python


@contextmanager
def one_at_a_time() -> Iterator[None]:
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "installing.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is installing here. Waiting for it…")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def digest(name: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """Which requirements the environment holds; empty when it was never finished."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    part = STAMP.with_suffix(".part")
    part.write_text(json.dumps(stamp))
    part.replace(STAMP)


def make_venv() -> None:
    if VENV.exists():
        say("The .venv here is only half made. Making it anew.")
    if importlib.util.find_spec("ensurepip") is None:
        raise Refused(
            "This Python can't make a virtual environment: its ensurepip is missing. On Debian or Ubuntu: "
            f"sudo apt-get install python3.{sys.version_info.minor}-venv. Then run this again."
        )
    say("Making .venv…")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    shutil.rmtree(VENV, ignore_errors=True)
    if processes.run("making of .venv", [sys.executable, "-m", "venv", str(VENV)], dict(os.environ)):
        raise Refused("The virtual environment could not be made; the lines above say why.")


def fill(python: Path, name: str) -> None:
    requirements = str(REQUIREMENTS / f"{name}.txt")
    say(f"Installing what requirements/{name}.txt lists…")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check"]
    hashed = ["--require-hashes", "-r"]
    quick = processes.run(
        "installer", [*pip, "install", "--quiet", *hashed, str(REQUIREMENTS / "uv.txt")], dict(os.environ)
    )
    uv = [str(python), "-m", "uv", "pip", "install", "--python", str(python), *hashed, requirements]
    if quick == 0 and processes.run("installer", uv, dict(os.environ)) == 0:
        return
    say("uv could not do it. Trying with pip, which takes longer…")
    if processes.run("installer", [*pip, "install", *hashed, requirements], dict(os.environ)):
        raise Refused("The requirements could not be installed; the lines above say why. Is there a network?")


def compile_requirements() -> int:
    """Writes requirements/*.txt anew from pyproject.toml. For whoever changes a dependency."""
    uv = [str(install("dev")), "-m", "uv", *COMPILE]
    for output, source in (("base", []), ("dev", ["--group", "test", "--group", "lint"])):
        command = [*uv, "pyproject.toml", *source, "--output-file", f"requirements/{output}.txt"]
        if processes.run("compiler of requirements", command, dict(os.environ)):
            raise Refused("The requirements could not be compiled; the lines above say why.")
    return 0
