"""The site with the settings of production, on a free port, for what depends on them."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.stack import NOT_INHERITED, ROOT, free_port
from tools.processes import end_with

ADDRESS, PASSWORD = "learner@example.org", "quiet river under stones"
# What no learner's page asks for, and takes long to compress.
FOR_STAFF = ["admin", "django_prose_editor"]
PREPARE = f"""
from django.core.management import call_command
from accounts.registering import register_person
from courses.enrolling import enrol
from courses.models import Course
call_command("migrate", verbosity=0)
call_command("import_course", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns={FOR_STAFF})
enrol(register_person("{ADDRESS}", "Lena Learner", "{PASSWORD}"), Course.objects.get())
"""


class Production:
    """A running site with the course and one learner. Used as a context, it stops at the end."""

    def __init__(self, var: Path) -> None:
        self.port = free_port()
        # A browser takes this name for a safe place, to which cookies go that are for HTTPS alone.
        self.url = f"http://localhost:{self.port}"
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED | {"DEVELOPMENT"}}
        self.environment = inherited | {
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "localhost",
            "SITE_URL": self.url,
            "SECURE_SSL_REDIRECT": "0",
            "VAR_DIR": str(var),
            "DJANGO_SETTINGS_MODULE": "cce_lms.settings",
        }
        self.log = var / "log.txt"

    def __enter__(self) -> Self:
        prepare = [sys.executable, "manage.py", "shell", "--command", PREPARE]
        ran = subprocess.run(prepare, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        command = [sys.executable, "-m", "gunicorn", "cce_lms.wsgi", "--threads=4", f"--bind=localhost:{self.port}"]
        with self.log.open("wb") as log:
            self.server = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, preexec_fn=end_with(os.getpid())
            )
        deadline = time.monotonic() + 60
        while not self.answers():
            assert self.server.poll() is None and time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.05)
        return self

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz") as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError):
            return False

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.terminate()
        self.server.wait(30)
