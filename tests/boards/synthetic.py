"""An hour and a half of every series that boards read, as a Prometheus would hold it.

Made from the catalogue: a board that reads more series needs nothing here.
"""

from __future__ import annotations

import itertools
import subprocess
from typing import TYPE_CHECKING

from generator import promql
from generator.compiler import board_text
from generator.ir.boards import Source
from generator.promql import MetricType
from tests.boards import shipped
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.promql import SeriesType

STEP, STEPS = 60, 90
BUCKETS = {"0.1": 0.5, "0.25": 0.9, "+Inf": 1.0}
# Labels with several values; every other label has one.
SEVERAL = {
    "model_name": ("churn", "fraud"),
    "slo": ("availability", "latency"),
    "le": tuple(BUCKETS),
    "metric": ("accuracy", "f1"),
    "feature": ("age", "income"),
    "class": ("yes", "no"),
    "experiment": ("churn", "fraud"),
    "status": ("200", "500", "success", "error", "FAILED", "FINISHED"),
    "alertname": (
        *("ModelErrorBudgetBurnFast", "ModelErrorBudgetBurnSlow", "ModelObjectiveNotMeasured"),
        "ModelDriftShareHigh",
    ),
    "severity": ("page", "ticket"),
}
ONE = {"job": "mlflow", "alertstate": "firing", "service": "mlflow"}
OF_ALERTS = ("alertname", "alertstate", "severity", "service", "model_name", "slo")


def read() -> frozenset[str]:
    """The series that boards read."""
    known = shipped.against().known
    found = frozenset[str]()
    for board in shipped.found():
        asked = [each.expr for each in board.annotations]
        for row in board.rows:
            queries = (query for panel in row.panels for query in panel.queries)
            asked += (query.expr for query in queries if query.source is Source.METRICS)
        for expr in asked:
            found |= promql.infer(board_text.filled(expr), known.get).reads
        found |= {variable.series for variable in board.variables}
    return found


def lines(end: int) -> Iterator[str]:
    """The text of OpenMetrics, up to a moment."""
    for name in sorted(read()):
        series = shipped.against().known[name]
        for labels in _labels(series):
            head = name + promql.matchers(labels)
            for number in range(STEPS):
                at = end - (STEPS - 1 - number) * STEP
                yield f"{head} {_value(series, labels, number, at)} {at}\n"
    yield "# EOF\n"


def _labels(series: SeriesType) -> Iterator[dict[str, str]]:
    alerts = series.name.startswith("ALERTS")
    names = sorted(series.labels.intersection(OF_ALERTS) if alerts else series.labels)
    for values in itertools.product(*(SEVERAL.get(n, (ONE.get(n, "any"),)) for n in names)):
        yield dict(zip(names, values, strict=True))


def _value(series: SeriesType, labels: dict[str, str], number: int, at: int) -> float:
    share = BUCKETS[labels["le"]] if "le" in labels else 1.0
    if series.type is MetricType.COUNTER:
        return round(share * 60 * number, 3)
    if "timestamp" in series.name or series.name == "ALERTS_FOR_STATE":
        return at - 600
    return share * (0.5 + number % 10 / 50)


def write(folder: Path, end: int) -> None:
    """Blocks of a database in ``folder/data``."""
    text = folder / "series.om"
    text.write_text("".join(lines(end)), "utf-8")
    command = [tool("promtool"), "tsdb", "create-blocks-from", "openmetrics"]
    subprocess.run(
        [*command, str(text), str(folder / "data")], check=True, capture_output=True, timeout=60
    )
