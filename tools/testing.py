"""`make test`: every test. What can't run here is named at the end by pytest itself (see tests/conftest.py)."""

import os
import signal
import sys

from tools import chromium, house, installing, processes

# Set by somebody's shell, these would move the tests to their database or their broker.
NOT_FOR_TESTS = {"DATABASE_URL", "REDIS_URL", "VAR_DIR", "SECRET_KEY", "PORT", "MAIL_URL", "SITE_URL", "DEBUG"}


def run_tests() -> int:
    python = installing.install("dev")
    chromium.install(python)
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command = [str(python), "-m", "pytest", *colour, str(house.ROOT / "tests")]
    # Interrupted, pytest stops what it has started; terminated, it would not.
    return processes.run("tests", command, environment, patience=30, ask=signal.SIGINT)
