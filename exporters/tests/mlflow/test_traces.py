"""GenAI traces, as MLflow's own client writes them to a real server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.between import before, half, send
from support.reading import fresh, of_server, of_store
from support.tracer import client

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    from support.reading import Reading
    from support.tracking import Tracking

    Make = Callable[..., Reading]


def trace(server: Tracking, experiment: str, *states: str) -> None:
    """Traces functions that end well, fail, or take 0.3 s (SLOW)."""
    client().trace(server.url, experiment, *states)


def begin(server: Tracking, experiment: str, key: str) -> None:
    """A trace that began and has not ended."""
    body = {
        "trace_id": key,
        "trace_location": {
            "type": "MLFLOW_EXPERIMENT",
            "mlflow_experiment": {"experiment_id": experiment},
        },
        "request_time": "2026-01-01T00:00:00Z",
        "state": "IN_PROGRESS",
    }
    server.call("/api/3.0/mlflow/traces", trace={"trace_info": body})


def traces(page: dict[str, float], experiment: str, family: str = "traces") -> dict[str, float]:
    """The traces of an experiment by state, without those that are none."""
    start = f"mlflow_{family}{{experiment={experiment},state="
    return {key[len(start) : -1]: n for key, n in page.items() if key.startswith(start) and n}


def test_traces_are_counted_by_state_and_timed(make: Make, server: Tracking) -> None:
    """What the client wrote after the first reading is in the next one, once."""
    name = fresh("genai")
    read = make(server)
    assert not [key for key in read() if name in key]
    trace(server, name, "OK", "OK", "ERROR", "SLOW")
    for page in (read(), read()):
        assert traces(page, name) == {"OK": 3, "ERROR": 1}
        assert traces(page, name, "traces_finished_total") == {"OK": 3, "ERROR": 1}
        bucket = f"mlflow_trace_latency_seconds_bucket{{experiment={name},le=%s}}"
        assert page[bucket % "0.25"] <= 3
        assert page[bucket % "+Inf"] == 4
        assert 0.3 <= page[f"mlflow_trace_latency_seconds_sum{{experiment={name}}}"] < 60


def test_a_state_without_a_trace_is_zero_and_an_unused_experiment_has_no_series(
    make: Make, server: Tracking
) -> None:
    """So that the first error is a rise from 0, and nobody pays for what is not used."""
    name, unused = fresh("quiet"), fresh("unused")
    server.experiment(unused)
    trace(server, name, "OK")
    page = make(server)()
    for state in ("IN_PROGRESS", "ERROR", "STATE_UNSPECIFIED"):
        assert page[f"mlflow_traces{{experiment={name},state={state}}}"] == 0
    assert page[f"mlflow_traces_finished_total{{experiment={name},state=ERROR}}"] == 0
    assert not [key for key in page if unused in key and "trace" in key]


def test_a_trace_in_progress_has_not_ended(make: Make, server: Tracking) -> None:
    """It is counted as such, and neither among those that ended nor timed."""
    name = fresh("running")
    experiment = server.experiment(name)
    begin(server, experiment, fresh("tr"))
    page = make(server)()
    assert traces(page, name) == {"IN_PROGRESS": 1}
    assert traces(page, name, "traces_finished_total") == {}
    assert page[f"mlflow_trace_latency_seconds_count{{experiment={name}}}"] == 0


def test_deleted_traces_are_gone_but_have_ended(make: Make, server: Tracking) -> None:
    """The gauge falls; counter and histogram stay, and rise with the next trace."""
    name = fresh("deleted")
    read = make(server)
    read()
    trace(server, name, "OK", "ERROR")
    read()
    found = server.call("experiments/get-by-name", "GET", experiment_name=name)["experiment"]
    arguments = {"experiment_id": found["experiment_id"], "max_timestamp_millis": 2**50}
    server.call("/api/3.0/mlflow/traces/delete-traces", **arguments)
    page = read()
    assert traces(page, name) == {}
    assert traces(page, name, "traces_finished_total") == {"OK": 1, "ERROR": 1}
    trace(server, name, "ERROR")
    page = read()
    assert traces(page, name) == {"ERROR": 1}
    assert traces(page, name, "traces_finished_total") == {"OK": 1, "ERROR": 2}
    assert page[f"mlflow_trace_latency_seconds_count{{experiment={name}}}"] == 3


def test_a_deleted_experiment_keeps_its_counters_only(make: Make, server: Tracking) -> None:
    """So that restoring it is no burst of errors."""
    name = fresh("gone")
    trace(server, name, "ERROR")
    read = make(server)
    read()
    found = server.call("experiments/get-by-name", "GET", experiment_name=name)["experiment"]
    server.call("experiments/delete", experiment_id=found["experiment_id"])
    page = read()
    assert not [key for key in page if key.startswith("mlflow_traces{") and name in key]
    assert traces(page, name, "traces_finished_total") == {"ERROR": 1}


def test_sql_and_rest_tell_the_same(on_sqlite: Tracking) -> None:
    """Of a store with many experiments and all that the other tests did to them."""
    over_sql, over_rest = of_store(on_sqlite.store)(), of_server(on_sqlite.url)()
    for family in ("mlflow_traces{", "mlflow_traces_finished_total{", "mlflow_runs{"):
        sql, rest = (
            {key: value for key, value in page.items() if key.startswith(family)}
            for page in (over_sql, over_rest)
        )
        # Counters that an exporter saw rise survive a deletion; these are two new ones.
        assert sql == rest


def test_a_page_of_traces_that_breaks_off_counts_nothing_twice(
    on_sqlite: Tracking,
) -> None:
    """The reading is thrown away whole, and the next one has each trace once."""
    name = fresh("half")
    with before(on_sqlite.url) as between:
        read = of_server(between.url)
        read()
        trace(on_sqlite, name, "OK", "ERROR", "SLOW")
        for only in ("traces/search", "traces/metrics"):
            between.spoil, between.only = half, only
            page = read()
            assert page["mlflow_exporter_up"] == 0
            assert not traces(page, name)
        between.spoil = None
        page = read()
    assert traces(page, name) == {"OK": 2, "ERROR": 1}
    assert page[f"mlflow_trace_latency_seconds_count{{experiment={name}}}"] == 3


def test_a_server_without_traces_is_read_all_the_same(on_sqlite: Tracking) -> None:
    """An older one has no such pages; everything else is reported."""

    def old(to: BaseHTTPRequestHandler, _: bytes) -> None:
        send(to, json.dumps({"error_code": "ENDPOINT_NOT_FOUND"}).encode(), 404)

    with before(on_sqlite.url) as between:
        between.spoil, between.only = old, "/3.0/"
        read = of_server(between.url)
        page = read()
        asked = len([path for path, _, _ in between.asked if "/3.0/" in path])
        assert read()["mlflow_exporter_up"] == page["mlflow_exporter_up"] == 1
        assert len([path for path, _, _ in between.asked if "/3.0/" in path]) == asked == 1
    assert not [key for key in page if key.startswith("mlflow_trace")]
