"""Pods of models under random traffic, and the checks of their quality: what each scrape finds.

Unlike the traffic of the rules' benchmark nothing here is even: how well samples compress depends
on how they change. Each scrape sees what happens in ``STEP`` seconds, however soon it comes.
"""

from __future__ import annotations

import contextlib
import math
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlparse

import estate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP = 30
LATENCY = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
SHARES = tuple((number + 1) / 10 for number in range(10))
CLASSES = ("yes", "no")
FEATURES = 20
SCORES = ("accuracy", "f1", "precision", "recall")
FAILING = 0.0005


class Histogram:
    """A cumulative histogram as the Python client writes it."""

    def __init__(self, family: str, labels: str, bounds: Sequence[float]) -> None:
        self.family, self.labels, self.bounds = family, labels, bounds
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def observe(self, value: float) -> None:
        """One more."""
        place = next((i for i, bound in enumerate(self.bounds) if value <= bound), -1)
        self.counts[place] += 1
        self.sum += value

    def lines(self) -> Iterator[str]:
        """Its buckets, count and sum."""
        total = 0
        for bound, count in zip((*map(str, self.bounds), "+Inf"), self.counts, strict=True):
            total += count
            yield f'{self.family}_bucket{{{self.labels},le="{bound}"}} {total}'
        yield f"{self.family}_count{{{self.labels}}} {total}"
        yield f"{self.family}_sum{{{self.labels}}} {self.sum!r}"


class Pod:
    """One process with one model in it."""

    def __init__(self, model: int, pod: int) -> None:
        self.random = random.Random(1000 * model + pod)  # noqa: S311 - two runs see the same
        self.rate = 0.5 + 5 * self.random.random()
        self.who = f'model_name="{estate.name(model)}",model_version="1"'
        self.latency = Histogram("model_prediction_latency_seconds", self.who, LATENCY)
        labels = [f'{self.who},class="{each}"' for each in CLASSES]
        self.confidence = [Histogram("model_prediction_confidence", e, SHARES) for e in labels]
        self.status = {"success": 0, "error": 0}
        self.cpu, self.memory, self.start = 0.0, 200e6, time.time()

    def page(self) -> Iterator[str]:
        """What happened since the last scrape, on top of all before it."""
        mean = self.rate * STEP
        for _ in range(max(0, round(self.random.gauss(mean, math.sqrt(mean))))):
            self.latency.observe(self.random.lognormvariate(-2.5, 0.8))
            self.status["error" if self.random.random() < FAILING else "success"] += 1
            share = self.random.random()
            self.confidence[share < 0.5].observe(max(share, 1 - share))
        for status, count in self.status.items():
            yield f'model_prediction_requests_total{{{self.who},status="{status}"}} {count}'
        for each in (self.latency, *self.confidence):
            yield from each.lines()
        yield f"model_prediction_in_flight{{{self.who}}} {self.random.randrange(4)}"
        yield f"model_last_prediction_timestamp_seconds{{{self.who}}} {time.time()!r}"
        yield from self._process()

    def _process(self) -> Iterator[str]:
        self.cpu += 9 * self.random.random()
        self.memory = max(100e6, self.memory + self.random.gauss(0, 1e6))
        yield f"process_cpu_seconds_total {self.cpu:.2f}"
        yield f"process_resident_memory_bytes {int(self.memory) // 4096 * 4096}"
        yield f"process_virtual_memory_bytes {int(3 * self.memory) // 4096 * 4096}"
        yield f"process_start_time_seconds {self.start!r}"
        yield f"process_open_fds {20 + self.random.randrange(5)}"
        yield "process_max_fds 1048576"
        yield 'python_info{implementation="CPython",version="3.12.3"} 1'
        for generation in range(3):
            who = f'generation="{generation}"'
            yield f"python_gc_objects_collected_total{{{who}}} {int(90 * self.cpu)}"
            yield f"python_gc_objects_uncollectable_total{{{who}}} 0"
            yield f"python_gc_collections_total{{{who}}} {int(9 * self.cpu / 10**generation)}"


def checks(models: int) -> Iterator[str]:
    """The scores of all models; they change every ten minutes."""
    run = int(time.time()) // 600
    for model in range(models):
        who = f'model_name="{estate.name(model)}",model_version="1"'
        draw = random.Random(1_000_000 * model + run)  # noqa: S311 - the same until the next run
        yield f"model_accuracy_score{{{who}}} {draw.uniform(0.85, 0.99)!r}"
        for score in SCORES:
            yield f'model_quality_score{{{who},metric="{score}"}} {draw.uniform(0.8, 0.99)!r}'
        for number in range(FEATURES):
            score = f'model_data_drift_score{{{who},feature="f{number}"}}'
            yield f"{score} {draw.uniform(0, 0.2)!r}"
        yield f"model_data_drift_detected{{{who}}} 0"
        yield f"model_data_drift_share_ratio{{{who}}} {draw.randrange(20) / 20}"
        yield f"model_monitoring_last_success_timestamp_seconds{{{who}}} {600 * run}"
        yield f"model_monitoring_window_end_timestamp_seconds{{{who}}} {600 * run}"
        yield f"model_monitoring_run_status{{{who}}} 1"
        yield f"model_last_trained_timestamp_seconds{{{who}}} {run // 144 * 86400}"


@contextlib.contextmanager
def serving(models: int, pods: int) -> Iterator[int]:
    """Pods by ``?model=…&pod=…``, the checks without; gives the port."""
    found = {(str(m), str(p)): Pod(m, p) for m in range(models) for p in range(pods)}

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """One scrape."""
            asked = parse_qs(urlparse(self.path).query)
            who = (asked.get("model", [""])[0], asked.get("pod", [""])[0])
            lines = found[who].page() if who in found else checks(models)
            body = "".join([f"{line}\n" for line in lines]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Scrapes are not worth a line."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
