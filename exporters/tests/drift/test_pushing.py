"""What a Pushgateway gets is what the exporter shows, whatever became of the run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from drift.data import PATIENCE, columns
from support.scrape import samples
from support.servers import eventually, free_port, get, python, running

from watchkeeper.drift import cli, pushing
from watchkeeper.drift.exposition import page
from watchkeeper.drift.records import Run
from watchkeeper.drift.results import Place
from watchkeeper.drift.shelf import Shelf
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drift.data import Bench
    from drift.gateway import Recorder

STATUS, STALE = "model_monitoring_run_status", "model_monitoring_result_stale"
SUCCESS = "model_monitoring_last_success_timestamp_seconds"
READABLE = "model_monitoring_results_readable"


def fleet(bench: Bench, *names: str, **fields: object) -> list[str]:
    """The command for models that are compared with the same reference."""
    files = {each: str(bench.folder / f"{each}.parquet") for each in ("reference", "current")}
    models = [{**files, "name": name, **fields} for name in names]
    path = bench.folder / "drift.yaml"
    path.write_text(json.dumps({"version": 1, "models": models}), "utf-8")
    return ["run", "--config", str(path), "--results", str(bench.folder / "results")]


def shown(bench: Bench) -> dict[str, float]:
    """What the exporter shows."""
    return samples(page(Shelf(store(bench.folder / "results"))).decode())


def test_what_is_pushed_is_what_is_served(bench: Bench, recorder: Recorder) -> None:
    """All of the model's families, under its job and name, and none that is the exporter's."""
    bench.current(age=columns(2000, seed=3, shift=1)["age"])
    assert bench.run("--pushgateway", f"{recorder.url}/") == 1
    ((path, kind, found),) = recorder.got
    assert path == "/metrics/job/watchkeeper-drift/model_name/churn"
    assert kind == "text/plain; version=0.0.4; charset=utf-8"
    wanted = shown(bench)
    assert wanted.pop(READABLE) == 1
    assert found == wanted
    assert found["model_data_drift_detected{feature=age}"] == 1


def test_nothing_is_pushed_unless_asked_for(bench: Bench, recorder: Recorder) -> None:
    """The option is off by default."""
    assert bench.run() == 0
    assert not recorder.got


def test_each_model_is_pushed_by_itself(bench: Bench, recorder: Recorder) -> None:
    """As soon as it has ended, whatever became of it."""
    arguments = fleet(bench, "one", "two")
    (bench.folder / "drift.yaml").write_text(
        (bench.folder / "drift.yaml").read_text().replace("current.parquet", "gone.parquet", 1)
    )
    assert cli.main([*arguments, "--pushgateway", recorder.url]) == 2
    (first, _, one), (second, _, two) = recorder.got
    assert (first.split("/")[-1], second.split("/")[-1]) == ("one", "two")
    assert (one[STATUS], one[STALE]) == (0, 1)
    assert (two[STATUS], two[STALE]) == (1, 0)
    assert SUCCESS not in one


def test_a_run_without_a_verdict_is_told(bench: Bench, recorder: Recorder) -> None:
    """Its status falls, and the last good result stays as old as it is; so does its entry's."""
    assert bench.run() == 0
    good = shown(bench)[SUCCESS]
    (bench.folder / "current.parquet").unlink()
    assert bench.run("--pushgateway", recorder.url) == 2
    assert bench.run("--pushgateway", recorder.url, method="ks") == 2
    for _, _, found in recorder.got:
        assert (found[STATUS], found[SUCCESS]) == (0, good)


def test_a_killed_child_is_told(bench: Bench, recorder: Recorder) -> None:
    """Its own record says that it runs, and never would say otherwise here."""
    assert bench.run() == 0
    place, began = Place(store(bench.folder / "results"), "churn"), time.time()
    Run(place, began, began + 3600).begin()
    assert shown(bench)[STATUS] == 1
    pushing.Gateway(recorder.url).push(place, began, well=False)
    assert recorder.got[0][2][STATUS] == 0


