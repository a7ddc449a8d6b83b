"""`/metrics`, `/healthz` and `/readyz`. No request ever reaches the store."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from watchkeeper.mlflow.exposition import CONTENT_TYPE

if TYPE_CHECKING:
    from watchkeeper.mlflow.refresh import Refresher

PLAIN = "text/plain; charset=utf-8"


class Server(ThreadingHTTPServer):
    """Serves the pages of a refresher."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], refresher: Refresher) -> None:
        super().__init__(address, Handler)
        self.refresher = refresher


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    timeout = 10  # seconds for a client to send its request
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answers what probes and Prometheus ask."""
        match urlsplit(self.path).path:
            case "/metrics":
                packed = "gzip" in self.headers.get("Accept-Encoding", "")
                body = self.server.refresher.page(packed=packed)
                self._answer(HTTPStatus.OK, body, CONTENT_TYPE, packed=packed)
            case "/healthz":
                self._probe("the refresh thread hangs", ok=self.server.refresher.alive())
            case "/readyz":
                self._probe("not read the store yet", ok=self.server.refresher.ready())
            case _:
                self._answer(HTTPStatus.NOT_FOUND, b"/metrics /healthz /readyz\n", PLAIN)

    def log_message(self, *_: object) -> None:
        """Says nothing: a scrape is no event."""

    def _probe(self, problem: str, *, ok: bool) -> None:
        if ok:
            self._answer(HTTPStatus.OK, b"ok\n", PLAIN)
        else:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, f"{problem}\n".encode(), PLAIN)

    def _answer(self, status: HTTPStatus, body: bytes, kind: str, *, packed: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)
