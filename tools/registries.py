"""No file names the host of a package registry: whoever installs decides where from."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.house import ROOT
from tools.telling import say

# In pieces, so that this file does not name them either.
HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("pypi", "python", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("npm", "pkg", "github", "com"),
        ("rubygems", "org"),
        ("static", "crates", "io"),
        ("proxy", "golang", "org"),
        ("repo1", "maven", "org"),
        ("anaconda", "org"),
    )
]


def check() -> bool:
    """Says which files name one. Returns whether any does."""
    say("\n— registries")
    named = [f"{path.relative_to(ROOT)} names {host}" for path in committed_files() for host in hosts_in(path)]
    for line in named:
        say(line)
    return bool(named)


def hosts_in(path: Path) -> list[str]:
    text = path.read_bytes().lower()
    return [host for host in HOSTS if host.encode() in text]


def committed_files() -> Iterator[Path]:
    """What git knows or would take, so that a file not yet committed is seen as well."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    yield from (path for name in listing.decode().split("\0") if name and (path := ROOT / name).is_file())
