"""A real Loki with the configuration of the real chart: it takes a line, and tells who must know.

Only folders, ports and the ring are those of this machine. Skipped without LOKI_BIN or CHARTS_DIR.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import threading
import time
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import yaml

from tests.stack.stores import ADDRESSES, config, render, site
from tests.support.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from generator.catalog import Tree

SECONDS = 60  # until something that should happen counts as missing
SELECTOR = '{service_name="churn"}'
RULES = {
    "groups": [
        {
            "name": "any",
            "interval": "2s",
            "rules": [
                {
                    "alert": "LinesSeen",
                    "expr": f"sum by (service_name) (count_over_time({SELECTOR}[5m])) > 0",
                },
                {
                    "record": "service:lines:count5m",
                    "expr": f"sum by (service_name) (count_over_time({SELECTOR}[5m]))",
                },
            ],
        }
    ]
}
ATTRIBUTES = {"service.name": "churn", "k8s.pod.name": "churn-0", "service.instance.id": "1"}


class Listener(http.server.ThreadingHTTPServer):
    """Stands for Alertmanager and for whoever takes samples; remembers what it was sent."""

    def __init__(self) -> None:
        """On any free port of this machine."""
        super().__init__(("127.0.0.1", 0), Taker)
        self.taken: list[tuple[str, bytes]] = []

    def bodies(self, path: str) -> list[bytes]:
        """All that came to one path."""
        return [body for at, body in self.taken if at == path]


class Taker(http.server.BaseHTTPRequestHandler):
    """Takes everything."""

    server: Listener

    def do_POST(self) -> None:
        """Remember it and say that all is well."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listener that is gone afterwards."""
    with Listener() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


@pytest.fixture
def loki(listener: Listener, tmp_path: Path) -> Iterator[str]:
    """The address of a running Loki that has one file of rules."""
    binary = os.environ.get("LOKI_BIN")
    if not binary:
        pytest.skip("LOKI_BIN does not say where the program is")
    (tmp_path / "rules" / "fake").mkdir(parents=True)
    (tmp_path / "rules" / "fake" / "any.yaml").write_text(yaml.safe_dump(RULES), "utf-8")
    (tmp_path / "runtime.yaml").write_text("overrides: {}\n", "utf-8")
    port, written = free_port(), tmp_path / "written.yaml"
    found = here(config(render("loki", site("small")), "loki", "config.yaml"), port)
    written.write_text(moved(found, listener, tmp_path), "utf-8")
    log = tmp_path / "log"
    with running([binary, f"-config.file={written}"], log):
        address = f"http://127.0.0.1:{port}"
        assert within(lambda: answers(f"{address}/ready")), log.read_text("utf-8")
        yield address


def here(found: Tree, port: int) -> Tree:
    """The configuration with the ports of this machine, and alone in its ring."""
    grpc = free_port()
    server = {"http_listen_port": port, "grpc_listen_port": grpc}
    local = {"http_listen_address": "127.0.0.1", "grpc_listen_address": "127.0.0.1"}
    ring = {"instance_addr": "127.0.0.1", "kvstore": {"store": "inmemory"}}
    common = {**found["common"], "ring": ring, "compactor_grpc_address": f"127.0.0.1:{grpc}"}
    changed = {
        "server": {**found["server"], **server, **local},
        "common": common,
        "frontend": {**found["frontend"], "address": "127.0.0.1"},
    }
    return {key: value for key, value in {**found, **changed}.items() if key != "memberlist"}


def moved(found: Tree, listener: Listener, folder: Path) -> str:
    """The configuration with the folders of this test, and the listener for everybody else."""
    base = f"http://127.0.0.1:{listener.server_port}"
    text = yaml.safe_dump(found)
    for old, new in (
        ("/var/loki", str(folder / "data")),
        ("directory: /rules", f"directory: {folder}/rules"),
        ("/etc/loki/runtime-config/runtime-config.yaml", str(folder / "runtime.yaml")),
        (ADDRESSES["alerts.notify"], base),
        (ADDRESSES["metrics.write"], f"{base}/write"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    return text


def answers(url: str) -> bytes:
    """What is answered, and nothing when nobody does."""
    with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
        body: bytes = answer.read()
        return body
    return b""


def within(happens: Callable[[], object]) -> bool:
    """Whether something happens while we wait for it."""
    end = time.monotonic() + SECONDS
    while not happens():
        if time.monotonic() > end:
            return False
        time.sleep(0.5)
    return True


def send(address: str) -> None:
    """One line with attributes, as OpenTelemetry sends it."""
    named = [{"key": key, "value": {"stringValue": value}} for key, value in ATTRIBUTES.items()]
    line = {"timeUnixNano": str(time.time_ns()), "body": {"stringValue": "hello"}}
    scope = {"logRecords": [line]}
    body = {"resourceLogs": [{"resource": {"attributes": named}, "scopeLogs": [scope]}]}
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/otlp/v1/logs",
        json.dumps(body).encode(),
        {"content-type": "application/json"},
    )
    urllib.request.urlopen(request, timeout=5).close()  # noqa: S310 - our own server


def test_a_line_becomes_an_alert_and_a_series(loki: str, listener: Listener) -> None:
    """Rules of the sidecar's folder run; alerts say where they are from and link to Grafana."""
    send(loki)
    assert within(lambda: listener.bodies("/api/v2/alerts") and listener.bodies("/write"))
    alert = json.loads(listener.bodies("/api/v2/alerts")[0])[0]
    assert alert["labels"] == {
        "alertname": "LinesSeen",
        "cluster": "ml-prod",
        "environment": "prod",
        "service_name": "churn",
    }
    assert alert["generatorURL"].startswith("https://grafana.example.org/explore?")
    # Of the attributes only the service is a label; the others are kept beside the line.
    assert json.loads(answers(f"{loki}/loki/api/v1/labels"))["data"] == ["service_name"]
    found = json.loads(answers(f"{loki}/loki/api/v1/query_range?query={quote(SELECTOR)}"))
    assert found["data"]["result"][0]["stream"]["k8s_pod_name"] == "churn-0"
