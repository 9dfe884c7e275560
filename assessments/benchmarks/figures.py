"""What it costs to work out all figures. Run it with `python -m assessments.benchmarks.figures [attempts]`.

It makes a database of its own where DATABASE_URL points, fills it (`assessments.benchmarks.filling`), works the figures
out in a fresh process, then again, and removes the database. Needs DEVELOPMENT=1; takes minutes, most of them to fill.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cce_lms.settings")
ATTEMPTS = 100_000
BUDGET_SECONDS, BUDGET_MB = 60, 300
MEASURE = "--measure"


def resident() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure() -> None:
    from assessments.working_out import work_out_figures  # noqa: PLC0415 (once Django is set up)

    before, began, busy = resident(), monotonic(), process_time()
    assert work_out_figures()
    took, busy = monotonic() - began, process_time() - busy
    print(
        f"{took:.1f} s of {BUDGET_SECONDS} ({busy:.1f} s of this process's own), "
        f"memory {before} → {resident()} MB of {BUDGET_MB}",
        flush=True,
    )


def main(attempts: int) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from assessments.benchmarks.filling import fill  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "figures.sqlite3")
        earlier = connection.settings_dict["NAME"]
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            began = monotonic()
            fill(attempts)
            print(f"{timezone.localdate()}, {os.cpu_count()} cores, Python {platform.python_version()}")
            print(f"{connection.vendor}: {attempts} attempts of 10 questions, filled in {monotonic() - began:.0f} s")
            address = f"sqlite:///{name}"
            if connection.vendor != "sqlite":
                address = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
            connection.close()
            for _again in range(2):
                command = [sys.executable, "-m", "assessments.benchmarks.figures", MEASURE]
                subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=True)  # noqa: S603
        finally:
            connection.creation.destroy_test_db(earlier, verbosity=0)


if __name__ == "__main__":
    django.setup()
    if MEASURE in sys.argv:
        measure()
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ATTEMPTS)
