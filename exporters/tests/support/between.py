"""A proxy before a real tracking server, which does what a test wants instead of answering."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from watchkeeper.mlflow.api import Api, Login

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator


@dataclass
class Between:
    """What stands between, and what it was asked."""

    url: str = ""
    target: str = ""
    spoil: Callable[[BaseHTTPRequestHandler, bytes], None] | None = None
    only: str = ""  # a part of the paths that are spoiled
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)


@contextmanager
def before(target: str, context: ssl.SSLContext | None = None) -> Iterator[Between]:
    """Starts one, which speaks TLS where a context is given."""
    between = Between(target=target)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            between.asked.append((self.path, dict(self.headers), json.loads(body or b"{}")))
            path = re.sub("^http://[^/]+", "", self.path)  # of those that take it for a proxy
            answer = Api(between.target, Login())._fetch(path, body or None)
            if between.spoil and between.only in self.path:
                between.spoil(self, answer)
            else:
                send(self, answer)

        do_GET = do_POST  # noqa: N815 - the server's name for it

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    between.url = f"http{'s' * bool(context)}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield between
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """An answer."""
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def half(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """The connection breaks in the middle of a page."""
    send(handler, body[: len(body) // 2], Content_Length=str(len(body)))
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """A byte now and then, for half a minute."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    for n in range(300):
        try:
            handler.wfile.write(body[n : n + 1])
        except OSError:
            return
        time.sleep(0.1)


def silent(_: BaseHTTPRequestHandler, __: bytes) -> None:
    """No answer before the client is tired of it."""
    time.sleep(3)
