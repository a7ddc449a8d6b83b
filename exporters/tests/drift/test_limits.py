"""What one run of many models may take: time, memory, and what it leaves to the next try."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from drift.data import columns, save

from watchkeeper.drift import cli, failures, fleet, memory
from watchkeeper.drift.records import Run
from watchkeeper.drift.results import Place
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.data import Bench

MIB = 1 << 20


@pytest.fixture(autouse=True)
def outside_of_kubernetes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pod has given this process its part."""
    monkeypatch.delenv(cli.INDEX, raising=False)


def command(bench: Bench, *models: dict[str, object]) -> list[str]:
    """A run of some models, each compared with the same reference."""
    files = {each: str(bench.folder / f"{each}.parquet") for each in ("reference", "current")}
    path = bench.folder / "drift.yaml"
    content = {"version": 1, "models": [{**files, **model} for model in models]}
    path.write_text(json.dumps(content), "utf-8")
    return ["run", "--config", str(path), "--results", str(bench.folder / "results")]


def told(text: str) -> list[dict[str, Any]]:
    """What a command said of each model, in order."""
    return [dict(json.loads(line)) for line in text.splitlines()]


def ran(bench: Bench, model: str, began: float) -> None:
    """Says when the last run of a model began."""
    place = Place(store(bench.folder / "results"), model)
    Run(place, began, began).end(began, drift=False, published={})


def test_the_oldest_comes_first(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    """Before it those that never had a run; a record that says nothing is none."""
    names = ("late", "early", "odd", "new")
    ran(bench, "late", 2e9)
    ran(bench, "early", 1e9)
    odd = bench.folder / "results" / "_runs" / "odd.json"
    odd.write_text('{"version": 1, "started_at": NaN}', "utf-8")
    assert cli.main(command(bench, *({"name": name} for name in names))) == 0
    assert [each["model"] for each in told(capfd.readouterr().out)] == [
        "odd",
        "new",
        "early",
        "late",
    ]


def test_those_that_are_not_reached_are_told(
    bench: Bench, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They failed, and come first the next time: one that hangs does not starve them for ever."""
    os.mkfifo(bench.folder / "never.parquet")
    hangs = {"name": "hangs", "current": str(bench.folder / "never.parquet")}
    ran(bench, "waits", 1e9)
    monkeypatch.setattr(fleet, "LEAST", 1000.0)
    monkeypatch.setattr(fleet, "FAREWELL", 0.0)
    arguments = command(bench, hangs, {"name": "waits"})
    assert cli.main([*arguments, "--timeout", "3", "--deadline", "5"]) == 2
    said = told(capfd.readouterr().out)
    assert [each["model"] for each in said] == ["hangs", "waits"]
    assert said[1]["error"] == "not reached in the 5 seconds for all models"
    kept = store(bench.folder / "results")
    record = Place(kept, "waits").run()
    assert record
    assert (record["status"], record["started_at"]) == ("failed", 1e9)
    assert fleet.oldest_first(kept, ["hangs", "waits"]) == ["waits", "hangs"]


def test_a_model_gets_no_more_time_than_is_left(bench: Bench) -> None:
    """Nor more than its own."""
    course = fleet.Course(None, None, (), 600.0, 100.0, print)  # type: ignore[arg-type] # time only
    assert 90 < course.left() <= 95
    begun = time.monotonic() - 80
    late = fleet.Course(None, None, (), 600.0, 100.0, print, begun)  # type: ignore[arg-type] # time only
    assert late.left() == 0
    assert bench


def test_a_child_that_takes_too_much_memory_ends_alone(
    bench: Bench, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a limit below that of the container, which is read from its control group."""
    groups = bench.folder / "cgroup"
    groups.mkdir()
    (groups / "memory.max").write_text(f"{256 * MIB}\n", "ascii")
    monkeypatch.setattr(memory, "GROUPS", groups)
    save(bench.folder / "wide.parquet", columns(3000, seed=2))
    arguments = command(bench, {"name": "well"})
    assert cli.main(arguments) == 0
    script = f"import sys, mmap\nx = bytearray({300 * MIB})\nprint(len(x))"
    child = subprocess.Popen(
        [sys.executable, "-c", f"sys = __import__('sys'); sys.stdin.read()\n{script}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    memory.limited(child.pid, memory.room())
    _, said = child.communicate(b"", timeout=60)
    assert b"MemoryError" in said
    assert "drift_detected" in told(capfd.readouterr().out)[0]


@pytest.mark.parametrize(("text", "room"), [("max\n", None), ("1000", 850), (str(1 << 62), None)])
def test_only_a_real_limit_counts(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, text: str, room: int | None
) -> None:
    """Where there is none children are as free as this process."""
    monkeypatch.setattr(memory, "GROUPS", bench.folder)
    assert memory.room() is None
    assert memory.frugal(None) is None
    (bench.folder / "memory.max").write_text(text, "ascii")
    assert memory.room() == room


def test_a_child_does_not_outlive_its_parent(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever becomes of the parent while it waits."""
    children: list[subprocess.Popen[bytes]] = []

    class Broken(subprocess.Popen[bytes]):
        def communicate(self, *_: object, **__: object) -> tuple[bytes, bytes]:
            children.append(self)
            raise KeyboardInterrupt

    monkeypatch.setattr(fleet.subprocess, "Popen", Broken)
    assert cli.main(command(bench, {"name": "a"})) == cli.INTERRUPTED
    assert [child.returncode is None for child in children] == [False]


class Busy(http.server.BaseHTTPRequestHandler):
    """A store that has no time."""

    def do_GET(self) -> None:
        """Says so."""
        self.send_response(HTTPStatus.SERVICE_UNAVAILABLE)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_PUT = do_POST = do_GET  # noqa: N815 - http.server names them

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "nobody")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Busy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"s3://b/x?endpoint_override=127.0.0.1:{server.server_port}&scheme=http&region=us-east-1"
        server.shutdown()


def test_a_store_without_time_is_worth_another_try(bench: Bench, busy: str) -> None:
    """Status 75, of one model and of many; what is not there stays at 2."""
    assert bench.run(current=busy) == failures.TRY_AGAIN
    gone = {"name": "gone", "current": str(bench.folder / "gone.parquet")}
    assert cli.main(command(bench, gone, {"name": "busy", "current": busy})) == failures.TRY_AGAIN
    assert cli.main(command(bench, gone, {"name": "well"})) == failures.COULD_NOT_RUN


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (ConnectionResetError("x"), True),
        (TimeoutError(), True),
        (OSError(116, "Stale file handle"), True),
        (OSError("AWS Error NETWORK_CONNECTION during HeadObject operation: curlCode: 7"), True),
        (OSError("AWS Error SLOW_DOWN during PutObject operation"), True),
        (OSError("AWS Error UNKNOWN (HTTP status 503) during HeadObject operation"), True),
        (OSError("AWS Error ACCESS_DENIED (HTTP status 403) during PutObject"), False),
        (OSError("AWS Error NO_SUCH_BUCKET during HeadBucket operation"), False),
        (OSError("Dask at tcp://x: Timed out trying to connect to tcp://x after 30 s"), True),
        (FileNotFoundError(2, "connection refused is the name of this file"), False),
        (OSError(28, "No space left on device"), False),
        (MemoryError(), False),
        (ValueError("timed out"), False),
    ],
)
def test_what_passes_by_itself(error: BaseException, *, passes: bool) -> None:
    """Also as the cause of another error."""
    assert failures.passing(error) == passes
    outer = RuntimeError("outer")
    outer.__cause__ = error
    assert failures.passing(outer) == passes
