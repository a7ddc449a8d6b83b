"""What a query of a shipped board yields from some series: asked of promtool."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from tests.boards import shipped
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.ir.boards import Panel

HOUR = {"$__rate_interval": "5m", "$__interval": "1m", "$__range": "1h"}
CHOSEN = {**HOUR, "$model_name": "a", "$namespace": ".+", "$team": ".+", "$tier": ".+"}
EVERY = {"$slo": ".+"}


class Case(NamedTuple):
    """A query after an hour of these series, and the labels and values that it yields."""

    expr: str
    series: Mapping[str, str]
    samples: Mapping[str, float]
    chosen: Mapping[str, str] = {}


def panel(uid: str, row: str, title: str) -> Panel:
    """A panel by the board and row that it is in."""
    (board,) = (each for each in shipped.found() if each.uid == uid)
    (found,) = (each for each in board.rows if each.title == row)
    (one,) = (each for each in found.panels if each.title == title)
    return one


def query(found: Panel, ref: str = "A") -> str:
    """The text of one of its queries."""
    (one,) = (each.expr for each in found.queries if each.ref == ref)
    return one


def proven(folder: Path, *cases: Case) -> None:
    """Fails when one of the cases yields anything else."""
    path = folder / "yields.yaml"
    path.write_text(json.dumps({"tests": [_written(case) for case in cases]}), "utf-8")
    command = [tool("promtool"), "test", "rules", str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def _written(case: Case) -> object:
    expr = case.expr
    for name, value in {**CHOSEN, **EVERY, **case.chosen}.items():
        expr = expr.replace(name, value)
    wanted = [{"labels": labels, "value": value} for labels, value in case.samples.items()]
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": text} for name, text in case.series.items()],
        "promql_expr_test": [{"expr": expr, "eval_time": "1h", "exp_samples": wanted}],
    }
