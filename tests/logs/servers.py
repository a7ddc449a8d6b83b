"""A real Loki and a real Alloy for a few seconds: on loopback, in a folder of their own."""

from __future__ import annotations

import contextlib
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from generator.packs.alloy import lines
from tests.support.servers import free_port, running

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from generator.catalog import Lines

LOKI = os.environ.get("LOKI_BIN", "")
ALLOY = os.environ.get("ALLOY_BIN", "")
SECOND = 10**9
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Loki:
    """One that runs; a tenant is a world of its own."""

    url: str
    rules: Path

    def push(self, tenant: str, found: Lines, at: float) -> None:
        """Lines as if they had arrived just before ``at``, a millisecond apart."""
        streams = []
        for i, (labels, line) in enumerate(found):
            names = {k: v for k, v in labels if k in (*lines.LABELS, "cluster", "environment")}
            rest = {k: v for k, v in labels if k not in names}
            moment = str(int(at * SECOND) - (len(found) - i) * SECOND // 1000)
            streams.append({"stream": names, "values": [[moment, line, rest]]})
        self.call(tenant, "/loki/api/v1/push", body={"streams": streams})

    def value(self, tenant: str, expr: str, at: float) -> list[tuple[dict[str, str], float]]:
        """The result of an expression at a moment."""
        answer = self.call(tenant, "/loki/api/v1/query", query=expr, time=f"{at:.3f}")
        return [(each["metric"], float(each["value"][1])) for each in answer["data"]["result"]]

    def entries(self, tenant: str, selector: str) -> list[tuple[dict[str, str], str]]:
        """Lines with their labels and metadata, oldest first."""
        answer = self.call(
            tenant, "/loki/api/v1/query_range", query=selector, limit="1000", since="1h"
        )
        found = (
            (int(moment), each["stream"], line)
            for each in answer["data"]["result"]
            for moment, line, *_ in each["values"]
        )
        return [(labels, line) for _, labels, line in sorted(found, key=lambda item: item[0])]

    def streams(self, tenant: str) -> list[dict[str, str]]:
        """The labels of all streams, without metadata."""
        query = {"match[]": '{job=~".+"}'}
        return list(self.call(tenant, "/loki/api/v1/series", **query)["data"])

    def call(
        self, tenant: str, path: str, body: Mapping[str, object] | None = None, **query: str
    ) -> Any:  # noqa: ANN401 - JSON has no narrower type
        """One request; a refusal is told with what Loki says of it."""
        parameters = f"?{urllib.parse.urlencode(query)}" if query else ""
        headers = {"X-Scope-OrgID": tenant, "Content-Type": "application/json"}
        data = json.dumps(body).encode() if body else None
        request = urllib.request.Request(self.url + path + parameters, data, headers)  # noqa: S310 - http
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - http
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from error
        return json.loads(text) if text else None


@contextlib.contextmanager
def loki(folder: Path, write: str = "") -> Iterator[Loki]:
    """A Loki that keeps everything below ``folder``, and writes what it counts to ``write``."""
    port = free_port()
    rules = folder / "rules"
    rules.mkdir(parents=True)
    config = folder / "loki.yaml"
    settings = _config(folder, port, free_port())
    if write:
        settings["ruler"]["remote_write"] = {"enabled": True, "client": {"url": write}}
        settings["ruler"]["wal"] = {"dir": str(folder / "wal")}
    config.write_text(yaml.safe_dump(settings), "utf-8")
    log = folder / "loki.log"
    with running([LOKI, f"-config.file={config}"], log) as process:
        found = Loki(f"http://127.0.0.1:{port}", rules)
        wait(lambda: b"ready" in text(f"{found.url}/ready"), log, process)
        yield found


def wait(
    done: Callable[[], bool], log: Path, process: subprocess.Popen[bytes] | None = None
) -> None:
    """Until it is so, for as long as we have and the process lives."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not (process and process.poll() is not None):
        with contextlib.suppress(OSError):
            if done():
                return
        time.sleep(0.3)
    raise AssertionError(log.read_text("utf-8", "replace")[-3000:])


def text(url: str) -> bytes:
    """What a URL answers."""
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - http
        return bytes(answer.read())


def _config(folder: Path, http: int, grpc: int) -> dict[str, Any]:
    local = "127.0.0.1"
    return {
        "auth_enabled": True,
        "analytics": {"reporting_enabled": False},
        "server": {
            "http_listen_address": local,
            "http_listen_port": http,
            "grpc_listen_address": local,
            "grpc_listen_port": grpc,
            "log_level": "warn",
        },
        "common": {
            "instance_addr": local,
            "path_prefix": str(folder / "data"),
            "replication_factor": 1,
            "storage": {"filesystem": {"chunks_directory": str(folder / "data/chunks")}},
            "ring": {"instance_addr": local, "kvstore": {"store": "inmemory"}},
        },
        "memberlist": {"bind_addr": [local]},
        "ingester": {"lifecycler": {"min_ready_duration": "0s"}},
        "ruler": {
            "storage": {"type": "local", "local": {"directory": str(folder / "rules")}},
            "rule_path": str(folder / "scratch"),
            "poll_interval": "1s",
            "enable_api": True,
        },
        "schema_config": {
            "configs": [
                {
                    "from": "2024-01-01",
                    "store": "tsdb",
                    "object_store": "filesystem",
                    "schema": "v13",
                    "index": {"prefix": "i_", "period": "24h"},
                }
            ]
        },
    }
