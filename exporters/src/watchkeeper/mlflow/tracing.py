"""GenAI traces over REST.

The interface counts traces by state, of one experiment at a time; it gives no histogram of their
latency. So experiments are counted in turn, those with new traces at once, and latencies are those
of the traces that ended since the exporter started.
"""

from __future__ import annotations

import itertools
import logging
import re
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from watchkeeper.mlflow.api import MissingError
from watchkeeper.mlflow.picture import Latencies, Traces, latency_bucket

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from watchkeeper.mlflow.api import Api

log = logging.getLogger("watchkeeper.mlflow")

SEARCH = "/api/3.0/mlflow/traces/search"
METRICS = "/api/3.0/mlflow/traces/metrics"
PAGE = 500  # the most that the server takes
MOST = 10_000  # traces of one reading: there is no end to them
# A trace arrives when it ended, by the clock of the machine that made it.
OVERLAP = 60.0  # seconds
LONGEST = 6 * 3600.0  # of a trace; else the server could not use its index
DURATION = re.compile(r"(\d+(?:\.\d+)?)s")


class Ended(NamedTuple):
    """A trace that ended, with times in seconds."""

    experiment: str
    start: float
    took: float | None


class TraceSource:
    """The traces of a tracking server."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._since = time.time()
        self._timed: dict[str, Ended] = {}  # that a further reading may show again
        self._counts: dict[str, dict[str, int]] = {}
        self._newest: dict[str, int] = {}
        self._latencies: dict[tuple[str, int], tuple[int, float]] = {}
        self._supported = True

    def follow(self, experiments: Collection[str], turn: Iterable[str]) -> None:
        """Reads what is new, and counts anew the experiments whose turn it is."""
        if not self._supported:
            return
        try:
            self._follow(experiments, turn)
        except MissingError:
            self._supported = False
            log.warning("the server knows no traces: they are not reported")

    def counts(self) -> tuple[Traces, ...]:
        """All traces by state."""
        return tuple(
            Traces(key, state, count, self._newest.get(key))
            for key, states in self._counts.items()
            for state, count in states.items()
        )

    def latencies(self) -> tuple[Latencies, ...]:
        """Those of the traces that ended since the start."""
        return tuple(
            Latencies(key, bucket, count, seconds)
            for (key, bucket), (count, seconds) in self._latencies.items()
        )

    def _follow(self, experiments: Collection[str], turn: Iterable[str]) -> None:
        now = time.time()
        found = self._ended(experiments)
        touched = {trace.experiment for trace in found.values()}
        busy = {key for key, states in self._counts.items() if states.get("IN_PROGRESS")}
        if found or self._counts or self._count(experiments):
            for key in sorted((touched | busy | set(turn)) & set(experiments)):
                self._counts[key] = self._count([key])
        for name in found.keys() - self._timed.keys():
            self._time(found[name])
        self._counts = {
            key: states for key, states in self._counts.items() if states and key in experiments
        }
        self._timed, self._since = found, now

    def _time(self, trace: Ended) -> None:
        start = int(trace.start * 1000)
        self._newest[trace.experiment] = max(start, self._newest.get(trace.experiment, 0))
        if trace.took is not None:
            key = (trace.experiment, latency_bucket(trace.took))
            count, seconds = self._latencies.get(key, (0, 0.0))
            self._latencies[key] = (count + 1, seconds + trace.took)

    def _ended(self, experiments: Collection[str]) -> dict[str, Ended]:
        since = self._since - OVERLAP
        where = (
            f"attributes.timestamp_ms > {int((since - LONGEST) * 1000)} "
            f"AND attributes.end_time > {int(since * 1000)} "
            "AND attributes.status != 'IN_PROGRESS'"
        )
        items = self._api.pages(
            SEARCH,
            "traces",
            locations=[
                {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": key}}
                for key in experiments
            ],
            filter=where,
            order_by=["timestamp_ms DESC"],
            max_results=PAGE,
        )
        found = {item["trace_id"]: _ended(item) for item in itertools.islice(items, MOST)}
        if len(found) == MOST:
            log.warning("over %d traces ended since the last reading: some are not timed", MOST)
        return found

    def _count(self, experiments: Collection[str]) -> dict[str, int]:
        points = self._api.pages(
            METRICS,
            "data_points",
            experiment_ids=list(experiments),
            view_type="TRACES",
            metric_name="trace_count",
            aggregations=[{"aggregation_type": "COUNT"}],
            dimensions=["trace_status"],
        )
        return {
            str(point["dimensions"]["trace_status"]): int(point["values"]["COUNT"])
            for point in points
        }


def _ended(item: dict[str, Any]) -> Ended:
    found = DURATION.fullmatch(item.get("execution_duration") or "")
    return Ended(
        str(item["trace_location"]["mlflow_experiment"]["experiment_id"]),
        datetime.fromisoformat(item["request_time"]).timestamp(),
        float(found[1]) if found else None,
    )
