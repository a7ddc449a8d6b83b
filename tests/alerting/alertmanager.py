"""A real Alertmanager on this machine, and a place where all that it sends arrives."""

from __future__ import annotations

import contextlib
import http.client
import http.server
import json
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generator import yamlio
from tests.support.command import tool
from tests.support.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

GLANCE = 0.02  # seconds between two looks at whether the end has come
PATIENCE = 20  # seconds until something that must happen is said not to happen


@dataclass
class Sink:
    """A web server that takes everything; ``arrived`` are (path, body)."""

    port: int = 0
    arrived: list[tuple[str, Any]] = field(default_factory=list)

    def url(self, name: str) -> str:
        """Where one receiver sends to."""
        return f"http://127.0.0.1:{self.port}/{name}"

    def at(self, name: str) -> list[Any]:
        """What one receiver got."""
        return [body for path, body in self.arrived if path == f"/{name}"]


@contextlib.contextmanager
def sink() -> Iterator[Sink]:
    """The server, as long as the block lasts."""
    found = Sink()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"]))
            found.arrived.append((self.path, json.loads(text)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(GLANCE,), daemon=True).start()
        yield found
        server.shutdown()


@dataclass(frozen=True)
class Alertmanager:
    """A running one."""

    address: str

    def post(self, *alerts: Mapping[str, str], ends: str = "", **annotations: str) -> None:
        """These labels fire, or are over at ``ends``."""
        over = {"endsAt": ends} if ends else {}
        body = [{"labels": dict(labels), "annotations": annotations, **over} for labels in alerts]
        self._call("alerts", json.dumps(body).encode())

    def alerts(self) -> list[dict[str, Any]]:
        """What it knows of, with receivers and state."""
        found: list[dict[str, Any]] = json.loads(self._call("alerts"))
        return found

    def silent(self, *alerts: Mapping[str, str]) -> list[bool]:
        """Whether each of these is suppressed by another of them."""
        found = {frozenset(each["labels"].items()): each["status"] for each in self.alerts()}
        there = [found.get(frozenset(each.items()), {}) for each in alerts]
        return [bool(each.get("inhibitedBy")) for each in there]

    def _call(self, what: str, body: bytes | None = None) -> bytes:
        json_ = {"Content-Type": "application/json"}
        with contextlib.closing(http.client.HTTPConnection(self.address, timeout=PATIENCE)) as line:
            line.request("POST" if body else "GET", f"/api/v2/{what}", body, json_)
            answer = line.getresponse()
            text = answer.read()
        assert answer.status == http.HTTPStatus.OK, text
        return text


@contextlib.contextmanager
def alertmanager(config: Mapping[str, Any], folder: Path) -> Iterator[Alertmanager]:
    """Runs it with a configuration in a folder of its own, and ends it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "alertmanager.yaml").write_text(yamlio.dump(dict(config)), "utf-8")
    address = f"127.0.0.1:{free_port()}"
    command = [
        tool("alertmanager"),
        "--config.file=alertmanager.yaml",
        "--storage.path=data",
        f"--web.listen-address={address}",
        "--web.external-url=https://alerts.example.org",
        "--cluster.listen-address=",
    ]
    log = folder / "log"
    with running(command, log):
        until(lambda: _ready(address), log.read_text)
        yield Alertmanager(address)


def heard(config: Mapping[str, Any], sent: Sink) -> dict[str, Any]:
    """The same configuration, but each receiver tells the sink, and at once."""
    receivers = [
        {"name": each["name"], "webhook_configs": [{"url": sent.url(each["name"])}]}
        for each in config["receivers"]
    ]
    route = {**config["route"], "group_wait": "1s", "group_interval": "1s"}
    return {**config, "receivers": receivers, "route": route, "templates": []}


def until(holds: Callable[[], object], says: Callable[[], str] = str) -> None:
    """Waits until it holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, says()
        time.sleep(GLANCE)


def names(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the alerts of all messages."""
    return [alert["labels"]["alertname"] for message in found for alert in message["alerts"]]


def _ready(address: str) -> bool:
    with contextlib.closing(http.client.HTTPConnection(address, timeout=1)) as line:
        try:
            line.request("GET", "/-/ready")
            with line.getresponse() as answer:
                return answer.status == http.HTTPStatus.OK
        except OSError:
            return False
