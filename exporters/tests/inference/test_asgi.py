"""The middleware in a real Starlette application, behind a real uvicorn."""

from __future__ import annotations

import http.client
import socket
import time
from typing import TYPE_CHECKING

import pytest
from support.scrape import samples
from support.servers import eventually, free_port, get, python, running

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = "model_prediction_first_item_seconds_count"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the server."""
    found = free_port()
    command = python("uvicorn", "--port", str(found), "inference.served_asgi:app")
    log = tmp_path_factory.mktemp("uvicorn") / "log"
    with running(log, *command, ready=f"http://127.0.0.1:{found}/health"):
        yield found


def metrics(port: int) -> dict[str, float]:
    """One scrape; the address that frameworks mount redirects to the one with a slash."""
    return samples(get(f"http://127.0.0.1:{port}/metrics"))


def counted(port: int, path: str) -> dict[str, float]:
    """What one request changed."""
    before = metrics(port)
    get(f"http://127.0.0.1:{port}{path}")
    return rise(before, metrics(port))


def rise(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    """The requests and latencies that were added."""
    return {
        key.removeprefix("model_prediction_"): value - before.get(key, 0)
        for key, value in after.items()
        if value != before.get(key, 0) and ("requests" in key or key.endswith("seconds_count"))
    }


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/answer", {"requests_total{status=success}": 1, "latency_seconds_count": 1}),
        ("/answer?status=503", {"requests_total{status=error}": 1, "latency_seconds_count": 1}),
        ("/answer?status=0", {"requests_total{status=error}": 1, "latency_seconds_count": 1}),
        ("/answer?status=422", {}),
        ("/health", {}),
        ("/nowhere", {}),
    ],
)
def test_answers_are_told_apart(port: int, path: str, change: dict[str, float]) -> None:
    """Exceptions and 5xx are errors; a refused request was no prediction; other paths are none."""
    assert counted(port, path) == change
    assert metrics(port)["model_prediction_in_flight"] == 0


def test_a_stream_is_timed_to_its_first_and_last_byte(port: int) -> None:
    """Tokens come long before the end."""
    before = metrics(port)
    change = counted(port, "/stream")
    assert change == {
        "requests_total{status=success}": 1,
        "latency_seconds_count": 1,
        "first_item_seconds_count": 1,
    }
    after = metrics(port)
    spent = after["model_prediction_latency_seconds_sum"]
    first = after["model_prediction_first_item_seconds_sum"]
    assert spent - before["model_prediction_latency_seconds_sum"] > 2.5
    assert first - before.get("model_prediction_first_item_seconds_sum", 0) < 2.5


def test_a_client_that_goes_away_cancels(port: int) -> None:
    """Its prediction is neither a success nor an error, and no longer in flight."""
    before = metrics(port)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/stream")
    connection.getresponse().read(6)
    assert metrics(port)["model_prediction_in_flight"] == 1
    assert connection.sock is not None
    connection.sock.shutdown(socket.SHUT_RDWR)
    connection.close()
    change = eventually(lambda: rise(before, metrics(port)), bool)
    assert change["requests_total{status=cancelled}"] == 1
    assert "requests_total{status=error}" not in change
    time.sleep(0.05)
    assert metrics(port)["model_prediction_in_flight"] == 0
