"""Several worker processes are one model: prometheus_client's multi-process mode, really served."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from support.scrape import samples
from support.servers import eventually, free_port, get, python, running

from watchkeeper.inference.client import Processes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKERS = 3
CONFIG = """
from prometheus_client import multiprocess


def child_exit(server, worker):
    multiprocess.mark_process_dead(worker.pid)
"""
SUCCESS = "model_prediction_requests_total{status=success}"
IN_FLIGHT = "model_prediction_in_flight"


@contextmanager
def gunicorn(folder: Path, *arguments: str) -> Iterator[str]:
    """The WSGI application with several workers; its address."""
    (folder / "files").mkdir()
    (folder / "gunicorn.conf.py").write_text(CONFIG, "utf-8")
    url = f"http://127.0.0.1:{free_port()}"
    command = python(
        "gunicorn",
        *("--bind", url.removeprefix("http://"), "--workers", str(WORKERS), "--threads", "4"),
        "--no-control-socket",  # else it writes one into the home directory
        *("--config", str(folder / "gunicorn.conf.py"), *arguments, "inference.served:wsgi"),
    )
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(folder / "files")}
    with running(folder / "log", *command, ready=f"{url}/metrics", environment=environment):
        yield url


def spread(url: str) -> tuple[set[str], int]:
    """Requests until every worker has answered one: the workers, and how many requests it took."""
    seen: list[str] = []
    eventually(lambda: seen.append(get(url)) or len(set(seen)), lambda found: found == WORKERS)
    return set(seen), len(seen)


def metrics(url: str) -> dict[str, float]:
    """One scrape."""
    return samples(get(f"{url}/metrics"))


def test_workers_add_up(tmp_path: Path) -> None:
    """Counts and histograms are sums, each shown once, whichever worker is scraped."""
    with gunicorn(tmp_path) as url:
        _, count = spread(url)
        found = eventually(lambda: metrics(url), lambda found: found[SUCCESS] == count)
        assert found[SUCCESS] == count
        assert found["model_prediction_latency_seconds_count"] == count
        assert found["model_prediction_latency_seconds_bucket{le=+Inf}"] == count
        assert found["model_prediction_confidence_count{class=goes}"] == count
        assert found["model_prediction_requests_total{status=error}"] == 0
        assert found["model_prediction_confidence_count{class=stays}"] == 0
        assert found["model_accuracy_score"] == 1
        assert found["model_last_prediction_timestamp_seconds"] > 1.7e9
        assert metrics(url)[SUCCESS] == count


def test_in_flight_is_the_sum_of_the_living(tmp_path: Path) -> None:
    """Predictions of all workers, and none of a worker that was killed amid one."""
    with gunicorn(tmp_path) as url:
        workers, _ = spread(url)
        threads = [threading.Thread(target=get, args=(f"{url}/?2",)) for _ in range(4)]
        for thread in threads:
            thread.start()
        busy = eventually(lambda: metrics(url)[IN_FLIGHT], lambda found: found == 4)
        for thread in threads:
            thread.join()
        idle = eventually(lambda: metrics(url)[IN_FLIGHT], lambda found: found == 0)
        assert (busy, idle) == (4, 0)
        held = threading.Thread(target=lambda: contained(f"{url}/?20"), daemon=True)
        held.start()
        assert eventually(lambda: metrics(url)[IN_FLIGHT], lambda found: found == 1) == 1
        for worker in workers:
            os.kill(int(worker), signal.SIGKILL)
        assert eventually(lambda: metrics(url)[IN_FLIGHT], lambda found: found == 0) == 0


def test_a_scrape_bears_with_a_worker_that_just_starts(tmp_path: Path) -> None:
    """For a moment its files are empty; one that died in that moment leaves them so."""
    (tmp_path / "counter_1.db").touch()
    (tmp_path / "gauge_livesum_1.db").symlink_to(tmp_path / "gone")
    assert not list(Processes(tmp_path).collect())


def contained(url: str) -> None:
    """A request whose server dies."""
    try:
        get(url)
    except OSError:
        return


def test_a_worker_that_stops_loses_nothing(tmp_path: Path) -> None:
    """What it had not written yet is written as it ends, and stays counted."""
    with gunicorn(tmp_path) as url:
        workers, count = spread(url)
        for worker in workers:
            os.kill(int(worker), signal.SIGTERM)
        found = eventually(lambda: metrics(url), lambda found: found[SUCCESS] == count)
        assert found[SUCCESS] == count


def test_a_model_that_is_loaded_before_the_fork_counts_once(tmp_path: Path) -> None:
    """With `--preload` the parent's zeros and the workers' counts are the same series."""
    with gunicorn(tmp_path, "--preload") as url:
        _, count = spread(url)
        files = tmp_path / "files"  # read without a scrape, which would write them
        assert eventually(lambda: written(files), lambda found: found == count) == count
        found = metrics(url)
        assert found[SUCCESS] == count
        assert found["model_prediction_latency_seconds_count"] == count


FORKED = """
import os
from prometheus_client import CollectorRegistry
from watchkeeper.inference import flush, track_prediction

predict = track_prediction("m", "1", registry=CollectorRegistry())(str)
for _ in range(5):
    predict(1)
flush()
if os.fork() == 0:
    again = track_prediction("m", "1", registry=CollectorRegistry())(str)
    predict(1)
    again(1)
    flush()
    os._exit(0)
os.wait()
"""


def test_a_fork_amid_the_work_adds_its_own(tmp_path: Path) -> None:
    """What was counted before it is the parent's; registries are no matter of files."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-W", "error", "-c", FORKED], env=environment, check=True)
    assert written(tmp_path) == 7


MEASURED = """
import os
import time
from watchkeeper.inference import Feedback, flush, track_prediction

track = track_prediction("m", "1", feedback=Feedback(minimum=1, max_age={age}))
track.record_compared(1, 0)
flush()
time.sleep(0.01)
if os.fork() == 0:
    track.record_compared(1, 1)
    flush()
    os._exit(0)
os.wait()
time.sleep({pause})
flush()
"""


@pytest.mark.parametrize(("age", "pause"), [(60, 0.02), (0.5, 0.7)], ids=["known", "too old"])
def test_accuracy_is_that_of_the_latest_outcome(tmp_path: Path, age: float, pause: float) -> None:
    """Not of the process that wrote last, nor of one that knows nothing any more."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    program = MEASURED.format(age=age, pause=pause)
    subprocess.run([sys.executable, "-W", "error", "-c", program], env=environment, check=True)
    [score] = [
        sample.value
        for metric in Processes(tmp_path).collect()
        for sample in metric.samples
        if sample.name == "model_accuracy_score"
    ]
    assert score == 1


def written(files: Path) -> float:
    """The good predictions in the files of all processes."""
    return sum(
        sample.value
        for metric in Processes(files).collect()
        for sample in metric.samples
        if sample.labels.get("status") == "success"
    )
