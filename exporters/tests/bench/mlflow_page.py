"""What a scrape of 50,000 series costs, beside the page that the client library would write."""

from __future__ import annotations

import statistics
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from watchkeeper.mlflow.picture import Experiment, Picture, Runs
from watchkeeper.mlflow.refresh import Pace, Refresher
from watchkeeper.mlflow.tally import Bounds, Tally
from watchkeeper.serving import Server

if TYPE_CHECKING:
    from collections.abc import Callable


def timed(what: str, work: Callable[[], object]) -> float:
    """Does something, and says how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"  {what:<28} {wall:9.3f} s   CPU here {cpu:8.3f} s")
    return wall


def scrapes(series: int = 50_000) -> None:
    """A page of so many series, as a scrape gets it, beside the client library's way."""
    found = tuple(Experiment(str(n), f"team/e{n}", active=True) for n in range(series // 21))
    runs = tuple(Runs(one.id, "FINISHED", True, 3, 9, 9e3, 1, 2) for one in found)  # noqa: FBT003
    picture = Picture(found, runs, (), (), (), 0)

    class Full:
        def read(self) -> Picture:
            return picture

    refresher = Refresher(Full(), Tally(Bounds(len(found), samples=series)), Pace())
    timed("making the page", refresher.refresh)
    server = Server(("127.0.0.1", 0), refresher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    took = [scrape(f"http://127.0.0.1:{server.server_port}/metrics") for _ in range(9)]
    lines = refresher.page(packed=False).count(b"\n")
    own = statistics.median(took)
    registry = CollectorRegistry()
    gauge = Gauge("mlflow_runs", "Runs.", ("experiment", "status"), registry=registry)
    for n in range(series):
        gauge.labels(f"team/e{n // 5}", str(n % 5)).set(n)
    slow = min(timed("prometheus_client's page", lambda: generate_latest(registry)) for _ in "ab")
    print(f"  scrape over HTTP, {lines} lines: median {own * 1000:.1f} ms, worst {max(took):.3f} s")
    print(f"  prometheus_client takes {slow / own:.0f} times as long, only to write it")
    server.shutdown()
    server.server_close()


def scrape(url: str) -> float:
    """One scrape as Prometheus asks for it, in seconds."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 - ours
    started = time.perf_counter()
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own loopback
        answer.read()
    return time.perf_counter() - started


if __name__ == "__main__":
    scrapes()
