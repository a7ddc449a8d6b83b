"""Servers that say the same to every question, good or bad."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
import time
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = {"status": "success", "data": {"resultType": "vector", "result": []}}


class Answering(http.server.BaseHTTPRequestHandler):
    """Says the same to every question."""

    status: ClassVar[int] = 200
    body: ClassVar[bytes] = b""
    pause: ClassVar[float] = 0.0  # seconds before each byte

    def do_GET(self) -> None:
        """Answers, however late."""
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        with contextlib.suppress(OSError):
            for byte in self.body if self.pause else (self.body,):
                time.sleep(self.pause)
                self.wfile.write(bytes([byte]) if isinstance(byte, int) else byte)
                self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library has it
        """Nothing: a test's output is its own."""


@contextlib.contextmanager
def saying(status: int, body: bytes, pause: float = 0.0) -> Iterator[str]:
    """The URL of a server that says this."""
    kind = type("Here", (Answering,), {"status": status, "body": body, "pause": pause})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def nowhere() -> str:
    """A URL that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
