"""Runs the exporters on real data, and compares what Prometheus says with what is true.

Starts MLflow, our exporter of it, two instrumented models, drift runs over one data set that
drifted and one that did not, our exporter of their results, and a Prometheus with the generated
rules. Prints each family of the catalogue; fails if one is missing or false.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from demo import data, drifting, planting, report, traffic
from demo.data import CENSUS, FLIGHTS
from demo.learning import judge
from demo.stack import start

if TYPE_CHECKING:
    from types import FrameType

    from demo.stack import Stack
    from demo.truth import Truth

LONGEST = 240  # seconds
ENDINGS = (signal.SIGALRM, signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


def main() -> int:
    """The demo; returns its exit status."""
    parser = argparse.ArgumentParser("python -m demo", description=__doc__)
    parser.add_argument("--packages", type=Path, required=True, help="folder of packages with data")
    parser.add_argument("--keep", action="store_true", help="go on until Ctrl-C")
    options = parser.parse_args()
    for number in ENDINGS:
        signal.signal(number, stop)
    signal.alarm(LONGEST)
    try:
        with tempfile.TemporaryDirectory(prefix="watchkeeper-demo-") as folder:
            return int(not run(options, Path(folder)))
    except AssertionError as error:  # a process that ended, with its log
        say(f"stopped: {error}")
        return 2


def run(options: argparse.Namespace, folder: Path) -> bool:
    """All of it; whether what Prometheus says is true."""
    say("unpacking the data")
    data.unpack(options.packages, folder)
    for model in data.MODELS:
        judge(model, folder)
    with ExitStack() as until:
        say("starting MLflow, the models, the exporters and Prometheus")
        stack = start(until, folder)
        good = show(stack, act(stack, folder))
        if options.keep:
            signal.alarm(0)
            keep(stack, folder)
        say("stopping all of it")
    return good


def stop(number: int, _: FrameType | None) -> NoReturn:
    """Ends everything in order; who asks twice has to wait all the same."""
    for each in ENDINGS:
        signal.signal(each, signal.SIG_IGN)
    if number == signal.SIGALRM:
        say(f"given up after {LONGEST} s")
    raise SystemExit(128 + number)


def say(text: str) -> None:
    """A line about progress."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def act(stack: Stack, folder: Path) -> list[Truth]:
    """Does what the exporters report; what they must say then."""
    say("sending requests, filling MLflow, running the drift jobs")
    with ThreadPoolExecutor() as pool:
        flights = pool.submit(traffic.ask_flights, stack.ports[FLIGHTS.name], folder)
        census = pool.submit(traffic.ask_census, stack.ports[CENSUS.name], folder)
        planted = pool.submit(planting.plant, stack.tracking)
        drift = list(drifting.run(stack.tracking.url, folder))
        return [
            *flights.result().truths(),
            *census.result().truths(),
            *planting.truths(planted.result()),
            *drift,
            *report.rules(stack),
        ]


def show(stack: Stack, truths: list[Truth]) -> bool:
    """Prints the table; whether all is well."""
    say("waiting for Prometheus")
    rows = report.look(stack, report.complete(truths))
    print(f"   {'series':<92} {'Prometheus':>13}  {'true':<20}  known from")
    print(*rows, sep="\n")
    bad = report.unhealthy(stack)
    print(*bad, sep="\n", end="\n" if bad else "")
    wrong = sum(not row.good for row in rows)
    shown = len(report.families([row.truth.query for row in rows]))
    print(
        f"{len(rows) - wrong} of {len(rows)} values are true, {shown} of {len(report.CATALOGUE)} "
        f"families are there, {stack.rules} rules are loaded; {len(bad)} other complaints."
    )
    return not wrong and not bad


def keep(stack: Stack, folder: Path) -> None:
    """Shows where everything is, and goes on."""
    print(f"Prometheus  {stack.prometheus}/alerts\nMLflow      {stack.tracking.url}")
    for name, port in stack.ports.items():
        print(f"{name:<11} http://127.0.0.1:{port}/metrics")
    print("Ctrl-C ends it.", flush=True)
    traffic.keep_asking(stack.ports[FLIGHTS.name], stack.ports[CENSUS.name], folder)


if __name__ == "__main__":
    sys.exit(main())
