"""`python3 -m tools run`. Written so that a Python too old for everything else can still read it and say so."""

import os
import shutil
import sys

OLDEST = (3, 11)


def hand_over_to_a_newer_python() -> None:
    for minor in range(20, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, "-m", "tools", *sys.argv[1:]])
    sys.exit(f"This needs Python 3.11 or later, and this is {sys.version.split()[0]}. Install a newer one.")


if os.name != "posix":
    sys.exit("This runs on Linux and macOS. On Windows, use the Windows Subsystem for Linux.")
if sys.version_info < OLDEST:
    hand_over_to_a_newer_python()

from tools.commands import main  # noqa: E402  (older Pythons can't read it)

sys.exit(main(sys.argv[1:]))
