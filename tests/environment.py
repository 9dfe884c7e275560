"""The environment of the tests, set before the settings are read. pytest loads it first, by `-p tests.environment`."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ["DEVELOPMENT"] = "1"
# Playwright runs an event loop in this thread, beside tests that use the database and have nothing to do with it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="cce-lms-tests-")
Path(os.environ["VAR_DIR"], "static").mkdir()
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
