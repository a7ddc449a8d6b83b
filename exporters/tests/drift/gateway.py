"""A gateway that records what it gets, and answers as a test wants."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from drift.data import PATIENCE
from support.scrape import samples


class Recorder(ThreadingHTTPServer):
    """A gateway that keeps what it gets, and may answer badly, by turns; or not at all."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.got: list[tuple[str, str, dict[str, float]]] = []
        self.answers: list[int | None] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Answers 200 unless another one is asked for; None is silence."""

    server: Recorder

    def do_PUT(self) -> None:
        """Keeps a push."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.got.append((self.path, self.headers["Content-Type"], samples(body)))
        answer = self.server.answers.pop(0) if self.server.answers else 200
        if answer is None:
            self.server.over.wait(PATIENCE)
            return
        self.send_response(answer)
        self.end_headers()
        self.wfile.write(b"pushed metrics are\n inconsistent")

    def log_message(self, *_: object) -> None:
        """Says nothing."""
