"""What users of the two models do, and what came of it: the truth about the models' metrics."""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING, Any

from demo.data import CENSUS, FLIGHTS, rows
from demo.truth import Truth, exactly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REQUESTS = 300  # predictions asked of each model
BROKEN = 12  # rows with a hole, of each
REFUSED = 7  # texts that are no row, to the model of flights
READ = 5  # its explanations that are read to their end
LEFT = 3  # those whose reader goes away after the first line
STRAY = 2  # outcomes of predictions that the model of the census never made
SOURCE = "requests sent"


@dataclass
class Tally:
    """What the traffic saw of one model."""

    name: str
    status: Counter[str] = field(default_factory=Counter)
    confidence: dict[str, list[float]] = field(default_factory=dict)
    right: list[bool] = field(default_factory=list)
    streams: int = 0
    stray: int = 0
    began: float = field(default_factory=time.time)
    ended: float = 0

    def count(self, status: int) -> None:
        """One answer."""
        self.status["success" if status == http.client.OK else "error"] += 1
        self.ended = time.time()

    def truths(self) -> Iterator[Truth]:
        """What Prometheus must say of every instrumented model."""
        model = f'model_name="{self.name}"'
        for status in ("success", "error", "cancelled"):
            query = f'model_prediction_requests_total{{{model},status="{status}"}}'
            yield exactly(query, self.status[status], SOURCE)
        for query in (
            f"latency_seconds_count{{{model}}}",
            f'latency_seconds_bucket{{{model},le="+Inf"}}',
        ):
            yield exactly(f"model_prediction_{query}", self.status.total(), SOURCE)
        seconds = self.ended - self.began
        query = f"model_prediction_latency_seconds_sum{{{model}}}"
        yield Truth(query, 0, seconds, "time the requests took")
        yield exactly(f"model_prediction_in_flight{{{model}}}", 0, "all were answered")
        query = f"model_last_prediction_timestamp_seconds{{{model}}}"
        yield Truth(query, self.began, self.ended, "when they were sent")
        if self.streams:
            query = f"model_prediction_first_item_seconds_count{{{model}}}"
            yield exactly(query, self.streams, SOURCE)
        for problem, count in (("unknown_outcome", self.stray), ("bad_confidence", 0)):
            query = f'model_tracking_problems_total{{{model},problem="{problem}"}}'
            yield exactly(query, count, SOURCE)
        yield from self._certainty(model)

    def _certainty(self, model: str) -> Iterator[Truth]:
        for label, values in sorted(self.confidence.items()):
            inner = f'{{{model},class="{label}"}}'
            yield exactly(f"model_prediction_confidence_count{inner}", len(values), "answers")
            yield exactly(f"model_prediction_confidence_sum{inner}", sum(values), "answers")
        if self.right:
            share = sum(self.right) / len(self.right)
            query = f'model_accuracy_score{{{model},job="{self.name}"}}'
            yield exactly(query, share, "answers and outcomes")


def post(port: int, path: str, body: object) -> tuple[int, Any]:
    """A request to a model, and its answer; text goes as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        text = body if isinstance(body, str) else json.dumps(body)
        connection.request("POST", path, text, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        read = answer.read().decode()
    finally:
        connection.close()
    return answer.status, json.loads(read) if read.startswith("{") else read


def leave(port: int, path: str, body: object) -> None:
    """A request whose sender goes away when the answer begins."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", path, json.dumps(body))
    with connection.getresponse() as answer:
        answer.readline()
    connection.close()


def ask_flights(port: int, folder: Path) -> Tally:
    """Everything that is asked of the model of flights."""
    tally, asked = Tally(FLIGHTS.name), rows(FLIGHTS.current(folder), REQUESTS)
    for row in asked[:LEFT]:
        leave(port, "/explain", row)
    for row in asked[:REFUSED]:
        post(port, "/predict", f"no row: {row}")
    for row in asked[:BROKEN]:
        tally.count(post(port, "/predict", hollow(row))[0])
    for row in asked[:READ]:
        tally.count(post(port, "/explain", row)[0])
    for row in asked:
        tally.count(post(port, "/predict", row)[0])
    tally.status["cancelled"] += LEFT
    tally.streams = READ + LEFT
    return tally


def ask_census(port: int, folder: Path) -> Tally:
    """Everything that is asked of the model of the census; what came true follows each answer."""
    tally, asked = Tally(CENSUS.name), rows(CENSUS.current(folder), REQUESTS)
    for row in asked[:BROKEN]:
        tally.count(post(port, "/predict", {"id": 0, "row": hollow(row)})[0])
    for number, row in enumerate(asked):
        status, answer = post(port, "/predict", {"id": number, "row": row})
        tally.count(status)
        tally.confidence.setdefault(answer["class"], []).append(answer["confidence"])
        truth = str(row[CENSUS.label])
        post(port, "/outcome", {"id": number, "class": truth})
        tally.right.append(answer["class"] == truth)
    for number in range(STRAY):
        post(port, "/outcome", {"id": REQUESTS + number, "class": "1"})
    tally.stray = STRAY
    return tally


def hollow(row: dict[str, Any]) -> dict[str, Any]:
    """A row without its first feature."""
    return dict(list(row.items())[1:])


def keep_asking(flights: int, census: int, folder: Path) -> None:
    """Sends a few requests a second until it is interrupted."""
    of_flights = cycle(rows(FLIGHTS.current(folder), REQUESTS))
    for number, row in enumerate(cycle(rows(CENSUS.current(folder), REQUESTS)), REQUESTS + STRAY):
        post(flights, "/predict", next(of_flights))
        post(census, "/predict", {"id": number, "row": row})
        post(census, "/outcome", {"id": number, "class": str(row[CENSUS.label])})
        time.sleep(0.5)
