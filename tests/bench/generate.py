"""Times `watchkeeper generate` on estates of 10 to 10,000 models; prints, never fails on time.

CPU is user plus system time of the process and its children, as the kernel counts it: on a shared
machine the wall clock says more about the neighbours. Each estate has a scratch folder of its own
for its specs, its output, its cache and its home, so nothing is remembered from elsewhere.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import estate
import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

GENERATOR = (sys.executable, "-m", "generator")
SIZES = (10, 100, 1_000, 10_000)
RUNS = 3
# Estates from this size on are run once: a median of three would take minutes.
LARGE = 10_000
PEER_BYTES = 16_800_000  # what sloth 0.16 writes for 1,000 models with the same two objectives
RULE = re.compile(r"^ *- \{?(?:record|alert):", re.MULTILINE)
CONSTANT = re.compile(r"^ *- \{record: .*expr: '?vector\(", re.MULTILINE)
STATES = ("cold", "unchanged", "one line edited")
# CPU seconds and MB allowed, by models and state; docs/benchmarks.md says where they come from.
CPU_BUDGETS = {
    (10, "cold"): 1.0,
    (1_000, "cold"): 1.8,
    (1_000, "unchanged"): 0.5,
    (1_000, "one line edited"): 0.5,
    (10_000, "cold"): 15.0,
    (10_000, "one line edited"): 1.5,
}
RSS_BUDGETS = {(10_000, "cold"): 600.0}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of the command took."""

    cpu: float
    wall: float
    rss: float


@dataclass(frozen=True, slots=True)
class Output:
    """What lies in a part of the output folder: files, bytes, rules that compute, constants."""

    files: int
    size: int
    computing: int
    constant: int


def generate(scratch: Path) -> Cost:
    """Runs the command once and waits for it."""
    variables = {**os.environ, "HOME": str(scratch), "XDG_CACHE_HOME": str(scratch / ".cache")}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its byte code
    command = (*GENERATOR, "generate", "--spec", "spec", "--out", "generated")
    with (scratch / "log").open("wb") as log:
        begin = time.monotonic()
        child = subprocess.Popen(
            command, cwd=scratch, env=variables, stdout=log, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit((scratch / "log").read_text("utf-8")[-2000:])
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(
        statistics.median(each.cpu for each in costs),
        statistics.median(each.wall for each in costs),
        statistics.median(each.rss for each in costs),
    )


def repeated(runs: int, scratch: Path, prepare: Callable[[int], None]) -> Cost:
    """Prepares and runs, several times."""
    costs = []
    for run in range(runs):
        prepare(run)
        costs.append(generate(scratch))
    return median(costs)


def emptied(scratch: Path) -> None:
    """Removes all but the specs: output, cache and home."""
    for path in scratch.iterdir():
        if path.name != "spec":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def states(scratch: Path, models: int, runs: int) -> Iterator[tuple[str, Cost]]:
    """The three states that a run may find its output in."""
    spec = scratch / "spec"
    yield STATES[0], repeated(runs, scratch, lambda _: emptied(scratch))
    yield STATES[1], repeated(runs, scratch, lambda _: None)
    yield (
        STATES[2],
        repeated(runs, scratch, lambda run: estate.edit(spec, models // 2, 0.5 + run / 100)),
    )


def measured(folder: Path) -> Output:
    """Counts what is below a folder."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    rules = constants = 0
    for path in files:
        if path.suffix == ".yaml" and "tests" not in path.parts:
            text = path.read_text("utf-8")
            rules += len(RULE.findall(text))
            constants += len(CONSTANT.findall(text))
    size = sum(path.stat().st_size for path in files)
    return Output(len(files), size, rules - constants, constants)


def parts(generated: Path) -> dict[str, Output]:
    """The base, the overlays, and the whole tree with its tests, runbooks and schemas."""
    named = {"base": generated / "base", "overlay": generated / "overlays", "all": generated}
    return {name: measured(folder) for name, folder in named.items()}


def warm() -> None:
    """One run that does not count: byte code is compiled once per installation, not per run."""
    with tempfile.TemporaryDirectory(prefix="watchkeeper-bench-") as folder:
        estate.write(Path(folder) / "spec", 1)
        generate(Path(folder))


def bench(models: int, environments: int) -> tuple[dict[str, Cost], dict[str, Output]]:
    """Everything about one size."""
    with tempfile.TemporaryDirectory(prefix="watchkeeper-bench-") as folder:
        scratch = Path(folder)
        estate.write(scratch / "spec", models, environments)
        costs = dict(states(scratch, models, 1 if models >= LARGE else RUNS))
        return costs, parts(scratch / "generated")


def show_times(found: dict[int, dict[str, Cost]]) -> None:
    """CPU, wall and memory of each size and state, beside what they may be."""
    rows = []
    for models, costs in found.items():
        for state, cost in costs.items():
            budget = CPU_BUDGETS.get((models, state))
            memory = RSS_BUDGETS.get((models, state))
            of_budget = [f"{cost.cpu / budget:.0%} of {budget:g} s"] if budget else []
            of_budget += [f"{cost.rss / memory:.0%} of {memory:g} MB"] if memory else []
            rows.append((models, state, cost.cpu, cost.wall, cost.rss, ", ".join(of_budget)))
    table.show(("models", "state", "CPU s", "wall s", "RSS MB", "of the budget"), rows)


def show_outputs(found: dict[int, dict[str, Output]]) -> None:
    """Files, bytes and rules of each size and part."""
    rows = [
        (models, part, out.files, out.size, out.computing, out.constant)
        for models, outputs in found.items()
        for part, out in outputs.items()
    ]
    table.show(("models", "part", "files", "bytes", "computing rules", "constants"), rows)
    for part, out in found.get(1_000, {}).items():
        share = PEER_BYTES / out.size
        print(f"1 000 models, {part}: 1/{share:.1f} of the peer's bytes (budget 1/50)")


def main() -> None:
    """Times each size in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--environments", type=int, choices=(1, 2, 3), default=1)
    given = parser.parse_args()
    warm()
    results = {models: bench(models, given.environments) for models in given.sizes}
    show_times({models: costs for models, (costs, _) in results.items()})
    show_outputs({models: outputs for models, (_, outputs) in results.items()})


if __name__ == "__main__":
    main()
