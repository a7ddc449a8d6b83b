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
    host, _, port = found.listen.rpartition(":")
    if not port.isdecimal():
        parser.error(f"--listen wants host:port or :port, not {found.listen}")
    return Options(
        store=store,
        tracking_uri=found.tracking_uri,
        login=_login(),
        ca_file=os.environ.get("MLFLOW_TRACKING_SERVER_CERT_PATH", ""),
        workspace=os.environ.get("MLFLOW_WORKSPACE", ""),
        reconcile=found.reconcile,
        sweep=found.sweep,
        listen=(host, int(port)),
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


def _login() -> Login:
    names = ("TOKEN", "USERNAME", "PASSWORD")
    return Login(*(os.environ.get(f"MLFLOW_TRACKING_{name}", "") for name in names))


def _positive(text: str) -> float:
    value = float(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m watchkeeper.mlflow", description=__doc__)
    add = parser.add_argument
    add(
        "--store",
        default="",
        help=f"sqlite:////file, postgresql://... or mysql://...; or {STORE_VARIABLE}",
    )
    add("--tracking-uri", default="", help="http://... of a tracking server, read over REST")
    add("--reconcile", type=_positive, default=3600, help="seconds between full readings (REST)")
    add("--sweep", type=_positive, default=300, help="seconds until a deletion shows (REST)")
    add("--listen", default=":9101", help="[host]:port, default all interfaces and 9101")
    add("--interval", type=_positive, default=30, help="seconds between two readings")
    add("--timeout", type=_positive, default=60, help="seconds that a reading may take")
    add("--keep", type=_positive, default=900, help="seconds that an old reading is shown")
    add("--experiment", action="append", help="a pattern of experiments to report, repeatable")
    add("--model", action="append", help="a pattern of registered models to report, repeatable")
    add("--metric", action="append", default=[], help="a metric of models to report, repeatable")
    add("--alias", action="append", help="whose metrics to report, default champion; repeatable")
    add("--max-experiments", type=int, default=1000, help="experiments that are reported")
    add("--max-models", type=int, default=1000, help="registered models that are reported")
    add("--accept-revision", action="append", default=[], help="a schema revision to trust")
    return parser