def test_a_run_that_left_no_record_is_told(bench: Bench, recorder: Recorder) -> None:
    """As on a full disk: what is there is of the run before."""
    assert bench.run() == 0
    place = Place(store(bench.folder / "results"), "churn")
    pushing.Gateway(recorder.url).push(place, time.time(), well=False)
    assert recorder.got[0][2][STATUS] == 0


def test_a_run_beside_another_one_leaves_it_to_that(bench: Bench, recorder: Recorder) -> None:
    """Which has the model, and pushes when it ends; if it just did, its record counts."""
    kept = store(bench.folder / "results")
    with kept.alone("churn"):
        record = Run(Place(kept, "churn"), time.time(), time.time() + 60)
        record.begin()
        assert bench.run("--pushgateway", recorder.url) == 2
        assert not recorder.got
        began = time.time()
        record.end(time.time(), drift=False, published={})
    pushing.Gateway(recorder.url).push(Place(kept, "churn"), began, well=False)
    assert recorder.got[0][2][STATUS] == 1


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("pushgateway:9091", "is no address of a Pushgateway: write http://HOST:9091"),
        ("http://", "is no address"),
        ("http://host:port", "is no address"),
        ("file:///etc", "is no address"),
        ("http://somebody@host", "shows its login to everybody who lists processes"),
    ],
)
def test_an_address_of_no_gateway_is_refused(
    url: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before any model is judged."""
    with pytest.raises(SystemExit) as caught:
        cli.main(["run", "--config", "x", "--pushgateway", url])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


def test_a_model_that_is_not_there_is_not_pushed(bench: Bench, recorder: Recorder) -> None:
    """A typing error makes no metrics."""
    arguments = [*fleet(bench, "churn"), "--model", "chrun"]
    assert cli.main([*arguments, "--pushgateway", recorder.url]) == 2
    assert not recorder.got


@contextmanager
def real(folder: Path) -> Iterator[str]:
    """A real Pushgateway, of the program that PUSHGATEWAY_BIN names."""
    program = os.environ.get("PUSHGATEWAY_BIN")
    if not program:
        pytest.skip("PUSHGATEWAY_BIN names no Pushgateway: what a real one takes is not tested")
    address = f"127.0.0.1:{free_port()}"
    command = (program, f"--web.listen-address={address}")
    with running(folder / "log", *command, ready=f"http://{address}/-/ready"):
        yield f"http://{address}"


def test_a_real_gateway_takes_it(bench: Bench, tmp_path: Path) -> None:
    """Several models side by side; a later push replaces all of its model and nothing else."""
    with real(tmp_path) as url:
        arguments = [*fleet(bench, "churn", "prices"), "--pushgateway", url]
        assert cli.main(arguments) == 0
        text = get(f"{url}/metrics")
        for model in ("churn", "prices"):
            labels = f'instance="",job="watchkeeper-drift",model_name="{model}"'
            assert f"{STATUS}{{{labels}}} 1" in text
            assert f"push_failure_time_seconds{{{labels}}} 0" in text
        assert text.count("model_data_drift_score{") == 8
        (bench.folder / "current.parquet").unlink()
        (bench.folder / "results" / "_newest" / "prices.json").unlink()
        assert cli.main([*arguments, "--model", "prices"]) == 2
        text = get(f"{url}/metrics")
        assert text.count("model_data_drift_score{") == 4
        assert f'{STATUS}{{instance="",job="watchkeeper-drift",model_name="prices"}} 0' in text


def test_sigterm_ends_a_run_that_pushes(bench: Bench, recorder: Recorder) -> None:
    """The model that is stopped is pushed as one without a verdict."""
    os.mkfifo(bench.folder / "never.parquet")
    arguments = fleet(bench, "hangs", "waits", current=str(bench.folder / "never.parquet"))
    command = python("watchkeeper.drift", *arguments, "--pushgateway", recorder.url)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        record = bench.folder / "results/_runs/hangs.json"
        eventually(lambda: record.exists() or process.poll() is not None, bool)
        process.terminate()
        assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    ((path, _, found),) = recorder.got
    assert (path.split("/")[-1], found[STATUS]) == ("hangs", 0)
