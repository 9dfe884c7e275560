"""A stand-in for a provider's player: on an origin of its own, it speaks the messages of YouTube's."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

PAGE = Path(__file__).with_suffix(".html")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.read_bytes())

    def log_message(self, *arguments: object) -> None:
        """Nobody reads it."""


class StandIn:
    """The stand-in's server: `origin` is where it is, while the block lasts."""

    def __init__(self, port: int = 0) -> None:
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()
