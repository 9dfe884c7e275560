"""The commands of the Makefile, by name."""

from collections.abc import Callable

from tools import installing, linting, running, testing
from tools.signals import Stopped, listen
from tools.telling import Refused, say


def setup() -> int:
    running.setup()
    say("Ready. `make run` starts it.")
    return 0


COMMANDS: dict[str, Callable[[], int]] = {
    "run": running.run,
    "setup": setup,
    "test": testing.run_tests,
    "lint": linting.lint,
    "tidy": linting.tidy,
    "requirements": installing.compile_requirements,
}


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit code. What went wrong is told in a line, without a traceback."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        say(f"Say one of: {', '.join(COMMANDS)}.")
        return 2
    listen()
    try:
        return COMMANDS[arguments[0]]()
    except Refused as refusal:
        say(f"\n{refusal}")
        return 1
    except Stopped as stopped:
        say("\nStopped half-way. Run it again, and it goes on from here.")
        return 128 + stopped.signal
