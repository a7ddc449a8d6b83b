"""`/metrics`, `/healthz` and `/readyz` over HTTP, for the exporters that write their own pages.

The pages are whatever a site hands out; nothing here knows what they are about.
"""

from __future__ import annotations

import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from email.message import Message

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


class Site(Protocol):
    """What is served. Several requests may ask at once."""

    def page(self, *, packed: bool) -> bytes:
        """The metrics in Prometheus' text format, packed with gzip where a client can unpack it."""

    def sick(self) -> str:
        """Why the process should be started anew; nothing while it works."""

    def unready(self) -> str:
        """What is still missing before the metrics mean something; nothing if they do."""


class Server(ThreadingHTTPServer):
    """Serves one site, over IPv4 and IPv6 where the host is empty."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        host, _ = address
        if ":" in host or (not host and socket.has_dualstack_ipv6()):
            self.address_family = socket.AF_INET6
        super().__init__(address, Handler)
        self.site = site

    def server_bind(self) -> None:
        """Asks no name server who we are."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    timeout = 10  # seconds for a client to send its request, and to take each part of the answer
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answers what probes and Prometheus ask."""
        site = self.server.site
        match urlsplit(self.path).path:
            case "/metrics":
                packed = takes_gzip(self.headers)
                self._answer(HTTPStatus.OK, site.page(packed=packed), METRICS_TYPE, packed=packed)
            case "/healthz":
                self._probe(site.sick())
            case "/readyz":
                self._probe(site.unready())
            case _:
                self._answer(HTTPStatus.NOT_FOUND, b"/metrics /healthz /readyz\n", PLAIN)

    def log_message(self, *_: object) -> None:
        """Says nothing: a scrape is no event."""

    def _probe(self, problem: str) -> None:
        if problem:
            self._answer(HTTPStatus.SERVICE_UNAVAILABLE, f"{problem}\n".encode(), PLAIN)
        else:
            self._answer(HTTPStatus.OK, b"ok\n", PLAIN)

    def _answer(self, status: HTTPStatus, body: bytes, kind: str, *, packed: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)


def takes_gzip(headers: Message) -> bool:
    """Whether a client says that it can unpack gzip, and does not say that it will not."""
    for part in headers.get("Accept-Encoding", "").split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() == "gzip":
            return weight.strip() not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
