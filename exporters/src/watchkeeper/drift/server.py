"""`/metrics`, `/healthz` and `/readyz` over a folder of results."""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from watchkeeper.drift.exposition import CONTENT_TYPE, Shelf, page

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "text/plain; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Serves one folder; scrapes take turns."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], folder: Path) -> None:
        super().__init__(address, Handler)
        self._shelf = Shelf(folder)
        self._turn = threading.Lock()

    def page(self) -> bytes:
        """One scrape."""
        with self._turn:
            return page(self._shelf)

    def ready(self) -> bool:
        """Whether there is a folder to read."""
        return self._shelf.folder.is_dir()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    timeout = 10  # seconds for a client to send its request
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answers what probes and Prometheus ask."""
        match urlsplit(self.path).path:
            case "/metrics":
                self._answer(HTTPStatus.OK, self.server.page(), CONTENT_TYPE)
            case "/healthz":
                self._answer(HTTPStatus.OK, b"ok\n", PLAIN)
            case "/readyz" if self.server.ready():
                self._answer(HTTPStatus.OK, b"ok\n", PLAIN)
            case "/readyz":
                self._answer(HTTPStatus.SERVICE_UNAVAILABLE, b"no folder of results\n", PLAIN)
            case _:
                self._answer(HTTPStatus.NOT_FOUND, b"/metrics /healthz /readyz\n", PLAIN)

    def log_message(self, *_: object) -> None:
        """Says nothing: a scrape is no event."""

    def _answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
