"""A mail that somebody asks for on a page is written by the web server, and carried by the worker: by either broker."""

import http.cookiejar
import os
import re
import urllib.parse
import urllib.request
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests import machine
from tests.stack import Stack
from tests.tools.test_running import eventually

pytestmark = pytest.mark.needs_linux


def ask_for_a_new_password(stack: Stack, email: str) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    address = f"{stack.url}/accounts/password/reset/"
    page = browser.open(address).read().decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "email": email}).encode()
    browser.open(urllib.request.Request(address, form, {"Referer": address})).read()


def somebody(stack: Stack) -> str:
    return str(re.findall(r"[\w.-]+@example\.org", stack.said())[0])


def mails(stack: Stack) -> list[Path]:
    """The mails with a link to a new password: in office hours the people of a new site get others, too."""
    return [path for path in (stack.var / "mail").glob("*.eml") if "/password/reset/key/" in text_of(path)]


def text_of(path: Path) -> str:
    body = message_from_bytes(path.read_bytes(), policy=default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def path_without_a_broker(tmp_path: Path) -> str:
    """A PATH with everything that there is but Redis and Valkey."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for directory in os.environ["PATH"].split(os.pathsep):
        for program in Path(directory).glob("*"):
            if program.name not in {"redis-server", "valkey-server"} and not (folder / program.name).exists():
                (folder / program.name).symlink_to(program)
    return str(folder)


def test_the_broker_that_is_installed_with_the_requirements(site, tmp_path):
    with site(PATH=path_without_a_broker(tmp_path)) as stack:
        assert "valkey" in (stack.var / "log" / "broker.log").read_text().lower()
        ask_for_a_new_password(stack, somebody(stack))
        assert eventually(lambda: len(mails(stack)) == 1)


def test_the_broker_of_the_system(site):
    with site() as stack:
        ask_for_a_new_password(stack, somebody(stack))
        assert eventually(lambda: len(mails(stack)) == 1)


@pytest.mark.needs_redis
def test_a_redis_that_somebody_names(site):
    with site(REDIS_URL=machine.REDIS) as stack:
        assert "broker" not in stack.processes()
        ask_for_a_new_password(stack, somebody(stack))
        assert eventually(lambda: len(mails(stack)) == 1)


def test_a_redis_that_is_dead_is_noticed_on_no_page(site):
    with site(REDIS_URL="redis://127.0.0.1:1/0") as stack:
        ask_for_a_new_password(stack, somebody(stack))
        assert urllib.request.urlopen(f"{stack.url}/healthz").status == 200
        assert set(stack.processes()) == {"make", "launcher", "web server", "worker", "beat"}


def test_a_var_directory_too_deep_for_a_socket(site, tmp_path):
    with site(tmp_path / ("deep" * 20) / ("down" * 20)) as stack:
        assert "broker" in stack.processes()
