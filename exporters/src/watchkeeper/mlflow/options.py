"""The command line. What must stay secret comes from the environment only."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchkeeper.mlflow.api import Login
from watchkeeper.mlflow.picture import Wanted
from watchkeeper.mlflow.refresh import Pace
from watchkeeper.mlflow.tally import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

STORE_VARIABLE = "WATCHKEEPER_MLFLOW_STORE"
LONGEST = 10_000_000  # seconds, a hundred days and more
MOST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Options:
    """All settings."""

    store: str
    tracking_uri: str
    login: Login
    ca_file: str
    workspace: str
    reconcile: float
    sweep: float
    listen: tuple[str, int]
    timeout: float
    accepted: tuple[str, ...]
    wanted: Wanted
    pace: Pace
    bounds: Bounds


def read_options(arguments: Sequence[str]) -> Options:
    """The settings; exits with a message where they make no sense."""
    parser = _parser()
    found = parser.parse_args(arguments)
    store = found.store or os.environ.get(STORE_VARIABLE, "")
    if bool(store) == bool(found.tracking_uri):
        parser.error(f"name either --store (or {STORE_VARIABLE}) or --tracking-uri")
    return Options(
        store=store,
        tracking_uri=found.tracking_uri,
        login=_login(parser),
        ca_file=os.environ.get("MLFLOW_TRACKING_SERVER_CERT_PATH", ""),
        workspace=_said("MLFLOW_WORKSPACE", parser),
        reconcile=found.reconcile,
        sweep=found.sweep,
        listen=found.listen,
        timeout=found.timeout,
        accepted=tuple(found.accept_revision),
        wanted=Wanted(tuple(found.metric), tuple(found.alias or ["champion"])),
        pace=Pace(interval=found.interval, keep=found.keep),
        bounds=Bounds(
            experiments=found.max_experiments,
            models=found.max_models,
            experiment_names=tuple(found.experiment or ["*"]),
            model_names=tuple(found.model or ["*"]),
        ),
    )


def _login(parser: argparse.ArgumentParser) -> Login:
    names = (f"MLFLOW_TRACKING_{name}" for name in ("TOKEN", "USERNAME", "PASSWORD"))
    return Login(*(_said(name, parser) for name in names))


def _said(name: str, parser: argparse.ArgumentParser) -> str:
    """A variable that goes into a header. Files of Secrets often end in a line break."""
    value = os.environ.get(name, "").strip()
    if not (value.isascii() and (value.isprintable() or not value)):
        parser.error(f"{name} holds a character that no header can carry")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and {LONGEST} seconds")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return value


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not (port.isdecimal() and int(port) <= MOST_PORT):
        raise argparse.ArgumentTypeError(f"{text} is neither host:port nor :port")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m watchkeeper.mlflow", description=__doc__)
    add = parser.add_argument
    add(
        "--store",
        default="",
        help=f"sqlite:////file, postgresql://... or mysql://...; or {STORE_VARIABLE}",
    )
    add("--tracking-uri", default="", help="http://... of a tracking server, read over REST")
    add("--reconcile", type=_seconds, default=3600, help="seconds between full readings (REST)")
    add("--sweep", type=_seconds, default=300, help="seconds until a deletion shows (REST)")
    add(
        "--listen",
        type=_address,
        default=":9101",
        help="[host]:port, default all interfaces and 9101",
    )
    add("--interval", type=_seconds, default=30, help="seconds between two readings")
    add("--timeout", type=_seconds, default=60, help="seconds that a reading may take")
    add("--keep", type=_seconds, default=900, help="seconds that an old reading is shown")
    add("--experiment", action="append", help="a pattern of experiments to report, repeatable")
    add("--model", action="append", help="a pattern of registered models to report, repeatable")
    add("--metric", action="append", default=[], help="a metric of models to report, repeatable")
    add("--alias", action="append", help="whose metrics to report, default champion; repeatable")
    add("--max-experiments", type=_count, default=1000, help="experiments that are reported")
    add("--max-models", type=_count, default=1000, help="registered models that are reported")
    add("--accept-revision", action="append", default=[], help="a schema revision to trust")
    return parser
