"""Runs the generated rules in a real Prometheus, beside rules that are written per model.

For each size: one estate, three days of history, and side by side a Prometheus without rules, one
with the generated rules, and two with per-model rules, which evaluate every 15 s as their
generators have it, and every minute as ours do. What the rules cost is the CPU of their process
less that of the one without. The expensive one is stopped after two minutes; the others run for
five, so that every group of ours takes its turn.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import estate
import exporter
import history
import per_model
import report
import yaml
from server import Prometheus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report import Window

SIZES = (200, 1_000)
WARM_UP = 75  # the first evaluations after a start read cold blocks
SECONDS = 300  # the longest interval of our rules: each group has its turn exactly once
PEER_SECONDS = 120  # eight rounds of the rules that are evaluated every 15 s
TOOLS = Path(".tools/bin").absolute()
FEW_MODELS = 200
BURN = "BudgetBurn"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One set of rules, its global interval, how long it runs, and what its pages are called."""

    name: str
    files: tuple[Path, ...]
    interval: str
    seconds: int
    paging: str = ""


def step_of(models: int) -> int:
    """Seconds between the samples of history: fewer samples where there are many models."""
    return 30 if models <= FEW_MODELS else 120


def fleet(scratch: Path, models: int) -> tuple[Path, ...]:
    """Compiles the estate and unpacks its objects into rule files."""
    spec, out = scratch / "spec", scratch / "generated"
    estate.write(spec, models)
    command = [sys.executable, "-m", "generator", "generate"]
    subprocess.run(
        [*command, "--spec", str(spec), "--out", str(out)], check=True, stdout=subprocess.DEVNULL
    )
    objects = [*(out / "base" / "rules").glob("*.yaml"), *(out / "overlays").rglob("*.yaml")]
    return tuple(unpacked(scratch / "fleet", sorted(objects)))


def unpacked(target: Path, objects: list[Path]) -> Iterator[Path]:
    """The groups of each PrometheusRule as a rule file; JSON is YAML too."""
    target.mkdir()
    for path in objects:
        found: dict[str, Any] = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        if found["kind"] == "PrometheusRule":
            file = target / f"{path.stem}.json"
            file.write_text(json.dumps({"groups": found["spec"]["groups"]}), "utf-8")
            yield file


def show_lag(files: tuple[Path, ...]) -> None:
    """How often the burn alerts and what they read are evaluated: what staging adds at most."""
    for path in files:
        for group in json.loads(path.read_text("utf-8"))["groups"]:
            for name in sorted({each.get("alert", "") for each in group["rules"]}):
                if BURN in name:
                    print(f"{name}: evaluated with its windows every {group['interval']}")


def peer(scratch: Path, models: int) -> tuple[Path, ...]:
    """Writes the per-model rules."""
    file = scratch / "per-model.json"
    file.write_text(json.dumps({"groups": per_model.groups(models)}), "utf-8")
    return (file,)


def sets(scratch: Path, models: int, seconds: int) -> tuple[RuleSet, ...]:
    """The four that are compared; the first is the one without rules."""
    ours, theirs = fleet(scratch, models), peer(scratch, models)
    short = min(seconds, PEER_SECONDS)
    return (
        RuleSet("no rules", (), "1m", seconds),
        RuleSet("watchkeeper", ours, "1m", seconds, 'alertname="ModelErrorBudgetBurnFast"'),
        RuleSet("per model, 1 m", theirs, "1m", seconds, 'alertname="BudgetBurnPage"'),
        RuleSet("per model, 15 s", theirs, "15s", short, 'alertname="BudgetBurnPage"'),
    )


def measure(scratch: Path, compared: tuple[RuleSet, ...], port: int) -> list[Window]:
    """Runs all sets side by side, each for as long as it says."""
    with ExitStack() as stack:
        servers = [stack.enter_context(_server(scratch, each, port)) for each in compared]
        for each in servers:
            each.wait()
        time.sleep(WARM_UP)
        begin = [each.mark(first=True) for each in servers]
        ends: dict[str, report.Window] = {}
        for seconds in sorted({each.seconds for each in compared}):
            time.sleep(max(0.0, begin[0].at + seconds - time.time()))
            idle = servers[0].mark(first=False)
            for which, server, mark in zip(compared, servers, begin, strict=True):
                if which.seconds == seconds:
                    base = (begin[0], idle)
                    ends[which.name] = report.window(which.name, server, mark, base, which.paging)
                    server.stop()
    return [ends[each.name] for each in compared]


def _server(scratch: Path, each: RuleSet, port: int) -> Prometheus:
    folder = scratch / each.name.replace(" ", "-").replace(",", "")
    return Prometheus(folder, scratch / "history", port, each.interval, list(each.files))


def bench(models: int, seconds: int, step: int) -> list[Window]:
    """Everything about one size."""
    with tempfile.TemporaryDirectory(prefix="watchkeeper-bench-") as folder:
        scratch = Path(folder)
        compared = sets(scratch, models, seconds)
        show_lag(compared[1].files)
        begin = time.monotonic()
        origin = history.write(scratch / "history", scratch, models, step)
        took = time.monotonic() - begin
        print(f"{models} models: history every {step} s, written in {took:.0f} s", flush=True)
        with exporter.serving(models, origin) as port:
            return measure(scratch, compared, port)


def main() -> None:
    """Measures each size in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="how long to measure")
    parser.add_argument("--step", type=int, help="seconds between samples of the history")
    given = parser.parse_args()
    os.environ["PATH"] = f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
    for tool in ("prometheus", "promtool"):
        if not shutil.which(tool):
            raise SystemExit(f"{tool} is not on PATH: run make tools")
    for models in given.models:
        report.show(models, bench(models, given.seconds, given.step or step_of(models)))


if __name__ == "__main__":
    main()
