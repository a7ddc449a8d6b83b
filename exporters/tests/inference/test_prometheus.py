"""A real Prometheus scrapes the library: every family arrives, and so does an exemplar."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from opentelemetry.sdk.trace import TracerProvider
from prometheus_client import start_http_server
from support.servers import eventually, free_port, get, running

from watchkeeper.inference import Feedback, track_prediction
from watchkeeper.inference.families import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import CollectorRegistry

PROMETHEUS = Path(__file__).parents[3] / ".tools/bin/prometheus"


@pytest.fixture
def target(registry: CollectorRegistry) -> Iterator[int]:
    """The port where the registry is exposed."""
    port = free_port()
    server, thread = start_http_server(port, "127.0.0.1", registry)
    yield port
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def prometheus(target: int, tmp_path: Path) -> Iterator[str]:
    """A Prometheus that scrapes it; its address."""
    if not PROMETHEUS.exists():
        pytest.fail("there is no Prometheus: run .ci/tools prometheus")
    config = {
        "global": {"scrape_interval": "1s", "scrape_timeout": "1s"},
        "scrape_configs": [
            {"job_name": "m", "static_configs": [{"targets": [f"127.0.0.1:{target}"]}]}
        ],
    }
    (tmp_path / "prometheus.json").write_text(json.dumps(config), "utf-8")
    url = f"http://127.0.0.1:{free_port()}"
    command = (
        str(PROMETHEUS),
        f"--config.file={tmp_path}/prometheus.json",
        f"--storage.tsdb.path={tmp_path}/data",
        f"--web.listen-address={url.removeprefix('http://')}",
        "--enable-feature=exemplar-storage",
    )
    with running(tmp_path / "log", *command, ready=f"{url}/-/ready"):
        yield url


def ask(url: str, query: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """The data of an answer."""
    return json.loads(get(f"{url}/api/v1/{query}"))["data"]


def series(url: str, query: str) -> dict[str, float]:
    """The value of each series of a query, by its name."""
    found = ask(url, f"query?query={quote(query)}")["result"]
    return {one["metric"].get("__name__", ""): float(one["value"][1]) for one in found}


def test_every_family_and_an_exemplar_arrive(registry: CollectorRegistry, prometheus: str) -> None:
    """With the values they have here."""
    track = track_prediction("churn", "3", registry=registry, feedback=Feedback(minimum=1))

    @track
    def predict() -> Iterator[dict[str, object]]:
        yield {"class": "goes", "confidence": 0.75}

    with TracerProvider().get_tracer("test").start_as_current_span("request") as span:
        list(predict())
    track.record_compared(1, 1)
    names = {family.name for family in FAMILIES if family.type != "histogram"}
    names |= {f"{family.name}_count" for family in FAMILIES if family.type == "histogram"}
    wanted = '{__name__=~"model_.*", job="m", model_name="churn", status=~"|success"}'
    found = eventually(lambda: series(prometheus, wanted), lambda found: names <= found.keys())
    assert names <= found.keys()
    assert found["model_prediction_requests_total"] == 1
    assert found["model_prediction_confidence_sum"] == 0.75
    assert found["model_accuracy_score"] == 1
    assert series(prometheus, 'model_prediction_latency_seconds_bucket{le="1.0"}') == {
        "model_prediction_latency_seconds_bucket": 1
    }

    path = "query_exemplars?query=model_prediction_latency_seconds_bucket&start=0&end=9999999999"
    [exemplars] = eventually(lambda: ask(prometheus, path), bool)
    [exemplar] = exemplars["exemplars"]
    assert exemplar["labels"] == {"trace_id": f"{span.get_span_context().trace_id:032x}"}
