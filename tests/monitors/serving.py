"""A proxy that answers for every pod, and a Prometheus that scrapes them through it."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.integration.test_prometheus import Prometheus
from tests.support.command import tool
from tests.support.servers import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.monitors.operating import Object

GLANCE = 0.1  # seconds between two looks at whether something has come
PATIENCE = 60  # seconds until a first round of scrapes counts as missing


@contextmanager
def answering(answers: Mapping[str, str]) -> Iterator[str]:
    """Serves texts by URL, to whoever asks this proxy for one of them."""

    class Handler(BaseHTTPRequestHandler):
        """Whoever asks a proxy names the whole URL."""

        def do_GET(self) -> None:
            """One scrape."""
            found = answers.get(self.path)
            body = (found or "").encode()
            self.send_response(404 if found is None else 200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody wants to read a line for each scrape."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(GLANCE,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def scraping(folder: Path, configs: list[Object]) -> Iterator[Prometheus]:
    """A Prometheus that has scraped every target once, stopped by its own process."""
    port, log, config = free_port(), folder / "prometheus.log", folder / "prometheus.yml"
    every = {"scrape_interval": "2s", "scrape_timeout": "2s"}
    config.write_text(json.dumps({"global": every, "scrape_configs": configs}), "utf-8")
    command = [
        tool("prometheus"),
        f"--config.file={config}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with running(command, log) as process:
        found = Prometheus(port, process, log)
        _settle(found, len(configs))
        yield found


def targets(found: Prometheus) -> list[dict[str, Any]]:
    """The targets that are scraped."""
    return list((found.ask("targets?state=active") or {"activeTargets": []})["activeTargets"])


def _settle(found: Prometheus, pools: int) -> None:
    """Until every pool knows its targets, and each of them was scraped."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        known = found.ask("targets") or {"activeTargets": [], "droppedTargets": []}
        active = known["activeTargets"]
        seen = {each["scrapePool"] for each in (*active, *known["droppedTargets"])}
        if len(seen) == pools and all(each["health"] != "unknown" for each in active):
            return
        time.sleep(GLANCE)
    raise AssertionError(found.log.read_text("utf-8"))
