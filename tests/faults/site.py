"""A running site of the tests' own: web server, worker and beat, each a process, on a database and a broker of its own,
with a mail server that is real but for its readers."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import closing
from http.cookiejar import CookieJar
from itertools import count
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from cce_lms.demo import PASSWORD
from tests.faults.brokers import Broker, wait_until
from tests.notifications.conftest import Sink
from tests.stack import NOT_INHERITED, ROOT, free_port
from tools.processes import end_with

CELERY = "cce_lms.celery:app"
PAGES = ["/", "/library/", "/certificates/"]


class DeadlySink(Sink):
    """Lets a test step in, once for an address: when it is named, or when its message has arrived and nobody knows."""

    def __init__(self) -> None:
        super().__init__()
        self.when_named: dict[str, Callable[[], None]] = {}
        self.when_arrived: dict[str, Callable[[], None]] = {}

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options):  # noqa: N802
        self.when_named.pop(address, lambda: None)()
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        self.when_arrived.pop(envelope.rcpt_tos[0], lambda: None)()
        return answer


class Site:
    def __init__(self, name: str, folder: Path, broker: Broker) -> None:
        self.name, self.folder, self.broker = name, folder, broker
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "static").mkdir(exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.sink = DeadlySink()
        self.mail_server = Controller(self.sink, hostname="127.0.0.1", port=free_port(), ready_timeout=10)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NOT_INHERITED},
            "DEVELOPMENT": "1",
            "VAR_DIR": str(folder),
            "SITE_URL": self.url,
            "REDIS_URL": broker.url,
            "TRUSTED_PROXY_COUNT": "1",
            "MAIL_URL": f"smtp://127.0.0.1:{self.mail_server.port}",
        }

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        ran = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def prepare(self) -> None:
        self.manage("migrate", "-v0")
        self.manage("import_course")
        self.manage("make_demo_people")

    def begin(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=end_with(os.getpid()),
            )
        return self.processes[name]

    def begin_web(self) -> None:
        self.begin(
            "web", "gunicorn", "cce_lms.wsgi", "--bind", f"127.0.0.1:{self.port}", "--threads", "4",
            "--no-control-socket",
        )  # fmt: skip

    def begin_worker(self, app: str = CELERY, threads: int = 2) -> None:
        self.begin(
            "worker", "celery", "--app", app, "--quiet", "worker", "--pool", "threads", "--concurrency", str(threads),
            "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO",
        )  # fmt: skip

    def begin_beat(self, app: str = CELERY, name: str = "beat") -> None:
        self.begin(
            name, "celery", "--app", app, "--quiet", "beat", "--schedule", str(self.folder / f"{name}-schedule"),
            "--pidfile=", "--loglevel", "INFO",
        )  # fmt: skip

    def start(self) -> None:
        self.mail_server.start()
        self.begin_web()
        self.begin_worker()
        self.begin_beat()
        wait_until(self.is_up, 60, f"{self.name}: the web server answers")

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self, name: str) -> None:
        """Leaves it no time for anything."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    def end(self) -> None:
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait(10)
        self.mail_server.stop()

    def states(self) -> dict[str, str]:
        """What became of the mail to each address."""
        with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=20)) as database:
            return dict(database.execute("SELECT address, state FROM notifications_delivery").fetchall())

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")


class Visitor:
    """Somebody with a browser and a network address of their own."""

    numbers = count(1)

    def __init__(self, site: Site) -> None:
        self.site = site
        self.network_address = f"192.0.2.{next(self.numbers)}"
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(self.site.url + path))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Fills in the form that stands on the page."""
        page = self.get(path)[1]
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        fields["csrfmiddlewaretoken"] = found.group(1) if found else ""
        data = urllib.parse.urlencode(fields).encode()
        return self._ask(urllib.request.Request(self.site.url + path, data, {"Referer": self.site.url + path}))

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        request.add_header("X-Forwarded-For", self.network_address)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self, email: str = "starter@example.org", password: str = PASSWORD) -> tuple[int, str]:
        return self.post("/accounts/login/", login=email, password=password)

    def ask_for_new_password(self, email: str) -> None:
        assert self.post("/accounts/password/reset/", email=email)[0] == 200

    def pace(self, rounds: int = 5) -> float:
        """The time a page takes: the median of several pages, several times."""
        times = []
        for _ in range(rounds):
            for path in PAGES:
                began = time.monotonic()
                assert self.get(path)[0] == 200
                times.append(time.monotonic() - began)
        return statistics.median(times)
