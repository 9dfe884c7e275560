"""Where things are, and the environment that the site's processes are given."""

import os
import secrets
from pathlib import Path

from tools.telling import Refused

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"


def var_dir() -> Path:
    """Where everything goes that is written while the site runs. VAR_DIR moves it."""
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "static").mkdir(exist_ok=True)
    return folder


def port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        raise Refused(f"PORT is “{given}”, and must be a number from 1 to 65535. For example: PORT=8001 make run")
    return int(given)


def address() -> str:
    return f"http://127.0.0.1:{port()}"


def database_file() -> Path | None:
    """The SQLite file, or None where DATABASE_URL names a server."""
    url = os.environ.get("DATABASE_URL") or ""
    if not url:
        return var_dir() / "db.sqlite3"
    scheme, _, path = url.partition(":///")
    return (ROOT / path).resolve() if scheme == "sqlite" else None


def read_or_make_secret() -> str:
    """The signing key of this machine's development site: made once, readable by its owner alone."""
    file = var_dir() / "secret-key"
    if not file.exists():
        part = file.with_suffix(f".{os.getpid()}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(50))
        part.replace(file)
    return file.read_text()


def environment(**more: str) -> dict[str, str]:
    """What the site's processes see. A development site: production is set up as the README says."""
    if os.environ.get("DEVELOPMENT", "1").lower() not in {"1", "true", "yes", "on"}:
        raise Refused("This starts a development site with demo people, and DEVELOPMENT says otherwise. Unset it.")
    return {
        **os.environ,
        "DEVELOPMENT": "1",
        "PYTHONUNBUFFERED": "1",
        "VAR_DIR": str(var_dir()),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or read_or_make_secret(),
        "SITE_URL": os.environ.get("SITE_URL") or address(),
        **more,
    }
