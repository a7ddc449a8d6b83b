"""Serves the invented traffic on a free loopback port, for as long as a `with` block lasts."""

from __future__ import annotations

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import traffic

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def serving(models: int, begin: float) -> Iterator[int]:
    """Counters that started at ``begin``; gives the port."""
    series = [(each.head, each) for each in traffic.exported(models)]

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """One scrape."""
            seconds = time.time() - begin
            body = "".join([f"{head} {each.at(seconds)}\n" for head, each in series]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Scrapes are not worth a line."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
