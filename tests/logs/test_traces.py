"""Traces and logs that applications send reach their stores through a real Alloy."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator.alloy import Attribute, Block, Reference, render
from generator.packs.alloy import config, traces
from tests.logs import estate, servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"
WHO = {"attributes": [{"key": "service.name", "value": {"stringValue": "churn"}}]}
TENANT = "fake"

pytestmark = pytest.mark.skipif(
    not servers.ALLOY, reason="ALLOY_BIN names no binary of Alloy: nothing was sent through one"
)


@contextlib.contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server that keeps what it is sent."""
    bodies: list[str] = []

    class Keep(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keep)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", bodies
    finally:
        server.shutdown()
        server.server_close()


def store(port: int, to: str) -> str:
    """An Alloy that stands for Tempo: it takes OTLP over gRPC, and tells us over HTTP."""
    out = Reference("otelcol.exporter.otlphttp.test.input")
    client = (Attribute("endpoint", to), Attribute("compression", "none"))
    return render(
        (
            Block(
                "otelcol.receiver.otlp",
                "test",
                (_listen("grpc", port), Block("output", body=(Attribute("traces", (out,)),))),
            ),
            Block(
                "otelcol.exporter.otlphttp",
                "test",
                (Attribute("encoding", "json"), Block("client", body=client)),
            ),
        )
    )


def ours(tempo: int, loki: str, grpc: int, port: int) -> str:
    """The real blocks, at other ports, and without the one that asks Kubernetes for pods."""
    site = estate.site("small")
    addresses = {"traces.otlp": f"127.0.0.1:{tempo}", "logs.query": loki}
    blocks = [
        replace(each, body=tuple(_here(part, grpc, port) for part in each.body))
        for each in traces.blocks(replace(site, addresses=addresses))
        if each.name != "otelcol.processor.k8sattributes"
    ]
    return render(blocks).replace("processor.k8sattributes.apps", "processor.batch.apps")


def _here(part: Attribute | Block, grpc: int, port: int) -> Attribute | Block:
    known = {"grpc": grpc, "http": port}
    return _listen(part.name, known[part.name]) if part.name in known else part


def _listen(kind: str, port: int) -> Block:
    return Block(kind, body=(Attribute("endpoint", f"127.0.0.1:{port}"),))


@contextlib.contextmanager
def alloy(folder: Path, name: str, text: str) -> Iterator[None]:
    """An Alloy with a configuration of its own."""
    path = folder / f"{name}.alloy"
    path.write_text(text, "utf-8")
    http_port = servers.free_port()
    command = [servers.ALLOY, "run", str(path), f"--storage.path={folder / name}"]
    command += [f"--server.http.listen-addr=127.0.0.1:{http_port}", "--disable-reporting"]
    env = {config.CLUSTER: "c", config.ENVIRONMENT: "e", "HOSTNAME": "n1"}
    log = folder / f"{name}.log"
    with servers.running(command, log, **env) as process:
        ready = f"http://127.0.0.1:{http_port}/-/ready"
        servers.wait(lambda: b"ready" in servers.text(ready), log, process)
        yield


def send(port: int, path: str, body: dict[str, object]) -> int:
    """The status of a request of an application."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - http
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _span() -> dict[str, object]:
    now = str(time.time_ns())
    span = {"traceId": TRACE, "spanId": SPAN, "name": "predict", "kind": 2}
    times = {"startTimeUnixNano": now, "endTimeUnixNano": now}
    scope = {"scopeSpans": [{"spans": [{**span, **times}]}]}
    return {"resourceSpans": [{"resource": WHO, **scope}]}


def _record() -> dict[str, object]:
    record = {"body": {"stringValue": "hello"}, "traceId": TRACE, "spanId": SPAN}
    moment = {"timeUnixNano": str(time.time_ns()), "severityText": "INFO"}
    scope = {"scopeLogs": [{"logRecords": [{**record, **moment}]}]}
    return {"resourceLogs": [{"resource": WHO, **scope}]}


def test_what_applications_send_is_kept(loki: servers.Loki, tmp_path: Path) -> None:
    """A span reaches the store of traces, a log line Loki with its trace; metrics are refused."""
    tempo, grpc, port = (servers.free_port() for _ in range(3))
    with (
        listening() as (url, bodies),
        alloy(tmp_path, "store", store(tempo, url)),
        alloy(tmp_path, "ours", _with_tenant(ours(tempo, loki.url, grpc, port))),
    ):
        assert send(port, "/v1/traces", _span()) == 200
        assert send(port, "/v1/logs", _record()) == 200
        assert send(port, "/v1/metrics", {"resourceMetrics": []}) == 404
        log = tmp_path / "ours.log"
        servers.wait(lambda: any(TRACE in body for body in bodies), log)
        servers.wait(lambda: bool(loki.entries(TENANT, '{service_name="churn"}')), log)
        ((labels, line),) = loki.entries(TENANT, '{service_name="churn"}')
    assert line == "hello"
    assert labels["trace_id"] == TRACE


def _with_tenant(text: str) -> str:
    """The Loki of the tests keeps its tenants apart; ours has one."""
    return text.replace('/otlp"', f'/otlp"\n\t\theaders  = {{"X-Scope-OrgID" = "{TENANT}"}}')
