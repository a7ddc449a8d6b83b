"""What can never work is refused before anything runs, by status 2 and without a traceback."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from drift.data import PATIENCE

from watchkeeper.drift import cli
from watchkeeper.drift.addresses import secret
from watchkeeper.drift.sources import SourceError, find

if TYPE_CHECKING:
    from pathlib import Path

    from drift.data import Bench

WORD = "HUSH"  # apart, so that no line of this file looks like a password in a link


@pytest.mark.parametrize(
    "arguments",
    [
        *(("run", "--config", "x", "--timeout", bad) for bad in ("nan", "inf", "1e12", "0", "-1")),
        *(("run", "--config", "x", "--deadline", bad) for bad in ("nan", "0", "soon")),
        *(("serve", "--results", "x", "--port", bad) for bad in ("99999", "-1", "http")),
        *(("serve", "--results", "x", "--refresh", bad) for bad in ("nan", "-5", "0")),
    ],
)
def test_a_number_that_means_nothing_is_refused(arguments: tuple[str, ...]) -> None:
    """By the parser."""
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)
    assert caught.value.code == 2


@pytest.mark.parametrize("place", [f"s3://KEY:{WORD}@bucket/x", f"abfs://:{WORD}@account/x"])
def test_a_password_in_an_address_is_refused(
    bench: Bench, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    """And shown nowhere, in whatever option or field it is."""
    arguments = bench.arguments()
    arguments[arguments.index("--results") + 1] = place
    assert cli.main(arguments) == 2
    assert cli.main(["serve", "--results", place, "--port", "0"]) == 2
    assert bench.run("--cache", place) == 2
    assert bench.run(current=place) == 2
    with pytest.raises(SourceError):
        find(place)
    said = caplog.text + "".join(capfd.readouterr()) + json.dumps(bench.record())
    assert "password" in said
    assert WORD not in said


def test_an_address_may_name_an_account() -> None:
    """As those of Azure do."""
    assert not secret("abfs://container@account.dfs.core.windows.net/x")
    assert not secret("/folder/a:b@c")
    assert secret(f"abfs://container@account/x?client_secret={WORD}")


@pytest.mark.parametrize("place", ["s3://", "s4://x"])
def test_an_address_of_nothing_is_told(
    bench: Bench, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    """As a line."""
    arguments = bench.arguments()
    arguments[arguments.index("--results") + 1] = place
    assert cli.main(arguments) == 2
    assert cli.main(["serve", "--results", place, "--port", "0"]) == 2
    assert not [record for record in caplog.records if record.exc_info]


def test_a_file_is_no_place_to_serve(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing would ever be found in it."""
    (tmp_path / "file").write_text("", "utf-8")
    assert cli.main(["serve", "--results", str(tmp_path / "file"), "--port", "0"]) == 2
    assert "is a file" in caplog.text


def test_no_models_are_worth_a_warning(
    bench: Bench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of none have a verdict; a shard that gets none of some is well."""
    monkeypatch.delenv(cli.INDEX, raising=False)
    path = bench.folder / "none.yaml"
    path.write_text(json.dumps({"version": 1, "models": []}), "utf-8")
    assert cli.main(["run", "--config", str(path), "--results", str(bench.folder / "r")]) == 0
    assert [each.levelname for each in caplog.records if "no models" in each.message] == ["WARNING"]
    caplog.clear()
    arguments = ["run", "--config", str(bench.job()), "--results", str(bench.folder / "r")]
    statuses = [cli.main([*arguments, "--shard", f"{index}/64"]) for index in (0, 1)]
    assert statuses == [0, 0]
    assert "no models" not in caplog.text


def test_an_interrupt_is_no_error_of_the_monitor(bench: Bench) -> None:
    """As of somebody who presses Ctrl-C: a line, and no traceback."""
    os.mkfifo(bench.folder / "never.parquet")
    process = bench.start(current=str(bench.folder / "never.parquet"), report="never")
    end = time.monotonic() + PATIENCE
    while not bench.record_file.exists() and time.monotonic() < end:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == cli.INTERRUPTED, said
    assert "Traceback" not in said
    assert bench.record()["status"] == "failed"


def test_a_scheduler_that_is_none_is_told(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """As a line."""
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    assert bench.run("--dask", "nowhere") == 2
    assert not [record for record in caplog.records if record.exc_info]
