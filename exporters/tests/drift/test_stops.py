"""A run that is stopped, or has no time, room or memory, leaves nothing half and says why."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from drift.data import PATIENCE, save

if TYPE_CHECKING:
    from pathlib import Path

    from drift.data import Bench

LIMIT = 160 << 20  # bytes


def started(bench: Bench, *more: str, **fields: object) -> subprocess.Popen[str]:
    """A run that waits for data that never come, in a process of its own."""
    os.mkfifo(bench.folder / "never.parquet")
    process = bench.start(*more, current=str(bench.folder / "never.parquet"), **fields)
    end = time.monotonic() + PATIENCE
    while not bench.record_file.exists() and time.monotonic() < end:
        time.sleep(0.02)
    return process


def test_a_run_that_hangs_ends_in_time(bench: Bench) -> None:
    """Even if it waits inside a library, where no signal is heard."""
    process = started(bench, "--timeout", "1.5")
    assert bench.record()["status"] == "running"
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert bench.record()["status"] == "failed"
    assert bench.record()["error"] == "stopped after 1.5 seconds"


def test_sigterm_in_the_middle_leaves_nothing_half(bench: Bench) -> None:
    """It ends soon with status 2, and says who stopped it."""
    rows = 6_000_000
    save(bench.folder / "current.parquet", {"age": np.zeros(rows), "income": np.ones(rows)})
    save(bench.folder / "reference.parquet", {"age": np.zeros(rows), "income": np.ones(rows)})
    process = bench.start()
    end = time.monotonic() + PATIENCE
    while not bench.record_file.exists() and time.monotonic() < end:
        time.sleep(0.005)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2, said
    assert bench.record()["error"] == "stopped by SIGTERM"
    assert not list(bench.place.glob("*Z.json"))


def test_a_killed_run_is_swept_up(bench: Bench) -> None:
    """What it left unfinished goes with the next run, and its lock with itself."""
    bench.place.mkdir(parents=True)
    (bench.place / ".x.unfinished").write_text("{", "utf-8")
    process = started(bench)
    process.kill()
    process.communicate(timeout=PATIENCE)
    assert bench.record()["status"] == "running"
    assert bench.run() == 0
    assert not list(bench.place.glob(".*.unfinished"))


def test_a_full_disk_is_no_half_result(bench: Bench) -> None:
    """No file may grow beyond 1 KiB here: the result cannot be written, the record can."""
    assert bench.run("--window-end", "2026-11-22T00:00:00Z") == 0
    before = bench.result()
    limits = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({1024}, {1024}))"
    code = f"{limits}; import sys; from watchkeeper.drift.cli import main; sys.exit(main())"
    arguments = bench.arguments("--window-end", "2026-11-23T00:00:00Z")
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "File too large" in done.stderr
    assert bench.record()["status"] == "failed"
    assert bench.result() == before
    assert not list(bench.place.glob(".*.unfinished"))


def test_a_disk_without_room_for_anything(bench: Bench, tmp_path: Path) -> None:
    """A real one, of 16 KiB: exit 2 and a word in the log, and no half file."""
    place = tmp_path / "small"
    place.mkdir()
    script = 'mount -t tmpfs -o size=16k none "$0" && shift 0 && exec "$@"'
    probe = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, str(place), "true"], check=False, timeout=PATIENCE
    )
    if probe.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    arguments = bench.arguments("--cache", str(tmp_path / "cache"))
    arguments[arguments.index("--results") + 1] = str(place)
    run, fill = '"$@"; echo "status $?"', f"dd if=/dev/zero of={place}/fill bs=1k 2>&-"
    inner = f'{run}; {fill}; {run}; find {place} -name "*.unfinished"'
    done = subprocess.run(
        [
            *("unshare", "-rm", "sh", "-c", script, str(place), "sh", "-c", inner, "sh"),
            *(sys.executable, "-m", "watchkeeper.drift", *arguments),
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "status 0" in done.stdout, done.stderr
    assert done.stdout.rstrip().endswith("status 2")
    assert "No space left on device" in done.stderr


def test_data_far_beyond_the_memory_limit(bench: Bench) -> None:
    """One row group, nearly three times what the process may allocate, libraries and all.

    The limit counts addresses, as no test can set one on pages: hence an allocator that asks for
    none in advance.
    """
    rows, names = 1_000_000, [f"x{number}" for number in range(60)]
    values = np.random.default_rng(1).normal(size=rows)
    table = pa.table(dict.fromkeys(names, values))
    for name in ("reference", "current"):
        path = bench.folder / f"{name}.parquet"
        pq.write_table(table, path, row_group_size=rows, compression="none", use_dictionary=False)
    assert path.stat().st_size > 2.8 * LIMIT
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_DATA, ({LIMIT},) * 2)"
    code = f"{limit}; import sys; from watchkeeper.drift.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, *bench.arguments()],
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE,
        check=False,
        env={**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["columns"]) == 60
