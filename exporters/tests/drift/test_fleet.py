"""Many models in one command, as a Kubernetes Job runs them: one costs no other."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from drift.data import PATIENCE, columns

from watchkeeper.drift import cli
from watchkeeper.drift.config import Shard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.data import Bench

YAML = """\
# As people write it.
version: 1
results: {results}
models:
  - name: churn
    schedule: daily
    reference: {folder}/reference.parquet
    current: {folder}/current.parquet
  - name: prices
    schedule: hourly
    reference: {folder}/reference.parquet
    current: {folder}/current.parquet
    columns: [age, income]
"""


@pytest.fixture(autouse=True)
def outside_of_kubernetes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pod has given this process its part."""
    monkeypatch.delenv(cli.INDEX, raising=False)
    monkeypatch.delenv(cli.COUNT, raising=False)


def written(bench: Bench, *models: dict[str, object]) -> str:
    """A configuration of some models, each compared with the same reference."""
    files = {each: str(bench.folder / f"{each}.parquet") for each in ("reference", "current")}
    found = [{**files, **model} for model in models]
    path = bench.folder / "drift.yaml"
    results = str(bench.folder / "results")
    path.write_text(json.dumps({"version": 1, "results": results, "models": found}), "utf-8")
    return str(path)


def told(text: str) -> dict[str, dict[str, Any]]:
    """What a command said of each model."""
    lines = map(json.loads, text.splitlines())
    return {line["model"]: line for line in lines}


