"""An hour and a half of every series that boards read, as a Prometheus would hold it.

Made from the catalogue: a board that reads more series needs nothing here.
"""

from __future__ import annotations

import itertools
import re
import subprocess
from collections import defaultdict
from typing import TYPE_CHECKING

from promql_parser import MatchOp, MatrixSelector, VectorSelector

from generator import promql
from generator.compiler import board_text
from generator.compiler.known import WATCHED
from generator.ir.boards import Source
from generator.promql import MetricType
from generator.promql.syntax import nodes, parse
from tests.boards import shipped
from tests.support.command import tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.promql import SeriesType

STEP, STEPS = 60, 90
BUCKETS = {"0.1": 0.5, "0.25": 0.9, "+Inf": 1.0}
# Labels with several values. Another label has those that boards select its series by, or just one.
SEVERAL = {
    "model_name": ("churn", "fraud"),
    "slo": ("availability", "latency"),
    "le": tuple(BUCKETS),
    "quantile": ("0.5", "0.9", "0.99"),
    "inferenceservice": ("churn", "fraud"),
    "metric": ("accuracy", "f1"),
    "feature": ("age", "income"),
    "class": ("yes", "no"),
    "experiment": ("churn", "fraud"),
    "status": ("200", "500", "success", "error", "FAILED", "FINISHED"),
    "alertname": (
        *("ModelErrorBudgetBurnFast", "ModelErrorBudgetBurnSlow", "ModelObjectiveNotMeasured"),
        "ModelDriftShareHigh",
    ),
    "status_code": ("200", "500"),
    "severity": ("page", "ticket"),
    "resource": ("nvidia_com_gpu",),
}
ONE = {"alertstate": "firing", "hostname": ""}  # DCGM has one of Hostname and hostname
_NAMED = re.compile(r"[\w-]+(\|[\w-]+)*")
OF_ALERTS = ("alertname", "alertstate", "severity", "service", "model_name", "slo")


def asked() -> Iterator[str]:
    """Whatever boards ask a Prometheus for."""
    for board in shipped.found():
        yield from (each.expr for each in board.annotations)
        yield from (each.series for each in board.variables)
        for row in board.rows:
            queries = (query for panel in row.panels for query in panel.queries)
            yield from (query.expr for query in queries if query.source is Source.METRICS)


def read() -> dict[str, dict[str, tuple[str, ...]]]:
    """The series that boards read, with the values of labels that they select by name."""
    named = defaultdict[str, defaultdict[str, set[str]]](lambda: defaultdict(set))
    for expr in map(board_text.filled, asked()):
        named |= {name: named[name] for name in promql.reads(expr)}
        for node in nodes(parse(expr)):
            found = node.vector_selector if isinstance(node, MatrixSelector) else node
            if isinstance(found, VectorSelector) and found.name:
                labels = named[found.name]
                for each in found.matchers.matchers:
                    if each.op in (MatchOp.Equal, MatchOp.Re) and _NAMED.fullmatch(each.value):
                        labels[each.name].add(each.value.partition("|")[0])
    return {
        name: {label: tuple(sorted(values)) for label, values in labels.items()}
        for name, labels in named.items()
    }


def lines(end: int) -> Iterator[str]:
    """The text of OpenMetrics, up to a moment."""
    for name, named in sorted(read().items()):
        series = shipped.against().known[name]
        for labels in _labels(series, named):
            head = name + promql.matchers(labels)
            for number in range(STEPS):
                at = end - (STEPS - 1 - number) * STEP
                yield f"{head} {_value(series, labels, number, at)} {at}\n"
    yield "# EOF\n"


def _labels(series: SeriesType, named: dict[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    alerts = series.name.startswith("ALERTS")
    names = sorted(series.labels.intersection(OF_ALERTS) if alerts else series.labels)
    choices = ((*SEVERAL.get(n, ()), *named.get(n, ())) or (ONE.get(n, "any"),) for n in names)
    for values in itertools.product(*(dict.fromkeys(each) for each in choices)):
        yield dict(zip(names, values, strict=True))


def _value(series: SeriesType, labels: dict[str, str], number: int, at: int) -> float:
    share = BUCKETS[labels["le"]] if "le" in labels else 1.0
    if series.type is MetricType.COUNTER:
        return round(share * 60 * number, 3)
    if series.unit in ("bool", "info") or series.name == WATCHED:
        return 1
    if series.unit == "timestamp" or series.name == "ALERTS_FOR_STATE":
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
