"""What is put into the MLflow server over REST: the truth about the MLflow exporter's metrics."""

from __future__ import annotations

import http.client
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from demo.data import CENSUS, FLIGHTS
from demo.traffic import post
from demo.truth import Truth, exactly
from watchkeeper.mlflow.families import ENDED, STATUSES, TRACE_STATES, TRACES_ENDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.tracking import Tracking

SOURCE = "as created"
ENDS = (("FINISHED", 30), ("FINISHED", 90), ("FINISHED", 4000), ("FAILED", 5), ("KILLED", 600))
RUNNING = 2  # hours ago that the oldest run began that still runs
TRACES = (("OK", 0.2), ("OK", 0.3), ("OK", 40.0), ("ERROR", 1.5), ("IN_PROGRESS", None))
QUALITY = {FLIGHTS.name: 0.91, CENSUS.name: 0.78}
HOUR = 3_600_000  # in ms, as MLflow has its times


@dataclass
class Planted:
    """What is there."""

    now: int = field(default_factory=lambda: int(time.time() * 1000))
    runs: Counter[tuple[str, str]] = field(default_factory=Counter)
    durations: dict[str, list[float]] = field(default_factory=dict)
    newest: dict[str, int] = field(default_factory=dict)
    traced: str = ""  # the id of the experiment that has traces
    versions: Counter[str] = field(default_factory=Counter)
    aliases: dict[tuple[str, str], int] = field(default_factory=dict)


def plant(server: Tracking) -> Planted:
    """Runs of every kind, a deleted run, a deleted experiment, models, aliases, and a prompt."""
    done = Planted()
    for number, name in enumerate((FLIGHTS.name, CENSUS.name), 1):
        done.traced = experiment = server.experiment(name)
        best = _runs(server, done, name, experiment, number)
        server.call(
            "runs/log-metric", run_id=best, key="accuracy", value=QUALITY[name], timestamp=1, step=1
        )
        _model(server, done, name, best, number)
    for number, (state, seconds) in enumerate(TRACES):
        _trace(server, done, f"tr-{number:032x}", state, seconds)
    server.prompt("summary")
    gone = server.experiment("abandoned")
    server.run(gone, "FAILED", done.now, done.now)
    server.call("experiments/delete", experiment_id=gone)
    return done


def _runs(server: Tracking, done: Planted, name: str, experiment: str, times: int) -> str:
    """Fills an experiment; returns a run that finished."""
    start, best = done.now - 10 * HOUR, ""
    for status, seconds in ENDS * times:
        start += 60_000
        run = server.run(experiment, status, start, start + 1000 * seconds)
        best = run if status == "FINISHED" else best
        done.runs[name, status] += 1
        done.durations.setdefault(name, []).append(seconds)
    for hours in (RUNNING, 1):
        server.run(experiment, start=done.now - hours * HOUR)
        done.runs[name, "RUNNING"] += 1
    done.newest[name] = done.now - HOUR
    deleted = server.run(experiment, start=start)
    server.call("runs/delete", run_id=deleted)
    return best


def _model(server: Tracking, done: Planted, name: str, run: str, versions: int) -> None:
    server.model(name, *[run] * versions)
    done.versions[name] = versions
    for alias, version in (("champion", versions), ("challenger", 1)):
        server.alias(name, alias, version)
        done.aliases[name, alias] = version


def _trace(server: Tracking, done: Planted, key: str, state: str, seconds: float | None) -> None:
    """A GenAI trace, through the interface that MLflow's own client uses."""
    place = {"mlflow_experiment": {"experiment_id": done.traced}, "type": "MLFLOW_EXPERIMENT"}
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(done.now / 1000))
    info = {"trace_id": key, "trace_location": place, "request_time": at, "state": state}
    took = {} if seconds is None else {"execution_duration": f"{seconds}s"}
    port = int(server.url.rpartition(":")[2])
    status, answer = post(port, "/api/3.0/mlflow/traces", {"trace": {"trace_info": info | took}})
    assert status == http.client.OK, answer


def truths(done: Planted) -> Iterator[Truth]:
    """What Prometheus must say of the store."""
    active = len(done.newest) + 2  # MLflow makes Default, and the drift runs make their own
    yield exactly('mlflow_experiments{lifecycle="active"}', active, SOURCE)
    yield exactly('mlflow_experiments{lifecycle="deleted"}', 1, SOURCE)
    for name in sorted(done.newest):
        yield from _of_experiment(done, name)
    yield from _of_traces(CENSUS.name)
    yield exactly("mlflow_registered_models", len(done.versions), SOURCE)
    for name, count in sorted(done.versions.items()):
        yield exactly(f'mlflow_model_versions{{model="{name}"}}', count, SOURCE)
        query = f'mlflow_model_metric{{model="{name}",alias="champion",metric="accuracy"}}'
        yield exactly(query, QUALITY[name], SOURCE)
    for (name, alias), version in sorted(done.aliases.items()):
        query = f'mlflow_model_alias_version{{model="{name}",alias="{alias}"}}'
        yield exactly(query, version, SOURCE)
    yield from _of_exporter()


def _of_experiment(done: Planted, name: str) -> Iterator[Truth]:
    inner = f'experiment="{name}"'
    for status in STATUSES:
        query = f'mlflow_runs{{{inner},status="{status}"}}'
        yield exactly(query, done.runs[name, status], SOURCE)
    for status in ENDED:
        query = f'mlflow_runs_finished_total{{{inner},status="{status}"}}'
        yield exactly(query, done.runs[name, status], SOURCE)
    durations = done.durations[name]
    family = "mlflow_run_duration_seconds"
    yield exactly(f"{family}_count{{{inner}}}", len(durations), SOURCE)
    yield exactly(f"{family}_sum{{{inner}}}", sum(durations), SOURCE)
    short = sum(seconds <= 60 for seconds in durations)
    yield exactly(f'{family}_bucket{{{inner},le="60.0"}}', short, SOURCE)
    oldest = (done.now - RUNNING * HOUR) / 1000
    yield exactly(f"mlflow_run_oldest_running_timestamp_seconds{{{inner}}}", oldest, SOURCE)
    query = f"mlflow_experiment_last_run_timestamp_seconds{{{inner}}}"
    yield exactly(query, done.newest[name] / 1000, SOURCE)


def _of_traces(name: str) -> Iterator[Truth]:
    states, inner = Counter(state for state, _ in TRACES), f'experiment="{name}"'
    for state in TRACE_STATES:
        yield exactly(f'mlflow_traces{{{inner},state="{state}"}}', states[state], SOURCE)
    for state in TRACES_ENDED:
        query = f'mlflow_traces_finished_total{{{inner},state="{state}"}}'
        yield exactly(query, states[state], SOURCE)
    ended = [seconds for _, seconds in TRACES if seconds is not None]
    yield exactly(f"mlflow_trace_latency_seconds_count{{{inner}}}", len(ended), SOURCE)
    yield exactly(f"mlflow_trace_latency_seconds_sum{{{inner}}}", sum(ended), SOURCE)


def _of_exporter() -> Iterator[Truth]:
    yield exactly("mlflow_exporter_up", 1, "the server is up")
    yield exactly("sum(mlflow_exporter_refresh_failures_total)", 0, "the server is up")
    yield exactly("sum(mlflow_exporter_series_dropped)", 0, "fewer than the bounds")
    yield Truth("mlflow_exporter_refresh_duration_seconds", 0, 5, "a small store")
    for what in ("success", "reconcile"):
        query = f"time() - mlflow_exporter_last_{what}_timestamp_seconds"
        yield Truth(query, 0, 30, "the interval, 2 s, and a scrape")