def test_each_model_of_a_file_is_judged(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    """Drift is no failure of the job, or Kubernetes would run it again."""
    bench.current(age=columns(2000, seed=3, shift=1)["age"])
    path = bench.folder / "drift.yaml"
    path.write_text(YAML.format(folder=bench.folder, results=bench.folder / "results"), "utf-8")
    assert cli.main(["run", "--config", str(path)]) == 0
    found = told(capfd.readouterr().out)
    assert {model: each["drift_detected"] for model, each in found.items()} == {
        "churn": True,
        "prices": True,
    }
    assert set(
        json.loads((bench.folder / "results/_newest/prices.json").read_text())["columns"]
    ) == {
        "age",
        "income",
    }


def test_a_schedule_picks_its_models(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    """A name that no model has is refused: nothing would ever be checked."""
    path = written(bench, {"name": "a", "schedule": "daily"}, {"name": "b", "schedule": "hourly"})
    assert cli.main(["run", "--config", path, "--schedule", "hourly"]) == 0
    assert set(told(capfd.readouterr().out)) == {"b"}
    assert cli.main(["run", "--config", path, "--schedule", "dayly"]) == 2


def test_shards_share_all_models_evenly() -> None:
    """Each model is in one of them, whatever other models there are."""
    models = [f"model-{number}" for number in range(10_000)]
    parts = [[name for name in models if Shard(index, 8).has(name)] for index in range(8)]
    assert sorted(name for part in parts for name in part) == sorted(models)
    assert all(1150 < len(part) < 1350 for part in parts)
    # Another version must not deal them anew in the middle of a rollout.
    assert [Shard(0, 8).has(name) for name in models[:9]] == [
        False, False, False, False, False, False, False, False, True,
    ]  # fmt: skip


def test_kubernetes_says_which_shard(
    bench: Bench, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pods of an Indexed Job judge each model once; an option says otherwise."""
    names = [f"m{number}" for number in range(4)]
    path = written(bench, *({"name": name} for name in names))
    seen: list[str] = []
    monkeypatch.setenv(cli.COUNT, "2")
    for index in ("0", "1"):
        monkeypatch.setenv(cli.INDEX, index)
        assert cli.main(["run", "--config", path]) == 0
        seen += told(capfd.readouterr().out)
    assert sorted(seen) == names
    assert cli.main(["run", "--config", path, "--shard", "0/1"]) == 0
    assert len(told(capfd.readouterr().out)) == 4


@pytest.mark.parametrize(("index", "count"), [("0", None), ("2", "2"), ("x", "2")])
def test_half_a_shard_is_refused(
    bench: Bench,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    index: str,
    count: str | None,
) -> None:
    """Each pod would judge all models, or none."""
    monkeypatch.setenv(cli.INDEX, index)
    if count:
        monkeypatch.setenv(cli.COUNT, count)
    assert cli.main(["run", "--config", written(bench, {"name": "a"})]) == 2
    assert cli.COUNT in caplog.text


@pytest.mark.parametrize("text", ["4/4", "1", "-1/3", "a/b"])
def test_an_option_that_is_no_shard_is_refused(text: str) -> None:
    """By the parser."""
    with pytest.raises(SystemExit) as caught:
        cli.main(["run", "--config", "x", "--shard", text])
    assert caught.value.code == 2


def test_a_model_that_fails_costs_itself(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    """Missing data, nonsense in its entry, a hang: the others are judged, and the status tells."""
    os.mkfifo(bench.folder / "never.parquet")
    path = written(
        bench,
        {"name": "absent", "current": str(bench.folder / "absent.parquet")},
        {"name": "nonsense", "method": "ks"},
        {"name": "hangs", "current": str(bench.folder / "never.parquet")},
        {"name": "well"},
    )
    assert cli.main(["run", "--config", path, "--timeout", "3"]) == 2
    found = told(capfd.readouterr().out)
    assert {model for model, each in found.items() if "error" in each} == {
        "absent",
        "nonsense",
        "hangs",
    }
    assert found["well"]["drift_detected"] is False
    errors = {
        model: json.loads((bench.folder / f"results/_runs/{model}.json").read_text())["error"]
        for model in ("absent", "nonsense", "hangs")
    }
    assert "no such file" in errors["absent"]
    assert "ks is no distance" in errors["nonsense"]
    assert errors["hangs"] == "stopped after 3 seconds"


@contextlib.contextmanager
def started(bench: Bench, path: str) -> Iterator[subprocess.Popen[str]]:
    """The command in a process group of its own, as soon as its first model runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "watchkeeper.drift", "run", "--config", path],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + PATIENCE
    while not list(bench.folder.glob("results/_runs/*.json")) and time.monotonic() < end:
        time.sleep(0.02)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_a_killed_child_costs_its_model(bench: Bench) -> None:
    """As when the kernel ends one that needs too much memory."""
    os.mkfifo(bench.folder / "never.parquet")
    hangs = {"name": "hangs", "current": str(bench.folder / "never.parquet")}
    with started(bench, written(bench, hangs, {"name": "well"})) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii")
        os.kill(int(children.split()[0]), signal.SIGKILL)
        said, _ = process.communicate(timeout=PATIENCE)
    found = told(said)
    assert found["hangs"]["error"] == "exit status -9, see the log"
    assert found["well"]["drift_detected"] is False
    assert process.returncode == 2


def test_sigterm_reaches_the_model_that_runs(bench: Bench) -> None:
    """It says so in its record, and the models that wait are not begun."""
    os.mkfifo(bench.folder / "never.parquet")
    hangs = {"name": "hangs", "current": str(bench.folder / "never.parquet")}
    with started(bench, written(bench, hangs, {"name": "waits"})) as process:
        process.terminate()
        said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM
    assert set(told(said)) == {"hangs"}
    record = json.loads((bench.folder / "results/_runs/hangs.json").read_text())
    assert record["error"] == "stopped by SIGTERM"


def test_dates_in_a_file_are_passed_on_as_text(bench: Bench) -> None:
    """YAML makes dates of what looks like one; that costs no other model."""
    path = bench.folder / "drift.yaml"
    text = YAML.format(folder=bench.folder, results=bench.folder / "results")
    path.write_text(text + "    model_version: 2026-11-23\n", "utf-8")
    assert cli.main(["run", "--config", str(path)]) == 0
    newest = json.loads((bench.folder / "results/_newest/prices.json").read_text())
    assert newest["model_version"] == "2026-11-23"


def test_a_child_that_answers_nonsense_costs_its_model(
    bench: Bench, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a library prints to standard output, or there is no room for a process."""
    path = written(bench, {"name": "a"}, {"name": "b"})
    speaker = bench.folder / "speaker"
    speaker.write_text("#!/bin/sh\ncat >/dev/null\necho hello\n", "utf-8")
    speaker.chmod(0o755)
    for program, said in ((speaker, "its answer is no result"), ("/nowhere", "No such file")):
        monkeypatch.setattr("watchkeeper.drift.fleet.sys.executable", str(program))
        assert cli.main(["run", "--config", path]) == 2
        found = told(capfd.readouterr().out)
        assert set(found) == {"a", "b"}
        assert all(said in each["error"] for each in found.values())
